// Reads the parameters of one operator and remembers which were read, so that none is
// ignored.
//
// Threads: one at a time.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synthgen/source/source.hpp"

namespace synthgen {

/// A parameter that a source gives, row by row: a literal, an expression ("=2 * x"), or an object with a source.
struct NoiseParameter {
  ColumnDeclaration declaration;
  std::unique_ptr<SourceSpec> spec;
  const json::Value* json = nullptr;

  /// The number of a literal one; nothing where it is none.
  std::optional<double> literal_number() const;
};

class NoiseReader {
 public:
  /// outer  gives diagnostics, files and nested sources
  NoiseReader(const json::Value& object, std::string operator_name, const ColumnReader& outer)
      : object_(object), operator_(std::move(operator_name)), outer_(outer) {}

  const json::Value& object() const { return object_; }
  const std::string& operator_name() const { return operator_; }
  Diagnostics& diagnostics() const { return outer_.diagnostics(); }
  /// Adds an error at a value.
  void fault(std::string code, std::string message, const Place& place, std::string hint);

  /// The value of a key, which counts as known from now on; null where absent.
  const json::Value* take(std::string_view key);
  /// The same of one kind: SG2003 and null where it is of another. `example` is a member, as "\"length\": 10".
  const json::Value* take(std::string_view key, json::Kind kind, std::string_view example);
  /// Place in `names` of the text that the key has, `fallback` where it is absent. SG2103 and nothing where it is none
  /// of them.
  std::optional<std::size_t> one_of(std::string_view key, std::span<const std::string_view> names,
                                    std::size_t fallback);
  /// A literal number within a range; nothing where it is absent or faulty (SG2003, SG2106).
  std::optional<double> number(std::string_view key, const Range& range, std::string_view example);
  /// A text, or a list of texts that is not empty; empty where it is absent or faulty (SG2003, SG2002).
  struct Text {
    std::string text;
    const json::Value* json = nullptr;
  };
  std::vector<Text> texts(std::string_view key, std::string_view example);
  /// A source; nothing where it is absent or faulty.
  ///
  /// own_keys  keys that an object may have beside its source, such as "unit": the caller reads them from json
  std::optional<NoiseParameter> parameter(std::string_view key, std::span<const std::string_view> own_keys = {});
  std::optional<NoiseParameter> parameter(const json::Value& value, std::string name,
                                          std::span<const std::string_view> own_keys = {});

  /// SG2404 for every key that nobody took, with the operator that it belongs to.
  void check_all_taken();
  /// Whether faults were told since this reader began.
  bool faulty() const { return faults_ != 0; }

 private:
  const json::Value& object_;
  const std::string operator_;
  const ColumnReader& outer_;
  std::set<std::string, std::less<>> known_;
  std::size_t faults_ = 0;
};

}  // namespace synthgen
