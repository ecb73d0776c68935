// A price in the range of the product.
#include <cstring>

#include "commerce_facts.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {
namespace {

/// The hundredths of the fact as a decimal of two digits.
class PriceDecimal final : public Provider {
 public:
  explicit PriceDecimal(ColumnIndex prices) : prices_(prices) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const Column& prices = evaluate.column(prices_);
    out.reset(Type::decimal(2), prices.rows());
    std::memcpy(out.data<std::int64_t>(), prices.data<std::int64_t>(), prices.rows() * sizeof(std::int64_t));
    out.intersect_validity(prices);
  }

 private:
  const ColumnIndex prices_;
};

}  // namespace

const ProviderKind& commerce_price_provider() {
  static const FactKind* const kFacts[] = {&price_fact()};
  static constexpr Name kTopics[] = {"products"};
  static const ProviderKind kKind = {
      .record = {.name = "commerce.price",
                 .summary = "What the product costs, with two decimals, in the currency of the country.",
                 .source = "ranges in data/<locale>/products.txt; low prices are commoner, and most end in 99",
                 .example = R"({"provider": "commerce.price"})"},
      .type = Type::decimal(2),
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        Result<FactColumn> price = context.fact(price_fact());
        if (!price.ok()) return price.diagnostics();
        MadeProvider made;
        made.type = Type::decimal(2);
        made.provider = std::make_unique<const PriceDecimal>(price->column);
        return made;
      },
  };
  return kKind;
}

}  // namespace synthgen
