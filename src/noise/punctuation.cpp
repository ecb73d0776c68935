// The operator `punctuation`: a mark left out, added, or another one in its place.
#include <array>

#include "damaged_texts.hpp"
#include "words.hpp"

namespace synthgen {
namespace {

/// In the order in which `any` draws among them.
enum class Damage : std::uint8_t { drop, replace, add, any };
constexpr std::string_view kNames[] = {"drop", "replace", "add", "any"};

/// A mark, and what is written in its place: what looks like it, lies beside it on keyboards or is mixed up with it.
struct Mark {
  std::uint32_t code;
  std::array<std::string_view, 3> others;
};

// Own choice.
constexpr Mark kMarks[] = {
    {'!', {"?", ".", "¡"}},     {'"', {"'", "“", "”"}},     {'&', {"+", "/", ","}},       {'\'', {"’", "`", "´"}},
    {'(', {"[", "{", "/"}},     {')', {"]", "}", "/"}},     {',', {".", ";", "'"}},       {'-', {"–", "_", "."}},
    {'.', {",", ";", ":"}},     {'/', {"-", "\\", "|"}},    {':', {";", ".", ","}},       {';', {",", ":", "."}},
    {'?', {"!", ".", "¿"}},     {'@', {"#", ".", "&"}},     {'[', {"(", "{", "|"}},       {'\\', {"/", "|", "-"}},
    {']', {")", "}", "|"}},     {'_', {"-", ".", "–"}},     {0xA1, {"!", "?", "¿"}},      {0xAB, {"\"", "“", "‹"}},
    {0xB7, {".", "-", "•"}},    {0xBB, {"\"", "”", "›"}},   {0xBF, {"?", "!", "¡"}},      {0x2013, {"-", "—", "_"}},
    {0x2014, {"-", "–", ":"}},  {0x2018, {"'", "`", "´"}},  {0x2019, {"'", "`", "´"}},    {0x201C, {"\"", "'", "«"}},
    {0x201D, {"\"", "'", "»"}}, {0x201E, {"\"", ",", "“"}}, {0x2026, {".", "..", "..."}},
};

constexpr auto kMarkOfAscii = [] {
  std::array<std::int8_t, 128> table{};
  for (std::int8_t& entry : table) entry = -1;
  for (std::size_t i = 0; i < std::size(kMarks); ++i) {
    if (kMarks[i].code < 128) table[kMarks[i].code] = static_cast<std::int8_t>(i);
  }
  return table;
}();

/// Null where the character is no mark.
const Mark* mark_of(std::uint32_t code) {
  if (code < 128) return kMarkOfAscii[code] < 0 ? nullptr : &kMarks[kMarkOfAscii[code]];
  if (code > 0xBF && (code < 0x2013 || code > 0x2026)) return nullptr;
  for (const Mark& mark : kMarks) {
    if (mark.code == code) return &mark;
  }
  return nullptr;
}

/// Marks that stand behind words, by how often they do in English texts.
struct Added {
  std::string_view mark;
  std::uint32_t per_ten_thousand_words;
};

// SOURCE: Cook, "Standard punctuation and the punctuation of the street", 2013, a corpus of 459,000 words.
constexpr Added kAdded[] = {{".", 653}, {",", 616}, {"?", 56}, {":", 34}, {"!", 33}, {";", 32}};
constexpr std::uint32_t kAddedWeights = 653 + 616 + 56 + 34 + 33 + 32;

class PunctuationOperator final : public NoiseOperator {
 public:
  explicit PunctuationOperator(Damage kind) : kind_(kind) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    return damage_texts(batch, [this](std::size_t, std::string_view text, NoiseDraws& draws, std::string& out) {
      if (text.empty()) return false;
      const std::size_t marks = kind_ == Damage::add ? 0 : count_marks(text);
      const std::size_t words = kind_ == Damage::drop || kind_ == Damage::replace ? 0 : count_words(text);
      // To drop the only character would empty the cell.
      std::array<Damage, 3> allowed;
      std::size_t count = 0;
      const bool more = first_character(text).bytes < text.size();
      if (marks > 0 && more && wants(Damage::drop)) allowed[count++] = Damage::drop;
      if (marks > 0 && wants(Damage::replace)) allowed[count++] = Damage::replace;
      if (words > 0 && wants(Damage::add)) allowed[count++] = Damage::add;
      if (count == 0) return false;
      // Own choice: all that the text allows equally often.
      const Damage damage = count == 1 ? allowed[0] : allowed[draws.below(count)];
      if (damage == Damage::add) {
        add(text, words, draws, out);
      } else {
        change(damage, text, marks, draws, out);
      }
      return true;
    });
  }

 private:
  bool wants(Damage damage) const { return kind_ == damage || kind_ == Damage::any; }

  static std::size_t count_marks(std::string_view text) {
    std::size_t marks = 0;
    for (std::size_t at = 0; at < text.size();) {
      if (const auto byte = static_cast<unsigned char>(text[at]); byte < 0x80) {
        marks += kMarkOfAscii[byte] >= 0 ? 1 : 0;
        ++at;
        continue;
      }
      const Character character = first_character(text.substr(at));
      marks += mark_of(character.code) != nullptr ? 1 : 0;
      at += character.bytes;
    }
    return marks;
  }

  static void add(std::string_view text, std::size_t words, NoiseDraws& draws, std::string& out) {
    const std::size_t end = word_at(text, draws.below(words)).end;
    std::uint32_t drawn = draws.below(kAddedWeights);
    const Added* added = kAdded;
    for (; drawn >= added->per_ten_thousand_words; ++added) drawn -= added->per_ten_thousand_words;
    out += text.substr(0, end);
    out += added->mark;
    out += text.substr(end);
  }

  static void change(Damage damage, std::string_view text, std::size_t marks, NoiseDraws& draws, std::string& out) {
    std::size_t left = draws.below(marks);
    for (std::size_t at = 0;;) {
      const Character character = first_character(text.substr(at));
      const Mark* mark = mark_of(character.code);
      if (mark == nullptr || left-- != 0) {
        at += character.bytes;
        continue;
      }
      out += text.substr(0, at);
      if (damage == Damage::replace) out += mark->others[draws.below(mark->others.size())];
      out += text.substr(at + character.bytes);
      return;
    }
  }

  const Damage kind_;
};

class PunctuationSpec final : public NoiseSpec {
 public:
  explicit PunctuationSpec(Damage kind) : kind_(kind) {}
  Result<MadeNoise> make(NoiseContext&) const override {
    return MadeNoise{std::make_unique<PunctuationOperator>(kind_)};
  }

 private:
  const Damage kind_;
};

std::unique_ptr<NoiseSpec> parse(NoiseReader& reader) {
  const auto kind = reader.one_of("kind", kNames, static_cast<std::size_t>(Damage::any));
  if (!kind.has_value()) return nullptr;
  return std::make_unique<PunctuationSpec>(static_cast<Damage>(*kind));
}

constexpr KeyRecord kKeys[] = {
    {"kind",
     "drop: a mark is left out; add: one comes behind a word; replace: another one stands in its place; any "
     "(the default): one of these that the text allows, each as often.",
     R"j({"enum": ["any", "drop", "add", "replace"]})j"},
};

}  // namespace

const NoiseKind& punctuation_noise() {
  static const NoiseKind kKind = {
      .record = {.name = "punctuation",
                 .summary = "A punctuation mark left out, added, or replaced by another.",
                 .source = "Marks are added as often as English has them: . 65.3, comma 61.6, ? 5.6, : 3.4, ! 3.3, "
                           "; 3.2 in 1,000 words (Cook, \"Standard punctuation and the punctuation of the street\", "
                           "2013). What replaces what, and the shares of \"any\", are our own choice.",
                 .example = R"j({"operator": "punctuation", "columns": ["comment"], "rate": 0.05, "kind": "drop"})j"},
      .family = "text",
      .types = TypeSet::texts(),
      .types_hint = "punctuation is in texts only: name a column of type string",
      .keys = kKeys,
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
