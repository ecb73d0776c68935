// The domain name of a company.
#include "company_web.hpp"

namespace synthgen {

const ProviderKind& company_domain_provider() {
  static const ProviderKind kKind =
      company_web_kind({.name = "company.domain",
                        .summary = "The domain name of the company, made of its name: mueller-bau.example.",
                        .source = "RFC 2606 (.example), RFC 1035 (labels)",
                        .example = R"({"provider": "company.domain"})"},
                       CompanyWeb::domain);
  return kKind;
}

}  // namespace synthgen
