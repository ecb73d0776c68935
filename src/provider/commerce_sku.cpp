// A stock keeping unit: letters of the product's category and a number.
#include <string>

#include "commerce_facts.hpp"
#include "locale_serial.hpp"
#include "synthgen/expression/plain_text.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {
namespace {

constexpr std::size_t kLetters = 3;

/// The first letters of each category, in capitals, by row of the joined products; three bytes each.
std::string letters_of_categories(const RowLocales& row_locales) {
  const JoinedTable products(row_locales, "products");
  std::string letters;
  std::string plain;
  for (std::size_t row = 0; row < products.rows(); ++row) {
    plain.clear();
    append_ascii(products.text(row, "category"), locales()[products.part_of(row).locale].name, plain);
    std::size_t found = 0;
    for (const char c : plain) {
      const bool small = c >= 'a' && c <= 'z';
      if (found == kLetters || !(small || (c >= 'A' && c <= 'Z'))) continue;
      letters += small ? static_cast<char>(c - 'a' + 'A') : c;
      ++found;
    }
    letters.append(kLetters - found, 'X');
  }
  return letters;
}

Result<MadeProvider> make(const ProviderContext& context) {
  Result<FactColumn> product = context.fact(product_fact());
  if (!product.ok()) return product.diagnostics();
  return make_locale_serial(
      context, [](std::size_t) { return std::uint64_t{100'000'000}; }, kLetters + 1 + 8, product->column,
      [letters = letters_of_categories(context.row_locales())](std::size_t, std::uint64_t serial, std::int64_t of,
                                                               TextPieces& text) {
        text.add(std::string_view(letters).substr(static_cast<std::size_t>(of) * kLetters, kLetters));
        text.add('-');
        text.add_digits(serial, 8);
      });
}

}  // namespace

const ProviderKind& commerce_sku_provider() {
  static const FactKind* const kFacts[] = {&product_fact()};
  static constexpr Name kTopics[] = {"products"};
  static const ProviderKind kKind = {
      .record = {.name = "commerce.sku",
                 .summary = "A stock keeping unit: three letters of the product's category and eight digits.",
                 .source = "own form; there is no standard",
                 .example = R"({"provider": "commerce.sku"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .no_suffix = kFormOfItsOwn,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
