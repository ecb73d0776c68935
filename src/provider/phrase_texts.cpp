// Texts of sentences.
#include "phrase_texts.hpp"

#include <algorithm>
#include <cassert>

#include "by_locale.hpp"
#include "draw_pieces.hpp"

namespace synthgen {
namespace {

class PhraseTexts final : public Provider {
 public:
  PhraseTexts(const ProviderContext& context, std::string_view topic, PhraseCase letters, std::size_t phrases)
      : key_(context.stream("value/64")), phrases_(phrases), books_(context.row_locales(), [&](std::size_t number) {
          const Locale& locale = locales()[number];
          const PhraseCase own = locale.language == "en" ? letters : PhraseCase::sentence;
          return std::make_unique<const PhraseBook>(need_data(locale.name, "words"), need_data(locale.name, topic),
                                                    locale.language, own);
        }) {
    for (const std::unique_ptr<const PhraseBook>& book : books_.values()) {
      draws_ = std::max(draws_, book->draws());
      longest_ = std::max(longest_, book->longest() + 1);
    }
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    const auto books = books_.of(evaluate);
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    DrawPieces pieces(key_, rows, evaluate.attempt(), phrases_ * draws_);
    while (pieces.next([&](std::size_t k) { return k / draws_ * PhraseBook::kMostDraws + k % draws_; })) {
      for (std::size_t i = 0; i < pieces.rows(); ++i) {
        const std::size_t row = pieces.first() + i;
        if (books.is_null(row)) {
          out.append_null();
          continue;
        }
        const PhraseBook& book = *books[row];
        char* const begin = out.text_room(phrases_ * longest_);
        char* end = begin;
        for (std::size_t phrase = 0; phrase < phrases_; ++phrase) {
          if (phrase > 0) *end++ = ' ';
          end = book.write(pieces.draws(phrase * draws_) + i, pieces.stride(), end);
        }
        out.commit_text(static_cast<std::size_t>(end - begin));
      }
    }
  }

 private:
  const StreamKey key_;
  const std::size_t phrases_;
  const ByLocale<std::unique_ptr<const PhraseBook>> books_;
  std::size_t draws_ = 0;
  std::size_t longest_ = 0;
};

}  // namespace

Result<MadeProvider> make_phrase_texts(const ProviderContext& context, std::string_view topic, PhraseCase letters,
                                       std::size_t phrases) {
  MadeProvider made;
  made.provider = std::make_unique<const PhraseTexts>(context, topic, letters, phrases);
  return made;
}

}  // namespace synthgen
