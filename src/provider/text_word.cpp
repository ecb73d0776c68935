// One word.
#include "synthgen/provider/provider.hpp"
#include "word_draws.hpp"

namespace synthgen {
namespace {

class Word final : public Provider {
 public:
  explicit Word(const ProviderContext& context)
      : key_(context.stream("value/64")),
        locale_(context.row_locales().column),
        only_(context.row_locales().numbers.front()),
        lists_(context.row_locales()) {}

  const CodedTexts& words() const { return lists_.words(); }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    out.reset(words().dictionary(), rows.count);
    auto* codes = out.data<std::int32_t>();
    if (!locale_.has_value()) {
      for (std::size_t i = 0; i < rows.count; ++i) codes[i] = lists_.code(only_, bits[i]);
      return;
    }
    const Column& numbers = evaluate.column(*locale_);
    for (std::size_t i = 0; i < rows.count; ++i) {
      codes[i] =
          numbers.is_null(i) ? 0 : lists_.code(static_cast<std::size_t>(numbers.data<std::int64_t>()[i]), bits[i]);
    }
    out.intersect_validity(numbers);
  }

 private:
  const StreamKey key_;
  const std::optional<ColumnIndex> locale_;
  const std::size_t only_;
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
