// Providers of the numbers that countries give to people (see identity_numbers.hpp): of one country, and of the row's.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>

#include "by_locale.hpp"
#include "identity_numbers.hpp"
#include "joined_table.hpp"
#include "serial_draw.hpp"
#include "serial_text.hpp"
#include "synthgen/provider/provider.hpp"
#include "value_count.hpp"

namespace synthgen {

/// The option of those that have a range of numbers that nobody has.
inline constexpr std::array<ProviderOption, 1> kRealisticNumber = {
    ProviderOption{.name = "realistic",
                   .meaning = "Numbers as they are given out, which somebody may have.",
                   .form = OptionForm::flag},
};

/// What a provider gives, and null where the row has no locale.
class WithLocale final : public Provider {
 public:
  WithLocale(std::unique_ptr<const Provider> provider, ColumnIndex locale)
      : provider_(std::move(provider)), locale_(locale) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    provider_->fill(evaluate, out);
    out.intersect_validity(evaluate.column(locale_));
  }

 private:
  const std::unique_ptr<const Provider> provider_;
  const ColumnIndex locale_;
};

/// Of one country. Errors SG2143 (unique, and more rows than numbers).
template <class Number>
Result<MadeProvider> make_number(const ProviderContext& context) {
  const bool realistic = context.flag("realistic");
  const std::uint64_t count = Number::count(realistic);
  Result<MadeProvider> made = make_serial_text(
      context, count, Number::kRoom,
      [realistic](std::uint64_t serial, TextPieces& pieces) { Number::write(realistic, serial, pieces); },
      !realistic && Number::count(true) > count ? realistic_has(Number::count(true)) : "ask for fewer rows");
  if (!made.ok()) return made;
  if (const std::optional<ColumnIndex> locale = context.row_locales().column; locale.has_value()) {
    made->provider = std::make_unique<const WithLocale>(std::move(made->provider), *locale);
  }
  return made;
}

/// Of the row's country.
template <class Us, class Gb, class Es, class De>
class NumberOfCountry final : public Provider {
 public:
  NumberOfCountry(SerialDraw draw, bool realistic, const RowLocales& row_locales)
      : draw_(std::move(draw)), realistic_(realistic), countries_(row_locales, &country_of) {}

  /// How many numbers each of the locales has at least.
  static std::uint64_t count(bool realistic, const RowLocales& row_locales) {
    std::uint64_t least = ~std::uint64_t{0};
    for (const std::size_t number : row_locales.numbers) {
      least = std::min(least, count_of(country_of(number), realistic));
    }
    return least;
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    draw_.fill_bits(evaluate, bits);
    const auto countries = countries_.of(evaluate);
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      if (countries.is_null(i)) {
        out.append_null();
        continue;
      }
      const Country country = countries[i];
      const std::uint64_t serial = draw_.serial(bits[i], count_of(country, realistic_));
      TextPieces pieces(out, kRoom);
      switch (country) {
        case Country::us:
          Us::write(realistic_, serial, pieces);
          break;
        case Country::gb:
          Gb::write(realistic_, serial, pieces);
          break;
        case Country::es:
          Es::write(realistic_, serial, pieces);
          break;
        case Country::de:
          De::write(realistic_, serial, pieces);
          break;
      }
      pieces.commit();
    }
  }

 private:
  enum class Country : unsigned char { us, gb, es, de };
  static constexpr std::size_t kRoom = std::max({Us::kRoom, Gb::kRoom, Es::kRoom, De::kRoom});

  static Country country_of(std::size_t locale) {
    const std::string_view code = locales()[locale].country;
    return code == "GB" ? Country::gb : code == "ES" ? Country::es : code == "DE" ? Country::de : Country::us;
  }
  static std::uint64_t count_of(Country country, bool realistic) {
    switch (country) {
      case Country::gb:
        return Gb::count(realistic);
      case Country::es:
        return Es::count(realistic);
      case Country::de:
        return De::count(realistic);
      case Country::us:
        break;
    }
    return Us::count(realistic);
  }

  const SerialDraw draw_;
  const bool realistic_;
  const ByLocale<Country> countries_;
};

/// Numbers has the template above; different countries' numbers must have different texts. Columns of one entity that
/// share them agree on "realistic" and "unique".
///
/// purpose  of the draw that they share, without its width: "person.national_id"
/// Errors SG2143 (unique, and more rows than numbers).
template <class Numbers>
Result<MadeProvider> make_number_of_country(const ProviderContext& context, std::string_view purpose, bool realistic,
                                            std::string hint) {
  static constexpr Name kAgreed[] = {"realistic", "unique"};
  const RowLocales& row_locales = context.row_locales();
  Result<SerialDraw> draw =
      SerialDraw::of_entity_draw(context, purpose, kAgreed, Numbers::count(realistic, row_locales), std::move(hint));
  if (!draw.ok()) return draw.diagnostics();
  MadeProvider made;
  made.unique = context.unique();
  made.provider = std::make_unique<const Numbers>(std::move(*draw), realistic, row_locales);
  return made;
}

}  // namespace synthgen
