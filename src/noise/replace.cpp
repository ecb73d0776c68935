// The operator `replace`: every match of a regular expression by another text.
#include <fmt/format.h>

#include "synthgen/expression/regular_expression.hpp"
#include "synthgen/json/utf8.hpp"
#include "synthgen/noise/noise.hpp"

namespace synthgen {
namespace {

constexpr const char* kExample = R"j("pattern": "(\\d{3}) (\\d{3})", "with": "\\1-\\2")j";

class ReplaceOperator final : public NoiseOperator {
 public:
  ReplaceOperator(RegularExpression pattern, std::vector<RegularExpression::Replacement> with)
      : pattern_(std::move(pattern)), with_(std::move(with)) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    DamagedColumn& column = batch.column();
    std::string text;
    std::string out;
    std::uint64_t changed = 0;
    for (std::size_t hit = 0; hit < batch.hits(); ++hit) {
      const std::size_t place = batch.place(hit);
      if (column.is_null(place)) continue;
      text.clear();
      column.append_text(place, text);
      // From the text drawn on: where that one changes nothing, another one may.
      const std::size_t drawn = with_.size() == 1 ? 0 : batch.draws(hit).below(with_.size());
      for (std::size_t k = 0; k < with_.size(); ++k) {
        out.clear();
        if (pattern_.replace(text, with_[(drawn + k) % with_.size()], out) == 0) break;
        // A pattern can take characters apart by their bytes, \C.
        if (out.empty() || json::find_invalid_utf8(out) != out.size() || !column.set_text(place, out)) continue;
        ++changed;
        break;
      }
    }
    return changed;
  }

 private:
  const RegularExpression pattern_;
  const std::vector<RegularExpression::Replacement> with_;
};

class ReplaceSpec final : public NoiseSpec {
 public:
  ReplaceSpec(RegularExpression pattern, std::vector<RegularExpression::Replacement> with)
      : pattern_(std::move(pattern)), with_(std::move(with)) {}

  Result<MadeNoise> make(NoiseContext& context) const override {
    const bool leaves = context.columns().front().type.kind != TypeKind::string;
    return MadeNoise{std::make_unique<ReplaceOperator>(pattern_, with_), {leaves}};
  }

 private:
  const RegularExpression pattern_;
  const std::vector<RegularExpression::Replacement> with_;
};

/// Where in a text of the schema a fault is.
Place place_of(const json::Value& text, const RegularExpressionFault& fault) {
  return fault.length == 0 ? text.place : text.origin().place(fault.begin, fault.length);
}

std::unique_ptr<NoiseSpec> parse(NoiseReader& reader) {
  const json::Value* pattern = reader.take("pattern", json::Kind::string, kExample);
  const std::vector<NoiseReader::Text> with = reader.texts("with", kExample);
  for (const char* key : {"pattern", "with"}) {
    if (reader.object().get(key) != nullptr) continue;
    reader.fault("SG2002", fmt::format("operator \"replace\" lacks \"{}\"", key), reader.object().place,
                 fmt::format("for example {}", kExample));
  }
  if (pattern == nullptr) return nullptr;
  RegularExpressionFault fault;
  auto compiled = RegularExpression::compile(pattern->text, fault);
  if (!compiled.has_value()) {
    reader.fault("SG2417", fault.message, place_of(*pattern, fault), fault.hint);
    return nullptr;
  }
  std::vector<RegularExpression::Replacement> replacements;
  for (const NoiseReader::Text& one : with) {
    auto replacement = compiled->read_replacement(one.text, fault);
    if (replacement.has_value()) {
      replacements.push_back(std::move(*replacement));
    } else {
      reader.fault("SG2417", fault.message, place_of(*one.json, fault), fault.hint);
    }
  }
  if (reader.faulty()) return nullptr;
  return std::make_unique<ReplaceSpec>(std::move(*compiled), std::move(replacements));
}

constexpr KeyRecord kKeys[] = {
    {"pattern", "A regular expression in RE2's syntax; a text without a match cannot be damaged.",
     R"j({"type": "string"})j"},
    {"with",
     "What stands in place of every match: a text, or a list of them of which one is drawn for each cell. \\1 to \\9 "
     "are the groups of the pattern, \\0 the whole match.",
     R"j({"anyOf": [{"type": "string"}, {"type": "array", "minItems": 1, "items": {"type": "string"}}]})j"},
};

}  // namespace

const NoiseKind& replace_noise() {
  static const NoiseKind kKind = {
      .record = {.name = "replace",
                 .summary =
                     "What a regular expression finds is written in another way: phone numbers in several styles.",
                 .source = "RE2; every match from left to right, as the function regexp_replace.",
                 .example = R"j({"operator": "replace", "columns": ["phone"], "rate": 0.2,
                                 "pattern": "[ -]", "with": ["", ".", "/"]})j"},
      .family = "type",
      .keys = kKeys,
      .key_rules = R"j("required": ["pattern", "with"])j",
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
