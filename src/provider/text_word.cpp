// One word.
#include "synthgen/provider/provider.hpp"
#include "word_draws.hpp"

namespace synthgen {
namespace {

class Word final : public Provider {
 public:
  explicit Word(const ProviderContext& context) : key_(context.stream("value/64")), lists_(context.row_locales()) {}

  const CodedTexts& words() const { return lists_.words(); }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    out.reset(words().dictionary(), rows.count);
    auto* codes = out.data<std::int32_t>();
    lists_.lists().each(
        evaluate, [&](std::size_t i, const WeightedList& list) { codes[i] = words().codes()[list(bits[i])]; },
        [&](std::size_t i) {
          codes[i] = 0;
          out.set_null(i);
        });
  }

 private:
  const StreamKey key_;
  const WordLists lists_;
};

}  // namespace

const ProviderKind& text_word_provider() {
  static constexpr Name kTopics[] = {"words"};
  static const ProviderKind kKind = {
      .record = {.name = "text.word",
                 .summary = "A noun, verb, adjective or adverb.",
                 .source = "data/<locale>/words.txt",
                 .example = R"({"provider": "text.word"})"},
      .localized = true,
      .topics = kTopics,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        auto word = std::make_unique<const Word>(context);
        MadeProvider made;
        made.dictionary = &word->words().dictionary();
        made.domain = word->words().domain();
        made.provider = std::move(word);
        return made;
      },
  };
  return kKind;
}

}  // namespace synthgen
