// How many faults a hit cell gets: the parameter `per_cell`.
//
// Threads: immutable.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "synthgen/noise/noise.hpp"

namespace synthgen {

class TypingCount {
 public:
  /// More faults than that would only cost time.
  static constexpr std::int64_t kMost = 1000;

  /// Nothing where the parameter is absent or faulty.
  static std::optional<NoiseParameter> read(NoiseReader& reader) {
    const json::Value* json = reader.object().get("per_cell");
    Range range = Range::integers();
    range.low = 1;
    range.high = static_cast<double>(kMost);
    // A number is checked here, a source when it is planned.
    if (json != nullptr && json->is(json::Kind::number) &&
        !reader.number("per_cell", range, R"("per_cell": 2)").has_value()) {
      return std::nullopt;
    }
    return reader.parameter("per_cell");
  }

  static Result<TypingCount> make(const std::optional<NoiseParameter>& parameter, NoiseContext& context) {
    TypingCount count;
    if (!parameter.has_value()) return count;
    if (const std::optional<double> number = parameter->literal_number(); number.has_value()) {
      count.fixed_ = static_cast<std::int64_t>(*number);
      return count;
    }
    const Result<NoiseContext::Parameter> added = context.add_parameter(*parameter, Type{TypeKind::integer, 0});
    if (!added.ok()) return added.diagnostics();
    count.slot_ = added->slot;
    return count;
  }

  /// At least 1; 0 where the source gives null: the cell is then passed over.
  std::int64_t of(const NoiseBatch& batch, std::size_t hit) const {
    if (!slot_.has_value()) return fixed_;
    const Column& values = batch.parameter(*slot_);
    if (values.is_null(hit)) return 0;
    return std::clamp<std::int64_t>(values.data<std::int64_t>()[hit], 1, kMost);
  }

 private:
  std::int64_t fixed_ = 1;
  std::optional<std::size_t> slot_;
};

}  // namespace synthgen
