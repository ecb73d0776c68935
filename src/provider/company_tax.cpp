#include "company_tax.hpp"

#include <algorithm>
#include <array>

#include "company_facts.hpp"
#include "joined_table.hpp"
#include "synthgen/base/permutation.hpp"
#include "text_pieces.hpp"
#include "value_count.hpp"

namespace synthgen {
namespace {

/// Spain: a letter by the kind of company, the province of the tax office 01 to 52, five digits, and a check that is a
/// digit for these kinds (Orden EHA/451/2008; the check as for the former CIF, Real Decreto 2402/1975).
void write_es(std::uint64_t serial, std::string_view letter, TextPieces& text) {
  const std::uint64_t number = (serial / 100'000 + 1) * 100'000 + serial % 100'000;
  int sum = 0;
  std::uint64_t rest = number;
  for (int place = 7; place >= 1; --place, rest /= 10) {
    const int digit = static_cast<int>(rest % 10);
    sum += place % 2 == 0 ? digit : digit < 5 ? 2 * digit : 2 * digit - 9;
  }
  text.add(letter);
  text.add_digits(number, 7);
  text.add(static_cast<char>('0' + (10 - sum % 10) % 10));
}

/// Germany: DE and nine digits, the last by ISO 7064, MOD 11,10; the first is not 0.
void write_de(std::uint64_t serial, TextPieces& text) {
  const std::uint64_t number = serial + 10'000'000;
  int product = 10;
  for (std::uint64_t unit = 10'000'000; unit > 0; unit /= 10) {
    int sum = (static_cast<int>(number / unit % 10) + product) % 10;
    if (sum == 0) sum = 10;
    product = 2 * sum % 11;
  }
  text.add("DE");
  text.add_digits(number, 8);
  text.add(static_cast<char>('0' + (11 - product) % 10));
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
  TaxText(const ProviderContext& context, TaxNumber form, std::optional<ColumnIndex> legal_form)
      : TaxText(context, context.row_locales(), form, legal_form) {}

 private:
  TaxText(const ProviderContext& context, const RowLocales& locales, TaxNumber form,
          std::optional<ColumnIndex> legal_form)
      : form_(form),
        draw_(context.entity_draw("company.tax_serial/64", kAgreed)),
        fewest_(fewest_numbers(locales)),
        legal_form_(legal_form),
        locale_(locales.column),
        only_(locales.numbers.front()) {
    if (context.unique()) places_.emplace(context.entity_stream("company.tax_serial permutation/64"), fewest_);
    for (const std::size_t number : locales.numbers) {
      of_[number] = {country_of(number), numbers_of(country_of(number)) / fewest_};
      if (of_[number].country != Country::es) continue;
      const JoinedTable forms(locales, "legal_forms");
      letters_.resize(forms.rows(), "B");
      for (const JoinedTable::Part& part : forms.parts()) {
        if (part.locale != number) continue;
        for (std::size_t row = 0; row < part.table->rows(); ++row) {
          letters_[part.base + row] = part.table->text(row, "tax_letter");
        }
      }
    }
  }

 public:
  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    const std::uint64_t* bits = draw_.of(evaluate);
    std::int64_t places[kBatchRows];
    if (places_.has_value()) places_->map(rows, places);
    const Column* forms = legal_form_.has_value() ? &evaluate.column(*legal_form_) : nullptr;
    const Column* numbers = locale_.has_value() ? &evaluate.column(*locale_) : nullptr;
    out.reset({TypeKind::string, 0}, rows.count);
    out.begin_texts();
    for (std::size_t i = 0; i < rows.count; ++i) {
      if (numbers != nullptr && numbers->is_null(i)) {
        out.append_null();
        continue;
      }
      const std::size_t locale =
          numbers == nullptr ? only_ : static_cast<std::size_t>(numbers->data<std::int64_t>()[i]);
      const Of of = of_[locale];
      const std::uint64_t place =
          places_.has_value() ? static_cast<std::uint64_t>(places[i]) : bounded(bits[i], fewest_);
      const std::uint64_t serial = place * of.stride;
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
  const EntityBits draw_;
  const std::uint64_t fewest_;
  std::optional<const Permutation> places_;
  const std::optional<ColumnIndex> legal_form_;
  const std::optional<ColumnIndex> locale_;
  const std::size_t only_;
  std::array<Of, kMostLocales> of_{};
  std::vector<std::string_view> letters_;  // by row of the joined legal forms
};

}  // namespace

std::span<const FactKind* const> tax_number_facts() {
  static const FactKind* const kFacts[] = {&legal_form_fact()};
  return kFacts;
}

Result<MadeProvider> make_tax_number(const ProviderContext& context, TaxNumber form) {
  const RowLocales& row_locales = context.row_locales();
  const std::uint64_t fewest = fewest_numbers(row_locales);
  if (context.unique() && static_cast<std::uint64_t>(context.table_rows()) > fewest) {
    return too_few_values(context, fewest, "ask for fewer rows");
  }
  std::optional<ColumnIndex> legal_form;
  for (const std::size_t number : row_locales.numbers) {
    if (country_of(number) != Country::es || legal_form.has_value()) continue;
    Result<FactColumn> column = context.fact(legal_form_fact());
    if (!column.ok()) return column.diagnostics();
    legal_form = column->column;
  }
  MadeProvider made;
  made.unique = context.unique();
  made.provider = std::make_unique<const TaxText>(context, form, legal_form);
  return made;
}

}  // namespace synthgen
