// The tax number of a Spanish company.
#include "company_tax.hpp"

namespace synthgen {

const ProviderKind& company_cif_provider() {
  static constexpr Name kOnly[] = {"es_ES"};
  static constexpr Name kTopics[] = {"industries", "legal_forms"};
  static const ProviderKind kKind = {
      .record =
          {.name = "company.cif",
           .summary =
               "The tax number of a Spanish company, NIF and formerly CIF: a letter by legal form and a check digit.",
           .source = "NIF: Orden EHA/451/2008",
           .example = R"({"provider": "company.cif", "locale": "es_ES"})"},
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
