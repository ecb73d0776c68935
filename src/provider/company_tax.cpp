#include "company_tax.hpp"

#include <algorithm>
#include <array>

#include "by_locale.hpp"
#include "check_digits.hpp"
#include "company_facts.hpp"
#include "joined_table.hpp"
#include "serial_draw.hpp"
#include "text_pieces.hpp"

namespace synthgen {
namespace {

/// Spain: a letter by the kind of company, the province of the tax office 01 to 52, five digits, and a check that is a
/// digit for these kinds (Orden EHA/451/2008; the check as for the former CIF, Real Decreto 2402/1975).
void write_es(std::uint64_t serial, std::string_view letter, TextPieces& text) {
  const std::uint64_t number = (serial / 100'000 + 1) * 100'000 + serial % 100'000;
  text.add(letter);
  text.add_digits(number, 7);
  text.add(luhn_digit(text.end() - 7, 7));
}

/// Germany: DE and nine digits, the last by ISO 7064, MOD 11,10; the first is not 0.
void write_de(std::uint64_t serial, TextPieces& text) {
  text.add("DE");
  text.add_digits(serial + 10'000'000, 8);
  text.add(mod11_10_digit(text.end() - 8, 8));
}

/// United Kingdom: GB, seven digits and two that make the sum, weighted with 8 to 2, a multiple of 97; in the newer of
/// the two series of HM Revenue & Customs 55 is added to the sum.
void write_gb(std::uint64_t serial, TextPieces& text) {
  const std::uint64_t number = serial / 2 + 1'000'000;
  std::uint64_t sum = serial % 2 == 0 ? 0 : 55;
  std::uint64_t rest = number;
  for (std::uint64_t weight = 2; weight <= 8; ++weight, rest /= 10) sum += weight * (rest % 10);
  text.add("GB");
  text.add_digits(number, 7);
  text.add_digits(97 - sum % 97, 2);
}

/// Prefixes of the Employer Identification Number: Internal Revenue Service, "How EINs are assigned and valid EIN
/// prefixes".
constexpr std::array<std::uint8_t, 83> kEinPrefixes = {
    1,  2,  3,  4,  5,  6,  10, 11, 12, 13, 14, 15, 16, 20, 21, 22, 23, 24, 25, 26, 27, 30, 31, 32, 33, 34, 35, 36,
    37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65,
    66, 67, 68, 71, 72, 73, 74, 75, 76, 77, 80, 81, 82, 83, 84, 85, 86, 87, 88, 90, 91, 92, 93, 94, 95, 98, 99};

void write_us(std::uint64_t serial, TextPieces& text) {
  text.add_digits(kEinPrefixes[serial / 10'000'000], 2);
  text.add('-');
  text.add_digits(serial % 10'000'000, 7);
}

enum class Country : unsigned char { us, gb, es, de };

Country country_of(std::size_t locale) {
  const std::string_view country = locales()[locale].country;
  return country == "GB" ? Country::gb : country == "ES" ? Country::es : country == "DE" ? Country::de : Country::us;
}

std::uint64_t numbers_of(Country country) {
  switch (country) {
    case Country::us:
      return kEinPrefixes.size() * 10'000'000;
    case Country::gb:
      return 18'000'000;
    case Country::es:
      return 5'200'000;
    case Country::de:
      return 90'000'000;
  }
  return 0;
}

/// How many different ones there are whatever the rows' locales.
std::uint64_t fewest_numbers(const RowLocales& locales) {
  std::uint64_t fewest = ~std::uint64_t{0};
  for (const std::size_t number : locales.numbers) fewest = std::min(fewest, numbers_of(country_of(number)));
  return fewest;
}

constexpr Name kAgreed[] = {"unique"};

class TaxText final : public Provider {
 public:
  TaxText(SerialDraw draw, const RowLocales& row_locales, TaxNumber form, std::optional<ColumnIndex> legal_form)
      : form_(form), draw_(std::move(draw)), legal_form_(legal_form), of_(row_locales, [this](std::size_t locale) {
          const Country country = country_of(locale);
          return Of{country, numbers_of(country) / draw_.count()};
        }) {
    for (const std::size_t number : row_locales.numbers) {
      if (country_of(number) != Country::es) continue;
      const JoinedTable forms(row_locales, "legal_forms");
      letters_.resize(forms.rows(), "B");
      for (const JoinedTable::Part& part : forms.parts()) {
        if (part.locale != number) continue;
        for (std::size_t row = 0; row < part.table->rows(); ++row) {
          letters_[part.base + row] = part.table->text(row, "tax_letter");
        }
      }
    }
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t serials[kBatchRows];
    draw_.fill(evaluate, serials);
    const Column* forms = legal_form_.has_value() ? &evaluate.column(*legal_form_) : nullptr;
    const auto countries = of_.of(evaluate);
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      if (countries.is_null(i)) {
        out.append_null();
        continue;
      }
      const Of of = countries[i];
      const std::uint64_t serial = serials[i] * of.stride;
      TextPieces text(out, kMostBytes);
      switch (of.country) {
        case Country::us:
          write_us(serial, text);
          break;
        case Country::gb:
          write_gb(serial, text);
          break;
        case Country::de:
          write_de(serial, text);
          break;
        case Country::es:
          if (form_ == TaxNumber::vat) text.add("ES");
          // Most companies are of limited liability, whose letter is B: so is one whose name does not tell its form.
          write_es(serial, forms->is_null(i) ? "B" : letters_[static_cast<std::size_t>(forms->data<std::int64_t>()[i])],
                   text);
          break;
      }
      text.commit();
    }
  }

 private:
  struct Of {
    Country country = Country::us;
    std::uint64_t stride = 1;  // so that the numbers of a larger country are spread over all that it has
  };
  static constexpr std::size_t kMostBytes = 16;
  const TaxNumber form_;
  const SerialDraw draw_;
  const std::optional<ColumnIndex> legal_form_;
  const ByLocale<Of> of_;
  std::vector<std::string_view> letters_;  // by row of the joined legal forms
};

Result<MadeProvider> make_tax_number(const ProviderContext& context, TaxNumber form) {
  const RowLocales& row_locales = context.row_locales();
  Result<SerialDraw> draw =
      SerialDraw::of_entity_draw(context, "company.tax_serial", kAgreed, fewest_numbers(row_locales));
  if (!draw.ok()) return draw.diagnostics();
  std::optional<ColumnIndex> legal_form;
  for (const std::size_t number : row_locales.numbers) {
    if (country_of(number) != Country::es || legal_form.has_value()) continue;
    Result<FactColumn> column = context.fact(legal_form_fact());
    if (!column.ok()) return column.diagnostics();
    legal_form = column->column;
  }
  MadeProvider made;
  made.unique = context.unique();
  made.provider = std::make_unique<const TaxText>(std::move(*draw), row_locales, form, legal_form);
  return made;
}

template <TaxNumber kForm>
Result<MadeProvider> make(const ProviderContext& context) {
  return make_tax_number(context, kForm);
}

}  // namespace

ProviderKind tax_number_kind(const Record& record, TaxNumber form, std::span<const Name> only) {
  static constexpr Name kTopics[] = {"industries", "legal_forms"};
  static const FactKind* const kFacts[] = {&legal_form_fact()};
  return {
      .record = record,
      .localized = true,
      .topics = kTopics,
      .only = only,
      .facts = kFacts,
      .entity_draws = true,
      .no_suffix = kUniqueStaysValid,
      .make = form == TaxNumber::vat ? &make<TaxNumber::vat> : &make<TaxNumber::national>,
  };
}

}  // namespace synthgen
