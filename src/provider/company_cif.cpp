// The tax number of a Spanish company.
#include "company_tax.hpp"

namespace synthgen {

const ProviderKind& company_cif_provider() {
  static constexpr Name kOnly[] = {"es_ES"};
  static const ProviderKind kKind = tax_number_kind(
      {.name = "company.cif",
       .summary =
           "The tax number of a Spanish company, NIF and formerly CIF: a letter by legal form and a check digit.",
       .source = "NIF: Orden EHA/451/2008",
       .example = R"({"provider": "company.cif", "locale": "es_ES"})"},
      TaxNumber::national, kOnly);
  return kKind;
}

}  // namespace synthgen
