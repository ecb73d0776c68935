#include "commerce_facts.hpp"

#include <charconv>

#include "joined_table.hpp"
#include "listed.hpp"

namespace synthgen {
namespace {

/// "129.99" as hundredths. REQUIRES: at most two decimals.
std::int64_t hundredths(std::string_view text) {
  const std::size_t point = text.find('.');
  std::string digits(text.substr(0, point));
  std::string_view decimals = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  assert(decimals.size() <= 2);
  digits += decimals;
  digits.append(2 - decimals.size(), '0');
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

/// Low prices are commoner than high ones, and most end as prices in shops do.
class Price final : public Provider {
 public:
  Price(const ProviderContext& context, ColumnIndex product)
      : key_(context.entity_stream("commerce.price/64")), product_(product) {
    const JoinedTable products(context.row_locales(), "products");
    for (std::size_t row = 0; row < products.rows(); ++row) {
      ranges_.push_back({hundredths(products.text(row, "low")), hundredths(products.text(row, "high"))});
    }
  }

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint64_t bits[kBatchRows];
    draw_bits64(key_, rows, evaluate.attempt(), 0, bits);
    const Column& products = evaluate.column(product_);
    out.reset({TypeKind::integer, 0}, rows.count);
    auto* prices = out.data<std::int64_t>();
    for (std::size_t i = 0; i < rows.count; ++i) {
      const Range range = ranges_[static_cast<std::size_t>(products.data<std::int64_t>()[i])];
      // The square of a uniform number in whole numbers: 2^-32 of its range is less than any price's hundredth.
      const std::uint64_t uniform = bits[i] >> 32;
      const std::uint64_t square = uniform * uniform >> 32;
      const auto width = static_cast<std::uint64_t>(range.high - range.low + 1);
      const std::int64_t drawn = range.low + static_cast<std::int64_t>(square * width >> 32);
      const std::int64_t ending = kEndings[bits[i] % 16];
      const std::int64_t price = ending < 0 ? drawn : drawn / 100 * 100 + ending;
      prices[i] = price < range.low || price > range.high ? drawn : price;
    }
    out.intersect_validity(products);
  }

 private:
  struct Range {
    std::int64_t low = 0;
    std::int64_t high = 0;
  };
  /// Eleven of sixteen prices end in 99, two in 95, one in 49, one in 00, and one as it was drawn.
  static constexpr std::int64_t kEndings[16] = {99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 95, 95, 49, 0, -1};
  const StreamKey key_;
  const ColumnIndex product_;
  std::vector<Range> ranges_;  // by row of the joined products
};

}  // namespace

const FactKind& product_fact() {
  static constexpr FactKind kFact = {.name = "commerce.product",
                                     .what = "product, by its place in the lists of the locales",
                                     .make = [](const ProviderContext& context) -> Result<MadeProvider> {
                                       return make_row_pick(context, "products", "weight", "commerce.product");
                                     }};
  return kFact;
}

const FactKind& price_fact() {
  static const FactKind* const kFacts[] = {&product_fact()};
  static const FactKind kFact = {.name = "commerce.price",
                                 .what = "price of a product, in hundredths",
                                 .facts = kFacts,
                                 .make = [](const ProviderContext& context) -> Result<MadeProvider> {
                                   Result<FactColumn> product = context.fact(product_fact());
                                   if (!product.ok()) return product.diagnostics();
                                   MadeProvider made;
                                   made.type = {TypeKind::integer, 0};
                                   made.provider = std::make_unique<const Price>(context, product->column);
                                   return made;
                                 }};
  return kFact;
}

const FactKind& color_fact() {
  static constexpr FactKind kFact = {.name = "commerce.color",
                                     .what = "color, by its place in the lists of the locales",
                                     .make = [](const ProviderContext& context) -> Result<MadeProvider> {
                                       return make_row_pick(context, "colors", "weight", "commerce.color");
                                     }};
  return kFact;
}

}  // namespace synthgen
