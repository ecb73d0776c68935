// The operator `typo`: faults of people who type, spell or scan.
#include <fmt/format.h>

#include <algorithm>

#include "damaged_texts.hpp"
#include "digit_errors.hpp"
#include "keyboard_layout.hpp"
#include "letter_edits.hpp"
#include "misspelled_words.hpp"
#include "rewrite_rules.hpp"
#include "synthgen/base/near_names.hpp"
#include "typing_count.hpp"

namespace synthgen {
namespace {

enum class TypoKind : std::uint8_t { edit, keyboard, ocr, phonetic, misspelling };
constexpr std::array<std::string_view, 5> kKinds = {"edit", "keyboard", "ocr", "phonetic", "misspelling"};
constexpr std::array<std::string_view, 4> kLocales = {"en_US", "en_GB", "es_ES", "de_DE"};

/// Texts damaged by one way to make faults.
template <class Faults>
class TextTypo final : public NoiseOperator {
 public:
  TextTypo(Faults faults, TypingCount count) : faults_(std::move(faults)), count_(count) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    // Kept from batch to batch, since a few hits would not pay for the memory of a new one.
    thread_local FaultScratch scratch;
    thread_local std::string between;
    return damage_texts(batch, [&](std::size_t hit, std::string_view text, NoiseDraws& draws, std::string& out) {
      std::int64_t faults = count_.of(batch, hit);
      if (faults == 0 || !faults_.damage(text, draws, scratch, out)) return false;
      for (; faults > 1; --faults) {
        between.swap(out);
        out.clear();
        if (faults_.damage(between, draws, scratch, out)) continue;
        out = between;
        break;
      }
      return true;
    });
  }

 private:
  const Faults faults_;
  const TypingCount count_;
};

class DigitTypo final : public NoiseOperator {
 public:
  DigitTypo(DigitDamage damage, TypingCount count) : damage_(std::move(damage)), count_(count) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    std::string before;
    std::string after;
    std::uint64_t changed = 0;
    for (std::size_t hit = 0; hit < batch.hits(); ++hit) {
      const std::int64_t faults = count_.of(batch, hit);
      NoiseDraws draws = batch.draws(hit);
      if (faults > 0 && damage_.damage(batch.column(), batch.place(hit), faults, draws, before, after)) ++changed;
    }
    return changed;
  }

 private:
  const DigitDamage damage_;
  const TypingCount count_;
};

struct TypoKeys {
  TypoKind kind = TypoKind::edit;
  const json::Value* kind_json = nullptr;
  std::optional<std::size_t> layout;  ///< the document's locale says it where absent
  std::optional<std::size_t> locale;
  std::array<double, 4> shares = kLetterEditShares;
  const json::Value* shares_json = nullptr;
  FaultPosition position = FaultPosition::any;
  std::optional<NoiseParameter> per_cell;
};

class TypoSpec final : public NoiseSpec {
 public:
  explicit TypoSpec(TypoKeys keys) : keys_(std::move(keys)) {}

  Result<MadeNoise> make(NoiseContext& context) const override {
    const NoiseColumn& column = context.columns().front();
    if (column.type.kind != TypeKind::string) return make_digits(context, column);
    std::string_view locale = context.locale();
    if (keys_.locale.has_value()) locale = kLocales[*keys_.locale];
    const bool needs_data = keys_.kind == TypoKind::phonetic || keys_.kind == TypoKind::misspelling;
    if (needs_data && std::find(kLocales.begin(), kLocales.end(), locale) == kLocales.end()) {
      return make_error(
          "SG2103", fmt::format("kind \"{}\" knows nothing of the locale {}", kind_name(), locale),
          keys_.kind_json->place,
          fmt::format("say whose faults are meant with \"locale\": one of {}", fmt::join(kLocales, ", ")));
    }
    Result<TypingCount> count = TypingCount::make(keys_.per_cell, context);
    if (!count.ok()) return count.diagnostics();
    const std::string language(locale.substr(0, 2));
    switch (keys_.kind) {
      case TypoKind::edit:
        return made(LetterEdits(keys_.shares, keys_.position, context.locale()), *count);
      case TypoKind::keyboard: {
        const std::size_t layout = keys_.layout.value_or(layout_of_locale(locale));
        return made(KeyboardFaults(kLayouts[layout], keys_.position), *count);
      }
      case TypoKind::ocr:
        return made(RewriteRules("ocr", RuleCase::exact, FirstCharacter::alike, keys_.position), *count);
      case TypoKind::phonetic:
        return made(RewriteRules("phonetic_" + language, RuleCase::folded, FirstCharacter::less, keys_.position),
                    *count);
      case TypoKind::misspelling:
        return made(MisspelledWords("misspelling_" + language), *count);
    }
    return MadeNoise{};
  }

 private:
  std::string_view kind_name() const { return kKinds[static_cast<std::size_t>(keys_.kind)]; }

  template <class Faults>
  static MadeNoise made(Faults faults, TypingCount count) {
    return {std::make_unique<TextTypo<Faults>>(std::move(faults), count)};
  }

  Result<MadeNoise> make_digits(NoiseContext& context, const NoiseColumn& column) const {
    if (keys_.kind != TypoKind::edit && keys_.kind != TypoKind::keyboard) {
      return make_error(
          "SG2411",
          fmt::format("kind \"{}\" is about texts, and column \"{}\" is of type {}", kind_name(), column.name,
                      type_text(column.type)),
          column.place,
          "name columns of texts only; in numbers, dates and times kinds \"edit\" and \"keyboard\" make wrong digits");
    }
    DigitShares shares{};
    const auto share = [&shares](DigitFault fault) -> double& { return shares[static_cast<std::size_t>(fault)]; };
    if (keys_.kind == TypoKind::keyboard) {
      share(DigitFault::replace_beside) = 1 - KeyboardFaults::kInserted;
      share(DigitFault::insert_beside) = KeyboardFaults::kInserted;
    } else {
      share(DigitFault::replace) = keys_.shares[0];
      share(DigitFault::drop) = keys_.shares[1];
      share(DigitFault::insert) = keys_.shares[2];
      share(DigitFault::transpose) = keys_.shares[3];
    }
    if (is_time(column.type.kind)) {
      // A date of one digit more or less is none.
      share(DigitFault::drop) = share(DigitFault::insert) = share(DigitFault::insert_beside) = 0;
      if (keys_.kind == TypoKind::edit && keys_.shares[0] <= 0 && keys_.shares[3] <= 0) {
        return make_error(
            "SG2412",
            fmt::format("\"shares\" leave no fault for column \"{}\": a {} can neither lose nor gain a digit",
                        column.name, type_text(column.type)),
            keys_.shares_json->place, R"(give "substitute" or "transpose" a share, or leave the column out)");
      }
    }
    Result<TypingCount> count = TypingCount::make(keys_.per_cell, context);
    if (!count.ok()) return count.diagnostics();
    DigitErrors errors(shares, keys_.position, FirstDigit::less);
    return MadeNoise{std::make_unique<DigitTypo>(DigitDamage(std::move(errors), column.type, column.format), *count)};
  }

  const TypoKeys keys_;
};

/// A parameter that only some kinds have.
struct Owned {
  std::string_view key;
  std::initializer_list<TypoKind> kinds;
};
const Owned kOwned[] = {
    {"layout", {TypoKind::keyboard}},
    {"locale", {TypoKind::phonetic, TypoKind::misspelling}},
    {"shares", {TypoKind::edit}},
    {"position", {TypoKind::edit, TypoKind::keyboard, TypoKind::ocr, TypoKind::phonetic}},
};

void check_owners(NoiseReader& reader, TypoKind kind) {
  for (const Owned& owned : kOwned) {
    if (std::find(owned.kinds.begin(), owned.kinds.end(), kind) != owned.kinds.end()) continue;
    const auto& members = reader.object().members;
    const auto member =
        std::find_if(members.begin(), members.end(), [&](const json::Member& m) { return m.name == owned.key; });
    if (member == members.end()) continue;
    std::vector<std::string> owners;
    for (const TypoKind owner : owned.kinds) {
      owners.push_back(fmt::format("\"{}\"", kKinds[static_cast<std::size_t>(owner)]));
    }
    const bool word = owned.key == "position" && kind == TypoKind::misspelling;
    reader.fault(
        "SG2410",
        fmt::format("\"{}\" is no parameter of kind \"{}\"", owned.key, kKinds[static_cast<std::size_t>(kind)]),
        member->name_place,
        fmt::format("it belongs to kind {}{}", fmt::join(owners, ", "),
                    word ? "; a misspelling damages a word as a whole" : ""));
  }
}

constexpr std::string_view kSharesExample =
    R"("shares": {"substitute": 0.62, "delete": 0.17, "insert": 0.11, "transpose": 0.1})";

void read_shares(NoiseReader& reader, TypoKeys& keys) {
  const json::Value* json = reader.take("shares", json::Kind::object, kSharesExample);
  if (json == nullptr) return;
  keys.shares_json = json;
  keys.shares = {};
  double total = 0;
  bool sound = true;
  for (const json::Member& member : json->members) {
    const auto found = std::find(kLetterEditNames.begin(), kLetterEditNames.end(), member.name);
    if (found == kLetterEditNames.end()) {
      const std::vector<std::string> names(kLetterEditNames.begin(), kLetterEditNames.end());
      const std::string near = did_you_mean(member.name, names);
      reader.fault("SG2103", fmt::format("unknown edit \"{}\" in \"shares\"", member.name), member.name_place,
                   fmt::format("{}{}there are {}", near, near.empty() ? "" : " ", fmt::join(names, ", ")));
      sound = false;
    } else if (!member.value.is(json::Kind::number)) {
      reader.fault("SG2003", fmt::format("a share is a number, not {}", json::kind_name(member.value.kind)),
                   member.value.place, fmt::format("for example {}", kSharesExample));
      sound = false;
    } else if (member.value.number < 0) {
      reader.fault("SG2106",
                   fmt::format("the share of \"{}\" is {}, and must be 0 or greater", member.name, member.value.text),
                   member.value.place, "shares are relative sizes and need not add up to 1");
      sound = false;
    } else {
      keys.shares[static_cast<std::size_t>(found - kLetterEditNames.begin())] = member.value.number;
      total += member.value.number;
    }
  }
  if (!sound) return;
  if (!(total > 0 && total <= 1e300)) {
    const char* fault = json->members.empty() ? "\"shares\" name no edit"
                        : total > 0           ? "the \"shares\" add up to too much"
                                              : "the \"shares\" add up to 0";
    reader.fault("SG2412", fault, json->place,
                 fmt::format("an edit that is not named has none; for example {}", kSharesExample));
  }
}

std::unique_ptr<NoiseSpec> parse(NoiseReader& reader) {
  TypoKeys keys;
  const std::optional<std::size_t> kind = reader.one_of("kind", kKinds, 0);
  keys.kind_json = reader.object().get("kind");
  std::optional<std::size_t> layout;
  if (const json::Value* json = reader.object().get("layout"); json != nullptr && json->text == "uk") {
    reader.take("layout");
    reader.fault("SG2103", R"(unknown layout "uk" of operator "typo")", json->place,
                 R"(the keyboard of the United Kingdom is "gb", as the country is in locales)");
  } else {
    layout = reader.one_of("layout", kLayouts, 0);
  }
  if (reader.object().get("layout") != nullptr) keys.layout = layout;
  const std::optional<std::size_t> locale = reader.one_of("locale", kLocales, 0);
  if (reader.object().get("locale") != nullptr) keys.locale = locale;
  read_shares(reader, keys);
  if (const auto position = reader.one_of("position", kFaultPositions, 0); position.has_value()) {
    keys.position = static_cast<FaultPosition>(*position);
  }
  keys.per_cell = TypingCount::read(reader);
  if (kind.has_value()) {
    keys.kind = static_cast<TypoKind>(*kind);
    check_owners(reader, keys.kind);
  }
  if (reader.faulty()) return nullptr;
  return std::make_unique<TypoSpec>(std::move(keys));
}

constexpr KeyRecord kKeys[] = {
    {"kind",
     "How the fault comes about: edit (one character wrong, missing, too much, or two exchanged; the default), "
     "keyboard (the finger strikes a key beside), ocr (a scanner misreads a shape), phonetic (spelled by ear), "
     "misspelling (a word that many people misspell).",
     R"({"enum": ["edit", "keyboard", "ocr", "phonetic", "misspelling"]})"},
    {"layout", "The keyboard of kind keyboard; that of the document's locale without it.",
     R"({"enum": ["us", "es", "de", "fr", "gb"]})"},
    {"locale", "Whose faults phonetic and misspelling make; the document's locale without it.",
     R"({"enum": ["en_US", "en_GB", "es_ES", "de_DE"]})"},
    {"shares",
     "Of kind edit: how often each edit comes, as relative sizes; an edit that is not named has none. "
     "0.62, 0.17, 0.11 and 0.1 without it.",
     R"j({"type": "object", "minProperties": 1, "additionalProperties": false,
         "properties": {"substitute": {"type": "number", "minimum": 0}, "delete": {"type": "number", "minimum": 0},
                        "insert": {"type": "number", "minimum": 0}, "transpose": {"type": "number", "minimum": 0}}})j"},
    {"per_cell", "How many faults a hit cell gets, one after the other: a number or a source of whole numbers; 1.",
     R"j({"anyOf": [{"type": "integer", "minimum": 1, "maximum": 1000}, {"$ref": "#/$defs/parameter_expression"},
                    {"$ref": "#/$defs/nested_source"}]})j"},
    {"position",
     "any (the first character of a word is hit a quarter as often as another one), not_first (never the first "
     "character of a word), end (the last third of the text). Not of kind misspelling.",
     R"({"enum": ["any", "not_first", "end"]})"},
};

}  // namespace

const NoiseKind& typo_noise() {
  static const NoiseKind kKind = {
      .record = {.name = "typo",
                 .summary = "A fault of someone who types, spells or scans; in numbers, dates and times a wrong digit.",
                 .source =
                     "Single edits make 80 to 95% of misspellings, and first letters are hit least (Damerau 1964; "
                     "Pollock and Zamora 1983; Kukich, \"Techniques for automatically correcting words in text\", "
                     "1992). The shares of the edits lie between the counts of the first two (own choice).",
                 .example = R"j({"operator": "typo", "columns": ["first_name", "city"], "rate": 0.02,
 "kind": "keyboard", "layout": "us"})j"},
      .family = "text",
      .types = TypeSet::texts() | TypeSet::numbers() | TypeSet::dates() | TypeSet::times(),
      .types_hint = "typos are made in texts, numbers, dates and times",
      .keys = kKeys,
      .key_rules = R"j("allOf": [
          {"if": {"required": ["layout"]}, "then": {"required": ["kind"], "properties": {"kind": {"const": "keyboard"}}}},
          {"if": {"required": ["locale"]}, "then": {"required": ["kind"], "properties":
            {"kind": {"enum": ["phonetic", "misspelling"]}}}},
          {"if": {"required": ["shares"]}, "then": {"properties": {"kind": {"const": "edit"}}}},
          {"if": {"required": ["position"]}, "then": {"properties": {"kind": {"not": {"const": "misspelling"}}}}}])j",
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
