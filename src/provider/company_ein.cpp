// The Employer Identification Number of a company of the United States.
#include "company_tax.hpp"

namespace synthgen {

const ProviderKind& company_ein_provider() {
  static constexpr Name kOnly[] = {"en_US"};
  static constexpr Name kTopics[] = {"industries", "legal_forms"};
  static const ProviderKind kKind = {
      .record = {.name = "company.ein",
                 .summary =
                     "An Employer Identification Number with a prefix that is in use; none are reserved for examples.",
                 .source = "EIN prefixes: Internal Revenue Service",
                 .example = R"({"provider": "company.ein"})"},
      .localized = true,
      .topics = kTopics,
      .only = kOnly,
      .facts = tax_number_facts(),
      .entity_draws = true,

      .no_suffix = R"("unique": true makes them differ, and they stay valid)",
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_tax_number(context, TaxNumber::national);
      },
  };
  return kKind;
}

}  // namespace synthgen
