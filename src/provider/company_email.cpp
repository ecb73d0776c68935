// A mailbox of a company.
#include "company_web.hpp"

namespace synthgen {

const ProviderKind& company_email_provider() {
  static const ProviderKind kKind =
      company_web_kind({.name = "company.email",
                        .summary = "A mailbox of the company at its domain: info@mueller-bau.example.",
                        .source = "RFC 5321, RFC 2606 (.example); data/<locale>/company_mailboxes.txt",
                        .example = R"({"provider": "company.email"})"},
                       CompanyWeb::email);
  return kKind;
}

}  // namespace synthgen
