// Identifiers that follow from a number in the way of a country: as serial_text.hpp, for rows of several locales.
#pragma once

#include <algorithm>
#include <array>
#include <memory>

#include "joined_table.hpp"
#include "serial_text.hpp"
#include "value_count.hpp"

namespace synthgen {

/// write(locale, serial, row, pieces) writes the text of a number below the count of the locale, with the value of
/// another column in the row where one is given (else 0); different numbers have different texts. It must not keep
/// state.
template <class Write>
class LocaleSerial final : public Provider {
 public:
  LocaleSerial(const ProviderContext& context, const std::array<std::uint64_t, kMostLocales>& counts,
               std::uint64_t fewest, std::size_t room, std::optional<ColumnIndex> beside, Write write)
      : key_(context.stream(context.unique() ? "value permutation/64" : "value/64")),
        counts_(counts),
        room_(room),
        beside_(beside),
        locale_(context.row_locales().column),
        only_(context.row_locales().numbers.front()),
        write_(std::move(write)) {
    if (context.unique()) places_ = std::make_unique<const Permutation>(key_, fewest);
    for (std::size_t locale = 0; locale < kMostLocales; ++locale) strides_[locale] = counts[locale] / fewest;
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    const Column* numbers = locale_.has_value() ? &evaluate.column(*locale_) : nullptr;
    const Column* beside = beside_.has_value() ? &evaluate.column(*beside_) : nullptr;
    std::uint64_t serials[kBatchRows];
    if (places_ != nullptr) {
      std::int64_t places[kBatchRows];
      places_->map(rows, places);
      for (std::size_t i = 0; i < rows.count; ++i) serials[i] = static_cast<std::uint64_t>(places[i]);
    } else {
      draw_bits64(key_, rows, evaluate.attempt(), 0, serials);
    }
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      if ((numbers != nullptr && numbers->is_null(i)) || (beside != nullptr && beside->is_null(i))) {
        out.append_null();
        continue;
      }
      const std::size_t locale =
          numbers == nullptr ? only_ : static_cast<std::size_t>(numbers->data<std::int64_t>()[i]);
      const std::uint64_t serial =
          places_ != nullptr ? serials[i] * strides_[locale] : bounded(serials[i], counts_[locale]);
      TextPieces pieces(out, room_);
      write_(locale, serial, beside == nullptr ? std::int64_t{0} : beside->data<std::int64_t>()[i], pieces);
      pieces.commit();
    }
  }

 private:
  const StreamKey key_;
  const std::array<std::uint64_t, kMostLocales> counts_;
  const std::size_t room_;
  const std::optional<ColumnIndex> beside_;
  const std::optional<ColumnIndex> locale_;
  const std::size_t only_;
  const Write write_;
  std::array<std::uint64_t, kMostLocales> strides_{};
  std::unique_ptr<const Permutation> places_;
};

/// count(locale)  how many texts a locale has, at most 2^62
/// room    bytes of the longest
/// beside  an integer column that `write` reads too
/// Errors SG2143 (unique, and more rows than texts).
template <class Count, class Write>
Result<MadeProvider> make_locale_serial(const ProviderContext& context, const Count& count, std::size_t room,
                                        std::optional<ColumnIndex> beside, Write write,
                                        std::string hint = "ask for fewer rows") {
  std::array<std::uint64_t, kMostLocales> counts{};
  std::uint64_t fewest = ~std::uint64_t{0};
  for (const std::size_t locale : context.row_locales().numbers) {
    counts[locale] = count(locale);
    fewest = std::min(fewest, counts[locale]);
  }
  if (context.unique() && static_cast<std::uint64_t>(context.table_rows()) > fewest) {
    return too_few_values(context, fewest, std::move(hint));
  }
  MadeProvider made;
  made.unique = context.unique();
  made.provider = std::make_unique<const LocaleSerial<Write>>(context, counts, fewest, room, beside, std::move(write));
  return made;
}

}  // namespace synthgen
