// The operator `incomplete`: an interaction that was broken off, and left the rest of the row empty.
#include <fmt/format.h>

#include <algorithm>

#include "synthgen/base/near_names.hpp"
#include "synthgen/noise/noise.hpp"

namespace synthgen {
namespace {

constexpr const char* kSetExample = R"("set": {"status": "abandoned"})";

class IncompleteOperator final : public NoiseOperator {
 public:
  /// listed  columns in their order of filling; those of `set` follow
  /// first   the first of them that may be empty
  /// slots   of the values of `set`
  IncompleteOperator(std::size_t listed, std::size_t first, std::vector<std::size_t> slots)
      : listed_(listed), first_(first), slots_(std::move(slots)) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    std::uint64_t changed = 0;
    for (std::size_t hit = 0; hit < batch.hits(); ++hit) {
      if (!break_off(batch, hit)) continue;
      ++changed;
      for (std::size_t s = 0; s < slots_.size(); ++s) {
        batch.column(listed_ + s).set_from(batch.place(hit), batch.parameter(slots_[s]), hit);
      }
    }
    return changed;
  }

 private:
  /// Every column from which on something can be emptied is as likely as the others to be the first. Where nothing
  /// could be emptied from the one drawn on, neither can it from those behind it, and the draw is among those before.
  bool break_off(const NoiseBatch& batch, std::size_t hit) const {
    const std::size_t place = batch.place(hit);
    NoiseDraws draws = batch.draws(hit);
    for (std::size_t end = listed_;;) {
      while (end > first_ && batch.column(end - 1).is_null(place)) --end;
      if (end == first_) return false;
      const std::size_t start = first_ + draws.below(end - first_);
      bool emptied = false;
      for (std::size_t c = start; c < listed_; ++c) emptied |= batch.column(c).set_null(place);
      if (emptied) return true;
      end = start;
    }
  }

  const std::size_t listed_;
  const std::size_t first_;
  const std::vector<std::size_t> slots_;
};

class IncompleteSpec final : public NoiseSpec {
 public:
  IncompleteSpec(const json::Value* from, std::vector<FurtherColumn> set, std::vector<NoiseParameter> values)
      : from_(from), set_(std::move(set)), values_(std::move(values)) {}

  std::vector<FurtherColumn> further_columns() const override { return set_; }

  Result<MadeNoise> make(NoiseContext& context) const override {
    const std::span<const NoiseColumn> columns = context.columns();
    const std::size_t listed = columns.size() - set_.size();
    std::vector<std::string> names;
    for (std::size_t c = 0; c < listed; ++c) names.push_back(columns[c].name);
    Diagnostics diagnostics;
    std::size_t first = 0;
    if (from_ != nullptr) {
      const auto found = std::find(names.begin(), names.end(), from_->text);
      first = static_cast<std::size_t>(found - names.begin());
      if (found == names.end()) {
        const std::string near = did_you_mean(from_->text, names);
        diagnostics.add(make_error(
            "SG2433", fmt::format("\"from\" is \"{}\", which \"columns\" does not list", from_->text), from_->place,
            near.empty() ? "name the first of the listed columns that may be empty; without \"from\" any may" : near));
      }
    }
    std::vector<std::size_t> slots;
    for (std::size_t s = 0; s < set_.size(); ++s) {
      const Result<NoiseContext::Parameter> parameter = context.add_parameter(values_[s], columns[listed + s].type);
      if (parameter.ok()) {
        slots.push_back(parameter->slot);
      } else {
        diagnostics.add(parameter.diagnostics());
      }
    }
    if (diagnostics.has_errors()) return diagnostics;
    return MadeNoise{std::make_unique<IncompleteOperator>(listed, first, std::move(slots))};
  }

 private:
  const json::Value* const from_;
  const std::vector<FurtherColumn> set_;
  const std::vector<NoiseParameter> values_;
};

std::unique_ptr<NoiseSpec> parse(NoiseReader& reader) {
  const json::Value* from = reader.take("from", json::Kind::string, R"("from": "phone")");
  const json::Value* set = reader.take("set", json::Kind::object, kSetExample);
  std::vector<NoiseSpec::FurtherColumn> further;
  std::vector<NoiseParameter> values;
  if (set != nullptr) {
    if (set->members.empty()) {
      reader.fault("SG2002", "\"set\" is empty", set->place,
                   fmt::format("for example {}, or leave it out", kSetExample));
    }
    for (const json::Member& member : set->members) {
      std::optional<NoiseParameter> value = reader.parameter(member.value, member.name);
      if (!value.has_value()) continue;
      further.push_back({member.name, member.name_place});
      values.push_back(std::move(*value));
    }
  }
  if (reader.faulty()) return nullptr;
  return std::make_unique<IncompleteSpec>(from, std::move(further), std::move(values));
}

constexpr KeyRecord kKeys[] = {
    {"from", "The first of the listed columns that may be empty; without it the first that is listed.",
     R"j({"type": "string", "minLength": 1})j"},
    {"set",
     "Columns that such a row has another value in, and the value: a literal, null, \"=…\" or a source, such as "
     "{\"status\": \"abandoned\"}.",
     R"j({"type": "object", "minProperties": 1,
          "additionalProperties": {"$ref": "#/$defs/value_source"}})j"},
};

}  // namespace

const NoiseKind& incomplete_noise() {
  static const NoiseKind kKind = {
      .record =
          {.name = "incomplete",
           .summary = "An interaction broken off: from a random one on, the row's columns are empty.",
           .source = "Breakoff: Peytchev, \"Survey Breakoff\", Public Opinion Quarterly 73, 2009. That every column is "
                     "as likely to be the first empty one is an own choice; \"if\" and \"rate\" tell who breaks off.",
           .example =
               R"j({"operator": "incomplete", "columns": ["phone", "city", "street", "comment"], "rate": 0.04, "set": {"status": "open"}})j"},
      .family = "missing",
      .unit = NoiseUnit::rows,
      .keys = kKeys,
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
