// The number by which the country's tax office knows a company.
#include "company_tax.hpp"

namespace synthgen {

const ProviderKind& company_tax_id_provider() {
  static const ProviderKind kKind = tax_number_kind(
      {.name = "company.tax_id",
       .summary = "The tax number of the company, check digit included: EIN, VAT number, NIF or USt-IdNr by country.",
       .source = "EIN prefixes: Internal Revenue Service; VAT number: modulus 97 of HM Revenue & Customs; NIF: "
                 "Orden EHA/451/2008; USt-IdNr: ISO 7064, MOD 11,10",
       .example = R"({"provider": "company.tax_id"})"},
      TaxNumber::national);
  return kKind;
}

}  // namespace synthgen
