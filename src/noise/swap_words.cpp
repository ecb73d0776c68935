// The operator `swap_words`: two neighbouring words in the other order.
#include "damaged_texts.hpp"
#include "words.hpp"

namespace synthgen {
namespace {

class SwapWordsOperator final : public NoiseOperator {
 public:
  std::uint64_t apply(const NoiseBatch& batch) const override {
    return damage_texts(batch, [](std::size_t, std::string_view text, NoiseDraws& draws, std::string& out) {
      const std::size_t words = count_words(text);
      if (words < 2) return false;
      const Word first = word_at(text, draws.below(words - 1));
      Word second;
      next_word(text, first.end, second);
      out += text.substr(0, first.begin);
      out += text.substr(second.begin, second.end - second.begin);
      out += text.substr(first.end, second.begin - first.end);
      out += text.substr(first.begin, first.end - first.begin);
      out += text.substr(second.end);
      return true;
    });
  }
};

class SwapWordsSpec final : public NoiseSpec {
 public:
  Result<MadeNoise> make(NoiseContext&) const override { return MadeNoise{std::make_unique<SwapWordsOperator>()}; }
};

std::unique_ptr<NoiseSpec> parse(NoiseReader&) { return std::make_unique<SwapWordsSpec>(); }

}  // namespace

const NoiseKind& swap_words_noise() {
  static const NoiseKind kKind = {
      .record = {.name = "swap_words",
                 .summary = "Two neighbouring words of a text change places.",
                 .source = "As the word swap of the FEBRL generator (Christen & Pudjijono, \"Accurate synthetic "
                           "generation of realistic personal information\", 2009); every pair is as likely.",
                 .example = R"j({"operator": "swap_words", "columns": ["name"], "rate": 0.01})j"},
      .family = "text",
      .types = TypeSet::texts(),
      .types_hint = "words are in texts only: name a column of type string",
      .parse = &parse,
  };
  return kKind;
}

}  // namespace synthgen
