// The category of a product.
#include "commerce_facts.hpp"
#include "listed.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& commerce_category_provider() {
  static const FactKind* const kFacts[] = {&product_fact()};
  static constexpr Name kTopics[] = {"products"};
  static const ProviderKind kKind = {
      .record = {.name = "commerce.category",
                 .summary = "The category in which a shop keeps the product.",
                 .source = "data/<locale>/products.txt",
                 .example = R"({"provider": "commerce.category"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_text_of_row(context, product_fact(), "products", "category");
      },
  };
  return kKind;
}

}  // namespace synthgen
