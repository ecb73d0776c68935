// The website of a company.
#include "company_web.hpp"

namespace synthgen {

const ProviderKind& company_url_provider() {
  static const ProviderKind kKind =
      company_web_kind({.name = "company.url",
                        .summary = "The address of the company's website: https://www.mueller-bau.example.",
                        .source = "RFC 3986, RFC 2606 (.example)",
                        .example = R"({"provider": "company.url"})"},
                       CompanyWeb::url);
  return kKind;
}

}  // namespace synthgen
