// Some words, one after the other, without grammar.
#include "draw_pieces.hpp"
#include "synthgen/provider/provider.hpp"
#include "text_pieces.hpp"
#include "word_draws.hpp"

namespace synthgen {
namespace {

constexpr std::int64_t kMostWords = 100;

class Words final : public Provider {
 public:
  Words(const ProviderContext& context, std::size_t count)
      : key_(context.stream("value/64")),
        count_(count),
        lists_(context.row_locales()),
        room_(count * (lists_.words().dictionary().longest() + 1)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    const auto lists = lists_.lists().of(evaluate);
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    DrawPieces draws(key_, rows, evaluate.attempt(), count_);
    while (draws.next([](std::size_t k) { return k; })) {
      for (std::size_t i = 0; i < draws.rows(); ++i) {
        const std::size_t row = draws.first() + i;
        if (lists.is_null(row)) {
          out.append_null();
          continue;
        }
        TextPieces text(out, room_);
        for (std::size_t k = 0; k < count_; ++k) {
          if (k > 0) text.add(' ');
          text.add_wide(lists_.words().text(lists[row](draws.draws(k)[i])));
        }
        text.commit();
      }
    }
  }

 private:
  const StreamKey key_;
  const std::size_t count_;
  const WordLists lists_;
  const std::size_t room_;
};

}  // namespace

const ProviderKind& text_words_provider() {
  static constexpr Name kTopics[] = {"words"};
  static constexpr ProviderOption kOptions[] = {{.name = "count",
                                                 .meaning = "How many words.",
                                                 .form = OptionForm::integer,
                                                 .least = 1,
                                                 .greatest = kMostWords,
                                                 .fallback = 3}};
  static const ProviderKind kKind = {
      .record = {.name = "text.words",
                 .summary = "Words with a space between them, in no order that makes sense.",
                 .source = "data/<locale>/words.txt",
                 .example = R"({"provider": "text.words", "count": 5})"},
      .localized = true,
      .topics = kTopics,
      .options = kOptions,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        MadeProvider made;
        made.provider = std::make_unique<const Words>(context, static_cast<std::size_t>(context.integer("count")));
        return made;
      },
  };
  return kKind;
}

}  // namespace synthgen
