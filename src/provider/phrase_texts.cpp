// Texts of sentences.
#include "phrase_texts.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "draw_pieces.hpp"
#include "joined_table.hpp"

namespace synthgen {
namespace {

class PhraseTexts final : public Provider {
 public:
  PhraseTexts(const ProviderContext& context, std::string_view topic, PhraseCase letters, std::size_t phrases)
      : key_(context.stream("value/64")),
        locale_(context.row_locales().column),
        only_(context.row_locales().numbers.front()),
        phrases_(phrases) {
    for (const std::size_t number : context.row_locales().numbers) {
      const Locale& locale = locales()[number];
      const PhraseCase own = locale.language == "en" ? letters : PhraseCase::sentence;
      books_[number] = std::make_unique<const PhraseBook>(need_data(locale.name, "words"),
                                                          need_data(locale.name, topic), locale.language, own);
      draws_ = std::max(draws_, books_[number]->draws());
      longest_ = std::max(longest_, books_[number]->longest() + 1);
    }
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    const Column* numbers = locale_.has_value() ? &evaluate.column(*locale_) : nullptr;
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    DrawPieces pieces(key_, rows, evaluate.attempt(), phrases_ * draws_);
    while (pieces.next([&](std::size_t k) { return k / draws_ * PhraseBook::kMostDraws + k % draws_; })) {
      for (std::size_t i = 0; i < pieces.rows(); ++i) {
        const std::size_t row = pieces.first() + i;
        if (numbers != nullptr && numbers->is_null(row)) {
          out.append_null();
          continue;
        }
        const std::size_t locale =
            numbers == nullptr ? only_ : static_cast<std::size_t>(numbers->data<std::int64_t>()[row]);
        const PhraseBook& book = *books_[locale];
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
  const std::optional<ColumnIndex> locale_;
  const std::size_t only_;
  const std::size_t phrases_;
  std::array<std::unique_ptr<const PhraseBook>, kMostLocales> books_;  // by number of the locale
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
