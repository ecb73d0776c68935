// Identifiers that follow from a number in the way of a country: as serial_text.hpp, for rows of several locales.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include "by_locale.hpp"
#include "serial_draw.hpp"
#include "text_pieces.hpp"

namespace synthgen {

/// How many numbers a locale has, and how far apart they are where every one of them is to differ.
struct LocaleSerials {
  std::uint64_t count = 0;
  std::uint64_t stride = 1;  ///< so that the numbers of a larger country are spread over all that it has
};

/// write(locale, serial, row, pieces) writes the text of a number below the count of the locale, with the value of
/// another column in the row where one is given (else 0); different numbers have different texts. It must not keep
/// state.
template <class Write>
class LocaleSerial final : public Provider {
 public:
  LocaleSerial(SerialDraw draw, ByLocale<LocaleSerials> all, std::size_t room, std::optional<ColumnIndex> beside,
               Write write)
      : draw_(std::move(draw)), all_(std::move(all)), room_(room), beside_(beside), write_(std::move(write)) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    const auto all = all_.of(evaluate);
    const Column* beside = beside_.has_value() ? &evaluate.column(*beside_) : nullptr;
    std::uint64_t bits[kBatchRows];
    draw_.fill_bits(evaluate, bits);
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      if (all.is_null(i) || (beside != nullptr && beside->is_null(i))) {
        out.append_null();
        continue;
      }
      const std::uint64_t serial = draw_.unique() ? bits[i] * all[i].stride : draw_.serial(bits[i], all[i].count);
      TextPieces pieces(out, room_);
      write_(all.locales()[i], serial, beside == nullptr ? std::int64_t{0} : beside->data<std::int64_t>()[i], pieces);
      pieces.commit();
    }
  }

 private:
  const SerialDraw draw_;
  const ByLocale<LocaleSerials> all_;
  const std::size_t room_;
  const std::optional<ColumnIndex> beside_;
  const Write write_;
};

/// count(locale)  how many texts a locale has, at most 2^62
/// room    bytes of the longest
/// beside  an integer column that `write` reads too
/// Errors SG2143 (unique, and more rows than texts).
template <class Count, class Write>
Result<MadeProvider> make_locale_serial(const ProviderContext& context, const Count& count, std::size_t room,
                                        std::optional<ColumnIndex> beside, Write write,
                                        std::string hint = "ask for fewer rows") {
  const RowLocales& row_locales = context.row_locales();
  std::uint64_t fewest = ~std::uint64_t{0};
  for (const std::size_t locale : row_locales.numbers) fewest = std::min(fewest, std::uint64_t{count(locale)});
  Result<SerialDraw> draw = SerialDraw::of(context, SerialOwner::column, "value", fewest, std::move(hint));
  if (!draw.ok()) return draw.diagnostics();
  ByLocale<LocaleSerials> all(row_locales, [&](std::size_t locale) {
    const std::uint64_t own = count(locale);
    return LocaleSerials{own, own / fewest};
  });
  MadeProvider made;
  made.unique = context.unique();
  made.provider =
      std::make_unique<const LocaleSerial<Write>>(std::move(*draw), std::move(all), room, beside, std::move(write));
  return made;
}

}  // namespace synthgen
