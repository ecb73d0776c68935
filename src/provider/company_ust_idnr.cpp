// The number of a German company for value added tax.
#include "company_tax.hpp"

namespace synthgen {

const ProviderKind& company_ust_idnr_provider() {
  static constexpr Name kOnly[] = {"de_DE"};
  static const ProviderKind kKind =
      tax_number_kind({.name = "company.ust_idnr",
                       .summary = "The German number for value added tax, with its check digit.",
                       .source = "USt-IdNr: ISO 7064, MOD 11,10",
                       .example = R"({"provider": "company.ust_idnr", "locale": "de_DE"})"},
                      TaxNumber::national, kOnly);
  return kKind;
}

}  // namespace synthgen
