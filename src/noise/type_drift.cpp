// The operator `type_drift`: a number that is no longer one, such as "12 kg" or "twelve".
#include <fmt/format.h>

#include "damaged_values.hpp"
#include "number_style.hpp"
#include "number_words.hpp"
#include "synthgen/base/characters.hpp"
#include "synthgen/noise/noise.hpp"

namespace synthgen {
namespace {

enum class Drift : std::uint8_t { words, unit_suffix, thousands_separator, currency };
constexpr std::string_view kDrifts[] = {"words", "unit_suffix", "thousands_separator", "currency"};
constexpr const char* kExample = R"("text": "kg")";

/// How a locale writes money and thousands (Unicode CLDR, the locales' number patterns).
struct LocaleStyle {
  std::string_view locale;
  std::string_view currency;
  bool currency_first;
  std::string_view group;
};
constexpr LocaleStyle kLocales[] = {
    {"en_US", "$", true, ","},
    {"en_GB", "£", true, ","},
    {"es_ES", "€", false, "."},
    {"de_DE", "€", false, "."},
};

const LocaleStyle& locale_style(std::string_view locale) {
  for (const LocaleStyle& style : kLocales) {
    if (style.locale == locale) return style;
  }
  return kLocales[0];
}

/// "kg" and "µg" stand apart from their number, "%" and "€" do not. REQUIRES: not empty.
bool begins_with_letter(std::string_view text) {
  const std::uint32_t code = first_character(text).code;
  if (code < 0x80) return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
  // µ apart, letters begin at U+00C0; × and ÷ lie among them, and signs, currencies included, from U+2000 to U+2BFF.
  return code == 0xB5 || (code >= 0xC0 && code != 0xD7 && code != 0xF7 && (code < 0x2000 || code > 0x2BFF));
}

/// What one operator makes of a value.
struct DriftRule {
  Drift drift = Drift::words;
  WordLanguage language = WordLanguage::american;
  bool currency_first = true;
  std::vector<std::string> texts = {};   ///< of unit_suffix and currency
  std::vector<NumberStyle> styles = {};  ///< of thousands_separator
};

class TypeDriftOperator final : public NoiseOperator {
 public:
  explicit TypeDriftOperator(DriftRule rule) : rule_(std::move(rule)) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    const std::size_t ways = rule_.styles.empty() ? rule_.texts.size() : rule_.styles.size();
    std::string before;
    std::string after;
    return damage_values(batch, [&](std::size_t hit, std::size_t place, DamagedColumn& column) {
      const std::size_t way = ways < 2 ? 0 : batch.draws(hit).below(ways);
      after.clear();
      if (column.type().kind == TypeKind::boolean) {
        after += truth_word(column.word(place) != 0, rule_.language);
      } else {
        before.clear();
        column.append_text(place, before);
        if (!append(before, way, after)) return false;
      }
      return column.set_text(place, after);
    });
  }

 private:
  /// False where the number has no such form.
  bool append(std::string_view plain, std::size_t way, std::string& out) const {
    switch (rule_.drift) {
      case Drift::words:
        return append_plain_number_words(plain, rule_.language, out);
      case Drift::unit_suffix:
        out += plain;
        if (begins_with_letter(rule_.texts[way])) out += ' ';
        out += rule_.texts[way];
        return true;
      case Drift::thousands_separator:
        if (!has_thousands(plain)) return false;
        append_styled(plain, rule_.styles[way], out);
        return true;
      case Drift::currency:
        append_money(plain, rule_.texts[way], out);
        return true;
    }
    return false;
  }

  void append_money(std::string_view plain, std::string_view currency, std::string& out) const {
    if (!rule_.currency_first) {
      out += plain;
      out += ' ';
      out += currency;
      return;
    }
    if (plain.starts_with('-')) {
      out += '-';
      plain.remove_prefix(1);
    }
    out += currency;
    if (begins_with_letter(currency)) out += ' ';
    out += plain;
  }

  const DriftRule rule_;
};

class TypeDriftSpec final : public NoiseSpec {
 public:
  TypeDriftSpec(Drift drift, std::vector<NoiseReader::Text> texts, Place kind_place)
      : drift_(drift), texts_(std::move(texts)), kind_place_(std::move(kind_place)) {}

  Result<MadeNoise> make(NoiseContext& context) const override {
    const NoiseColumn& column = context.columns().front();
    if (column.type.kind == TypeKind::boolean && drift_ != Drift::words) {
      return make_error("SG2422",
                        fmt::format("kind \"{}\" is for numbers, and column \"{}\" is boolean",
                                    kDrifts[static_cast<std::size_t>(drift_)], column.name),
                        kind_place_, "true and false have \"kind\": \"words\": yes and no");
    }
    const LocaleStyle& locale = locale_style(context.locale());
    DriftRule rule{
        .drift = drift_, .language = word_language(context.locale()), .currency_first = locale.currency_first};
    if (drift_ == Drift::thousands_separator) {
      for (const NoiseReader::Text& text : texts_) rule.styles.push_back(style_of(text.text));
      if (texts_.empty()) rule.styles.push_back(style_of(locale.group));
    } else if (drift_ != Drift::words) {
      for (const NoiseReader::Text& text : texts_) rule.texts.push_back(text.text);
      if (texts_.empty()) rule.texts.emplace_back(locale.currency);
    }
    return MadeNoise{std::make_unique<TypeDriftOperator>(std::move(rule)), {true}};
  }

 private:
  /// Where points group, a comma stands before the decimals.
  static NumberStyle style_of(std::string_view group) { return {std::string(group), group == "." ? "," : "."}; }

  const Drift drift_;
  const std::vector<NoiseReader::Text> texts_;
  const Place kind_place_;
};

std::unique_ptr<NoiseSpec> parse(NoiseReader& reader) {
  const std::optional<std::size_t> kind = reader.one_of("kind", kDrifts, 0);
  std::vector<NoiseReader::Text> texts = reader.texts("text", kExample);
  const json::Member* given = reader.object().find("text");
  for (const NoiseReader::Text& text : texts) {
    if (!text.text.empty()) continue;
    reader.fault("SG2002", "\"text\" is empty", text.json->place, fmt::format("for example {}", kExample));
  }
  if (!kind.has_value()) return nullptr;
  const auto drift = static_cast<Drift>(*kind);
  const json::Value* named = reader.object().get("kind");
  if (drift == Drift::words && given != nullptr) {
    reader.fault("SG2410", "\"text\" is no parameter of kind \"words\"", given->name_place,
                 named == nullptr ? R"(words is the kind without "kind"; for "12 kg" add "kind": "unit_suffix")"
                                  : R"(it belongs to kind "unit_suffix", "thousands_separator", "currency")");
  }
  if (drift == Drift::unit_suffix && given == nullptr) {
    reader.fault("SG2002", "kind \"unit_suffix\" lacks \"text\", the unit", named->place,
                 fmt::format("for example {}", kExample));
  }
  // A digit would be read as one of the number: 1234 with 5 as its separator is 15234.
  constexpr std::string_view kDigits = "0123456789";
  for (const NoiseReader::Text& text : texts) {
    if (drift == Drift::words || text.text.empty()) continue;
    const std::size_t digit = text.text.find_first_of(kDigits);
    if (digit == std::string::npos || (drift == Drift::unit_suffix && digit != 0)) continue;
    reader.fault("SG2423",
                 fmt::format("the digit {} of \"{}\" would be read as one of the number", text.text[digit], text.text),
                 text.json->place,
                 drift == Drift::thousands_separator ? R"(a separator is a mark, such as "," or " ")"
                 : drift == Drift::currency          ? R"(a currency is a sign or a code, such as "€" or "EUR")"
                                                     : R"(begin the unit with a blank: " 10-packs")");
  }
  if (reader.faulty()) return nullptr;
  return std::make_unique<TypeDriftSpec>(drift, std::move(texts), named == nullptr ? Place{} : named->place);
}

constexpr KeyRecord kKeys[] = {
    {"kind",
     "words: twelve, or yes for true; unit_suffix: 12 kg; thousands_separator: 1,234, of numbers from 1000 on; "
     "currency: $12. words without it (own choice: it needs nothing else), which is also the only one of booleans.",
     R"j({"enum": ["words", "unit_suffix", "thousands_separator", "currency"]})j"},
    {"text",
     "The unit, the separator or the currency: a text, or a list of texts, each as often. Required for unit_suffix; "
     "the others have the locale's without it.",
     R"j({"anyOf": [{"type": "string", "minLength": 1},
                    {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}}]})j"},
};

}  // namespace

const NoiseKind& type_drift_noise() {
  static const NoiseKind kKind = {
      .record = {.name = "type_drift",
                 .summary = "A number that is no longer one: 12 kg, twelve, 1,234, $12; yes for true.",
                 .source =
                     "Wrong data types are a class of dirty data in the taxonomy of Kim and others (\"A taxonomy of "
                     "dirty data\", Data Mining and Knowledge Discovery, 2003); forms by locale as in Unicode CLDR.",
                 .example = R"j({"operator": "type_drift", "columns": ["weight"], "rate": 0.02, "kind": "unit_suffix",
                                 "text": ["kg", "kilos"]})j"},
      .family = "type",
      .types = TypeSet::numbers() | TypeSet{TypeKind::boolean},
      .types_hint = "numbers and booleans drift; dates have \"format_drift\", texts \"replace\"",
      .keys = kKeys,
      .key_rules = R"j("if": {"required": ["kind"], "properties": {"kind": {"not": {"const": "words"}}}},
                       "then": {"if": {"properties": {"kind": {"const": "unit_suffix"}}}, "then": {"required": ["text"]}},
                       "else": {"properties": {"text": false}})j",
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
