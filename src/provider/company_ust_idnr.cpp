// The number of a German company for value added tax.
#include "company_tax.hpp"

namespace synthgen {

const ProviderKind& company_ust_idnr_provider() {
  static constexpr Name kOnly[] = {"de_DE"};
  static constexpr Name kTopics[] = {"industries", "legal_forms"};
  static const ProviderKind kKind = {
      .record = {.name = "company.ust_idnr",
                 .summary = "The German number for value added tax, with its check digit.",
                 .source = "USt-IdNr: ISO 7064, MOD 11,10",
                 .example = R"({"provider": "company.ust_idnr", "locale": "de_DE"})"},
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
