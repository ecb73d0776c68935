// An article number of 8 digits.
#include "ean.hpp"

namespace synthgen {

const ProviderKind& commerce_ean8_provider() {
  static constexpr ProviderOption kOptions[] = {
      {"realistic", "Prefixes of the country's GS1 organisation instead of those for use within a company."},
  };
  static const ProviderKind kKind = {
      .record = {.name = "commerce.ean8",
                 .summary =
                     "An article number of 8 digits with its check digit, in the range for use within a company.",
                 .source = "GS1 General Specifications, section 7.9; GS1 company prefixes",
                 .example = R"({"provider": "commerce.ean8"})"},
      .localized = true,
      .localized_with = "realistic",
      .options = kOptions,
      .no_suffix = kUniqueStaysValid,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> { return make_ean(context, 8); },
  };
  return kKind;
}

}  // namespace synthgen
