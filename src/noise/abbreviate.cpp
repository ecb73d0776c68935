// The operator `abbreviate`: words by their abbreviations, or names by their initials.
#include <fmt/format.h>

#include "abbreviation_table.hpp"
#include "damaged_texts.hpp"
#include "words.hpp"

namespace synthgen {
namespace {

constexpr const char* kExample = R"("words": {"Street": ["St", "St."], "Avenue": "Ave"})";

class WordsOperator final : public NoiseOperator {
 public:
  explicit WordsOperator(std::shared_ptr<const AbbreviationTable> table) : table_(std::move(table)) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    return damage_texts(batch, [this](std::size_t, std::string_view text, NoiseDraws& draws, std::string& out) {
      return table_->abbreviate(text, draws, out);
    });
  }

 private:
  const std::shared_ptr<const AbbreviationTable> table_;
};

/// Particles of names, which nobody shortens, in lower case.
// Own choice: those of Spanish, Portuguese, Italian, French, German, Dutch and Arabic names.
constexpr std::string_view kParticles[] = {"al",  "am",  "av",    "bin", "d'",  "da",  "das", "de",  "degli",
                                           "dei", "del", "della", "den", "der", "di",  "do",  "dos", "du",
                                           "e",   "el",  "i",     "la",  "las", "le",  "les", "los", "ter",
                                           "van", "vom", "von",   "y",   "zu",  "zum", "zur"};
/// What follows a last name and is none.
constexpr std::string_view kSuffixes[] = {"ii", "iii", "iv", "jr", "jr.", "sr", "sr."};

/// Titles that are often written without a point. Own choice.
constexpr std::string_view kTitles[] = {"dr", "dra", "frau", "herr", "miss", "mr", "mrs", "ms", "prof", "sir", "sra"};

bool is_one_of(std::string_view word, std::span<const std::string_view> list) {
  for (const std::string_view one : list) {
    if (word.size() != one.size()) continue;
    bool same = true;
    for (std::size_t i = 0; same && i < one.size(); ++i) {
      same = lower_of(static_cast<unsigned char>(word[i])) == static_cast<unsigned char>(one[i]);
    }
    if (same) return true;
  }
  return false;
}

/// No digit, and none of the signs from arrows to dingbats, nor an emoji.
bool is_letter(std::uint32_t code) {
  if (code < 0x80) return is_word_character(code) && !(code >= '0' && code <= '9');
  return is_word_character(code) && !(code >= 0x2190 && code <= 0x2BFF) && !(code >= 0x1F000 && code <= 0x1FAFF);
}

std::string_view word_of(std::string_view text, Word word) { return text.substr(word.begin, word.end - word.begin); }

class InitialsOperator final : public NoiseOperator {
 public:
  std::uint64_t apply(const NoiseBatch& batch) const override {
    return damage_texts(batch, [](std::size_t, std::string_view text, NoiseDraws&, std::string& out) {
      const auto [first, last] = given_names(text);
      std::size_t written = 0;
      bool changed = false;
      for (Word word{first, first}; next_word(text, word.end, word) && word.begin < last;) {
        const std::string_view name = word_of(text, word);
        // What ends with a point is short already, or a title.
        if (name.back() == '.' || is_one_of(name, kParticles)) continue;
        if (is_one_of(name, kTitles) || is_one_of(name, kSuffixes)) continue;
        if (!is_letter(first_character(name).code)) continue;
        out += text.substr(written, word.begin - written);
        append_initials(name, out);
        written = word.end;
        changed = true;
      }
      out += text.substr(written);
      // Nothing is drawn, so another attempt would not help.
      return changed;
    });
  }

 private:
  /// Bytes from and to which given names stand: behind the first comma, or before the last name.
  static std::pair<std::size_t, std::size_t> given_names(std::string_view text) {
    std::size_t last = 0;
    for (Word word; next_word(text, word.end, word);) {
      const std::string_view name = word_of(text, word);
      if (name.back() == ',') return {word.end, text.size()};
      if (!is_one_of(name, kSuffixes)) last = word.begin;
    }
    return {0, last};
  }

  /// "Maria" gives "M.", "Jean-Luc" "J.-L."; a mark that combines with the letter stays with it.
  static void append_initials(std::string_view name, std::string& out) {
    bool begins = true;
    for (std::size_t at = 0; at < name.size();) {
      const Character character = first_character(name.substr(at));
      const std::string_view bytes = name.substr(at, character.bytes);
      at += character.bytes;
      if (character.code == '-') {
        out += '-';
        begins = true;
      } else if (begins) {
        begins = false;
        out += bytes;
        while (at < name.size()) {
          const Character mark = first_character(name.substr(at));
          if (mark.code < 0x300 || mark.code > 0x36F) break;
          out += name.substr(at, mark.bytes);
          at += mark.bytes;
        }
        out += '.';
      }
    }
  }
};

class AbbreviateSpec final : public NoiseSpec {
 public:
  /// table  null: initials
  explicit AbbreviateSpec(std::shared_ptr<const AbbreviationTable> table) : table_(std::move(table)) {}
  Result<MadeNoise> make(NoiseContext&) const override {
    if (table_ == nullptr) return MadeNoise{std::make_unique<InitialsOperator>()};
    return MadeNoise{std::make_unique<WordsOperator>(table_)};
  }

 private:
  const std::shared_ptr<const AbbreviationTable> table_;
};

/// The abbreviations of one word.
std::vector<std::string> read_abbreviations(NoiseReader& reader, const json::Member& member) {
  std::vector<std::string> texts;
  const auto read = [&](const json::Value& value) {
    if (!value.is(json::Kind::string)) {
      reader.fault("SG2003",
                   fmt::format("an abbreviation of \"{}\" is a text, not {}", member.name, json::kind_name(value.kind)),
                   value.place, fmt::format("for example {}", kExample));
    } else if (value.text.empty() || value.text == member.name) {
      reader.fault("SG2416",
                   value.text.empty() ? fmt::format("the abbreviation of \"{}\" is empty", member.name)
                                      : fmt::format("\"{}\" is abbreviated by itself", member.name),
                   value.place, "give a shorter form, such as \"St.\" of \"Street\"");
    } else {
      texts.push_back(value.text);
    }
  };
  if (!member.value.is(json::Kind::array)) {
    read(member.value);
    return texts;
  }
  for (const json::Value& item : member.value.items) read(item);
  if (member.value.items.empty()) {
    reader.fault("SG2002", fmt::format("\"{}\" has no abbreviation", member.name), member.value.place,
                 fmt::format("for example {}", kExample));
  }
  return texts;
}

std::shared_ptr<const AbbreviationTable> read_table(NoiseReader& reader, const json::Value& words) {
  auto table = std::make_shared<AbbreviationTable>();
  if (words.members.empty()) {
    reader.fault("SG2002", "\"words\" is empty", words.place, fmt::format("for example {}", kExample));
  }
  for (const json::Member& member : words.members) {
    std::vector<std::string> texts = read_abbreviations(reader, member);
    if (without_blanks(member.name).empty()) {
      reader.fault("SG2416", "a word of \"words\" is empty", member.name_place,
                   fmt::format("for example {}", kExample));
    } else if (!texts.empty() && !table->add(member.name, std::move(texts))) {
      reader.fault("SG2416", fmt::format("\"{}\" is in \"words\" already, in another letter case", member.name),
                   member.name_place, "words are found in any letter case: list their abbreviations under one of them");
    }
  }
  return table;
}

std::unique_ptr<NoiseSpec> parse(NoiseReader& reader) {
  const json::Value* words = reader.take("words", json::Kind::object, kExample);
  const json::Value* initials = reader.take("initials", json::Kind::boolean, "\"initials\": true");
  const bool by_initials = initials != nullptr && initials->boolean;
  if (reader.faulty()) return nullptr;
  if (words == nullptr && !by_initials) {
    reader.fault("SG2002", "operator \"abbreviate\" lacks \"words\"", reader.object().place,
                 fmt::format("give a table, {}, or \"initials\": true for names", kExample));
    return nullptr;
  }
  if (words != nullptr && by_initials) {
    reader.fault("SG2415", "\"words\" and \"initials\" exclude each other", initials->place,
                 "two operators do both, one after the other");
    return nullptr;
  }
  std::shared_ptr<const AbbreviationTable> table = words != nullptr ? read_table(reader, *words) : nullptr;
  if (reader.faulty()) return nullptr;
  return std::make_unique<AbbreviateSpec>(std::move(table));
}

constexpr KeyRecord kKeys[] = {
    {"words",
     "Object: a word, or several with blanks between → its abbreviation, or a list of them, each as often. Whole words "
     "in any letter case, all that the text has, the longest first; a text without any of them cannot be damaged.",
     R"j({"type": "object", "minProperties": 1, "additionalProperties":
          {"anyOf": [{"type": "string", "minLength": 1},
                     {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}}]}})j"},
    {"initials",
     "true, in place of words: all words but the last become initials, \"Maria del Carmen Soto\" thus \"M. del C. "
     "Soto\"; behind a comma all words. Particles such as de, van and von stay.",
     R"j({"type": "boolean"})j"},
};

}  // namespace

const NoiseKind& abbreviate_noise() {
  static const NoiseKind kKind = {
      .record = {.name = "abbreviate",
                 .summary = "Words by their abbreviations, or given names by their initials.",
                 .source = "Abbreviations and initials in place of names are among the variations that the FEBRL "
                           "generator makes (Christen & Pudjijono, \"Accurate synthetic generation of realistic "
                           "personal information\", 2009). The lists of particles and titles are our own choice.",
                 .example = R"j({"operator": "abbreviate", "columns": ["street"], "rate": 0.1,
                                 "words": {"Street": ["St", "St."], "Avenue": "Ave"}})j"},
      .family = "text",
      .types = TypeSet::texts(),
      .types_hint = "only texts have words: name a column of type string",
      .keys = kKeys,
      .key_rules = R"j("oneOf": [{"required": ["words"], "properties": {"initials": {"const": false}}},
                                 {"required": ["initials"], "properties": {"initials": {"const": true}, "words": false}}])j",
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
