// The operator `case`: capitals where small letters belong, and the other way round.
#include "damaged_texts.hpp"
#include "synthgen/base/characters.hpp"
#include "synthgen/base/letter_case.hpp"

namespace synthgen {
namespace {

enum class To : std::uint8_t { swap, upper, lower, title, first };
constexpr std::string_view kNames[] = {"swap", "upper", "lower", "title", "first"};

constexpr auto kSwapped = [](std::uint32_t code) {
  const std::uint32_t lower = lower_of(code);
  return lower != code ? lower : upper_of(code);
};
constexpr auto kUpper = [](std::uint32_t code) { return upper_of(code); };
constexpr auto kLower = [](std::uint32_t code) { return lower_of(code); };

class CaseOperator final : public NoiseOperator {
 public:
  explicit CaseOperator(To to) : to_(to) {}

  std::uint64_t apply(const NoiseBatch& batch) const override {
    return damage_texts(batch, [this](std::size_t, std::string_view text, NoiseDraws&, std::string& out) {
      switch (to_) {
        case To::swap:
          return map(text, out, kSwapped);
        case To::upper:
          return map(text, out, kUpper);
        case To::lower:
          return map(text, out, kLower);
        case To::title: {
          bool inside = false;
          return map(text, out, [&inside](std::uint32_t code) {
            const bool word = is_word_character(code);
            const std::uint32_t to = word && !inside ? title_of(code) : lower_of(code);
            inside = word;
            return to;
          });
        }
        case To::first: {
          bool found = false;
          return map(text, out, [&found](std::uint32_t code) {
            const std::uint32_t lower = lower_of(code);
            if (found) return lower;
            const std::uint32_t title = title_of(code);
            found = title != code || lower != code;
            return title;
          });
        }
      }
      return false;
    });
  }

 private:
  /// False where nothing differs: another draw would not help.
  template <class Map>
  static bool map(std::string_view text, std::string& out, const Map& of) {
    // No letter takes more than one and a half times the bytes in its other case.
    out.resize(2 * text.size());
    std::size_t used = 0;
    bool changed = false;
    for (std::size_t at = 0; at < text.size();) {
      const Character character = first_character(text.substr(at));
      const std::uint32_t to = of(character.code);
      changed = changed || to != character.code;
      used += put_character(to, out.data() + used);
      at += character.bytes;
    }
    out.resize(used);
    return changed;
  }

  const To to_;
};

class CaseSpec final : public NoiseSpec {
 public:
  explicit CaseSpec(To to) : to_(to) {}
  Result<MadeNoise> make(NoiseContext&) const override { return MadeNoise{std::make_unique<CaseOperator>(to_)}; }

 private:
  const To to_;
};

std::unique_ptr<NoiseSpec> parse(NoiseReader& reader) {
  const auto to = reader.one_of("to", kNames, 0);
  if (!to.has_value()) return nullptr;
  return std::make_unique<CaseSpec>(static_cast<To>(*to));
}

constexpr KeyRecord kKeys[] = {
    {"to",
     "What becomes of the letters: swap (the default; upper case becomes lower case and the other way round, as with "
     "the caps lock on), upper, lower, title (each word begins with a capital) or first (only the first letter "
     "of the text is a capital). Letters of any script; characters without case stay.",
     R"j({"enum": ["swap", "upper", "lower", "title", "first"]})j"},
};

}  // namespace

const NoiseKind& case_noise() {
  static const NoiseKind kKind = {
      .record = {.name = "case",
                 .summary = "Letters in the wrong case, as with the caps lock on.",
                 .source = "Unicode's simple case mappings, without a locale. The default swap is our own choice.",
                 .example = R"j({"operator": "case", "columns": ["last_name"], "rate": 0.02, "to": "upper"})j"},
      .family = "text",
      .types = TypeSet::texts(),
      .types_hint = "letters are in texts only: name a column of type string",
      .keys = kKeys,
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
