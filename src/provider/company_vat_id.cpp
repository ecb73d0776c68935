// The number of a company for value added tax, with the country before it.
#include "company_tax.hpp"

namespace synthgen {

const ProviderKind& company_vat_id_provider() {
  static constexpr Name kOnly[] = {"en_GB", "es_ES", "de_DE"};
  static const ProviderKind kKind = tax_number_kind(
      {.name = "company.vat_id",
       .summary = "The company's number for value added tax, with the country before it: ESB12345674.",
       .source =
           "VAT number: modulus 97 of HM Revenue & Customs; NIF: Orden EHA/451/2008; USt-IdNr: ISO 7064, MOD 11,10",
       .example = R"({"provider": "company.vat_id", "locale": "en_GB"})"},
      TaxNumber::vat, kOnly);
  return kKind;
}

}  // namespace synthgen
