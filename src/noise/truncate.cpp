// The operator `truncate`: the end of a text that did not fit its field.
#include <fmt/format.h>

#include <algorithm>

#include "damaged_texts.hpp"
#include "synthgen/base/characters.hpp"

namespace synthgen {
namespace {

constexpr Range kLengths = {1, 1e9, false, false, true};

class TruncateOperator final : public NoiseOperator {
 public:
  TruncateOperator(std::int64_t min, std::int64_t max) : min_(min), max_(max) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    return damage_texts(batch, [this](std::size_t, std::string_view text, NoiseDraws& draws, std::string& out) {
      const std::int64_t length = count_characters(text);
      if (length <= min_) return false;
      const std::int64_t longest = std::min(max_, length - 1);
      const std::int64_t kept = min_ + draws.below(static_cast<std::size_t>(longest - min_ + 1));
      out += text.substr(0, bytes_of_characters(text, kept));
      return true;
    });
  }

 private:
  const std::int64_t min_;
  const std::int64_t max_;
};

class TruncateSpec final : public NoiseSpec {
 public:
  TruncateSpec(std::int64_t min, std::int64_t max) : min_(min), max_(max) {}
  Result<MadeNoise> make(NoiseContext&) const override {
    return MadeNoise{std::make_unique<TruncateOperator>(min_, max_)};
  }

 private:
  const std::int64_t min_;
  const std::int64_t max_;
};

std::unique_ptr<NoiseSpec> parse(NoiseReader& reader) {
  const json::Value& object = reader.object();
  const json::Value* at_length = object.get("length");
  const json::Value* at_min = object.get("min");
  const json::Value* at_max = object.get("max");
  const auto length = reader.number("length", kLengths, R"("length": 20)");
  const auto min = reader.number("min", kLengths, R"("min": 10, "max": 20)");
  const auto max = reader.number("max", kLengths, R"("min": 10, "max": 20)");
  if (at_length != nullptr && (at_min != nullptr || at_max != nullptr)) {
    reader.fault("SG2415", fmt::format("\"length\" and \"{}\" exclude each other", at_min != nullptr ? "min" : "max"),
                 (at_min != nullptr ? at_min : at_max)->place,
                 "\"length\" cuts every text to one length, \"min\" and \"max\" draw it: keep one of the two");
  } else if (at_length == nullptr && (at_min == nullptr || at_max == nullptr)) {
    const char* lacks = at_max != nullptr ? "\"min\"" : at_min != nullptr ? "\"max\"" : "\"length\"";
    reader.fault("SG2002", fmt::format("operator \"truncate\" lacks {}", lacks), object.place,
                 R"(give the characters that are left: "length": 20, or drawn between two lengths: )"
                 R"("min": 10, "max": 20)");
  } else if (min.has_value() && max.has_value() && *min > *max) {
    reader.fault("SG2116", "no length lies between \"min\" and \"max\"", at_max->place,
                 "\"min\" is above \"max\": exchange them");
  }
  if (reader.faulty()) return nullptr;
  return std::make_unique<TruncateSpec>(static_cast<std::int64_t>(length.value_or(min.value_or(1))),
                                        static_cast<std::int64_t>(length.value_or(max.value_or(1))));
}

constexpr KeyRecord kKeys[] = {
    {"length", "Characters that are left, the same for every text; texts that are not longer cannot be damaged.",
     R"j({"type": "integer", "minimum": 1, "maximum": 1000000000})j"},
    {"min",
     "In place of length, beside max: the fewest characters that are left. Each length from min to max that "
     "shortens the text is as likely.",
     R"j({"type": "integer", "minimum": 1, "maximum": 1000000000})j"},
    {"max", "Beside min: the most characters that are left.",
     R"j({"type": "integer", "minimum": 1, "maximum": 1000000000})j"},
};

}  // namespace

const NoiseKind& truncate_noise() {
  static const NoiseKind kKind = {
      .record = {.name = "truncate",
                 .summary = "The end is cut off, as where a field was too short.",
                 .source =
                     "A field of fixed width: counted in characters, cut wherever the end falls, nothing trimmed.",
                 .example = R"j({"operator": "truncate", "columns": ["street"], "rate": 0.02, "length": 20})j"},
      .family = "text",
      .types = TypeSet::texts(),
      .types_hint = "only texts have an end to cut: name a column of type string; numbers lose digits by \"digit\"",
      .keys = kKeys,
      .key_rules = R"j("oneOf": [{"required": ["length"], "properties": {"min": false, "max": false}},
                                 {"required": ["min", "max"], "properties": {"length": false}}])j",
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
