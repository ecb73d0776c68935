// A color of an article.
#include "commerce_facts.hpp"
#include "listed.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& commerce_color_provider() {
  static const FactKind* const kFacts[] = {&color_fact()};
  static constexpr Name kTopics[] = {"colors"};
  static const ProviderKind kKind = {
      .record = {.name = "commerce.color",
                 .summary = "A color, in the language of the locale; common ones more often.",
                 .source = "data/<locale>/colors.txt",
                 .example = R"({"provider": "commerce.color"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_text_of_row(context, color_fact(), "colors", "color");
      },
  };
  return kKind;
}

}  // namespace synthgen
