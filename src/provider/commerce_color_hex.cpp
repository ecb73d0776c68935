// The color of an article as a number.
#include "commerce_facts.hpp"
#include "listed.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& commerce_color_hex_provider() {
  static const FactKind* const kFacts[] = {&color_fact()};
  static constexpr Name kTopics[] = {"colors"};
  static const ProviderKind kKind = {
      .record = {.name = "commerce.color_hex",
                 .summary = "The color as # and six hexadecimal digits: red, green, blue.",
                 .source = "data/<locale>/colors.txt, near the names of CSS Color Module Level 4",
                 .example = R"({"provider": "commerce.color_hex"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_text_of_row(context, color_fact(), "colors", "hex");
      },
  };
  return kKind;
}

}  // namespace synthgen
