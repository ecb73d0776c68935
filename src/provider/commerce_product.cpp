// What an article is.
#include "commerce_facts.hpp"
#include "listed.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& commerce_product_provider() {
  static const FactKind* const kFacts[] = {&product_fact()};
  static constexpr Name kTopics[] = {"products"};
  static const ProviderKind kKind = {
      .record = {.name = "commerce.product",
                 .summary = "A product of everyday trade.",
                 .source = "data/<locale>/products.txt",
                 .example = R"({"provider": "commerce.product"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_text_of_row(context, product_fact(), "products", "product");
      },
  };
  return kKind;
}

}  // namespace synthgen
