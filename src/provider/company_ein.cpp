// The Employer Identification Number of a company of the United States.
#include "company_tax.hpp"

namespace synthgen {

const ProviderKind& company_ein_provider() {
  static constexpr Name kOnly[] = {"en_US"};
  static const ProviderKind kKind = tax_number_kind(
      {.name = "company.ein",
       .summary = "An Employer Identification Number with a prefix that is in use; none are reserved for examples.",
       .source = "EIN prefixes: Internal Revenue Service",
       .example = R"({"provider": "company.ein"})"},
      TaxNumber::national, kOnly);
  return kKind;
}

}  // namespace synthgen
