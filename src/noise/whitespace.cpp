// The operator `whitespace`: blanks too many, missing, or of another kind.
#include "damaged_texts.hpp"
#include "words.hpp"

namespace synthgen {
namespace {

/// In the order in which `any` draws among them: the first two need no second word.
enum class Blank : std::uint8_t { leading, trailing, doubled, missing, tab, no_break, any };
constexpr std::string_view kNames[] = {"leading", "trailing", "double", "missing", "tab", "nbsp", "any"};
constexpr std::size_t kWithOneWord = 2;
constexpr std::size_t kWithMoreWords = 6;

// Own choice: one stray blank at an end in five is two of them.
constexpr double kTwoBlanks = 0.2;

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

class WhitespaceOperator final : public NoiseOperator {
 public:
  explicit WhitespaceOperator(Blank kind) : kind_(kind) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    return damage_texts(batch, [this](std::size_t, std::string_view text, NoiseDraws& draws, std::string& out) {
      if (text.empty()) return false;
      Blank kind = kind_;
      const bool between = kind != Blank::leading && kind != Blank::trailing;
      const std::size_t words = between ? count_words(text) : 0;
      // Own choice: all that the text allows equally often.
      if (kind == Blank::any) kind = static_cast<Blank>(draws.below(words > 1 ? kWithMoreWords : kWithOneWord));
      if (kind == Blank::leading || kind == Blank::trailing) {
        const std::string_view blanks = draws.chance(kTwoBlanks) ? "  " : " ";
        if (kind == Blank::leading) out += blanks;
        out += text;
        if (kind == Blank::trailing) out += blanks;
        return true;
      }
      if (words < 2) return false;
      damage_gap(kind, text, draws.below(words - 1), out);
      return true;
    });
  }

 private:
  /// The blanks behind word number `index`.
  static void damage_gap(Blank kind, std::string_view text, std::size_t index, std::string& out) {
    const std::size_t begin = word_at(text, index).end;
    const std::string_view before = text.substr(0, begin);
    const std::string_view behind = text.substr(begin);
    const std::size_t one = first_character(behind).bytes;
    out += before;
    switch (kind) {
      case Blank::doubled:
        out += behind.substr(0, one);
        out += behind;
        break;
      case Blank::tab:
        out += '\t';
        out += behind.substr(one);
        break;
      case Blank::no_break:
        out += kNoBreakSpace;
        out += behind.substr(one);
        break;
      default: {
        Word next;
        next_word(behind, 0, next);
        out += behind.substr(next.begin);
      }
    }
  }

  const Blank kind_;
};

class WhitespaceSpec final : public NoiseSpec {
 public:
  explicit WhitespaceSpec(Blank kind) : kind_(kind) {}
  Result<MadeNoise> make(NoiseContext&) const override {
    return MadeNoise{std::make_unique<WhitespaceOperator>(kind_)};
  }

 private:
  const Blank kind_;
};

std::unique_ptr<NoiseSpec> parse(NoiseReader& reader) {
  const auto kind = reader.one_of("kind", kNames, static_cast<std::size_t>(Blank::any));
  if (!kind.has_value()) return nullptr;
  return std::make_unique<WhitespaceSpec>(static_cast<Blank>(*kind));
}

constexpr KeyRecord kKeys[] = {
    {"kind",
     "leading or trailing: a blank too many at an end, in one of five cases two; between two words of the text: "
     "double (one more), missing (the words run together), tab or nbsp (a tab, or a no-break space, in its "
     "place); any (the default): one of these that the text allows, each as often.",
     R"j({"enum": ["any", "leading", "trailing", "double", "missing", "tab", "nbsp"]})j"},
};

}  // namespace

const NoiseKind& whitespace_noise() {
  static const NoiseKind kKind = {
      .record = {.name = "whitespace",
                 .summary = "Blanks too many at the ends or between words, missing, or of another kind.",
                 .source =
                     "Words that run together are 13% of the misspellings in typed conversations (Kukich, "
                     "\"Techniques for automatically correcting words in text\", 1992); the shares of \"any\" are "
                     "our own choice.",
                 .example = R"j({"operator": "whitespace", "columns": ["name", "street"], "rate": 0.03})j"},
      .family = "text",
      .types = TypeSet::texts(),
      .types_hint = "blanks are in texts only: name a column of type string",
      .keys = kKeys,
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
