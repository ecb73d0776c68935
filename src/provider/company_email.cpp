// A mailbox of a company.
#include "company_web.hpp"

namespace synthgen {

const ProviderKind& company_email_provider() {
  static constexpr Name kTopics[] = {"company_words", "company_patterns", "legal_forms",
                                     "industries",    "cities",           "company_mailboxes"};
  static const ProviderKind kKind = {
      .record = {.name = "company.email",
                 .summary = "A mailbox of the company at its domain: info@mueller-bau.example.",
                 .source = "RFC 5321, RFC 2606 (.example); data/<locale>/company_mailboxes.txt",
                 .example = R"({"provider": "company.email"})"},
      .localized = true,
      .topics = kTopics,
      .options = kCompanyWebOptions,
      .keys = kCompanyWebKeys,
      .facts = company_web_facts(),
      .entity_draws = true,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_company_web(context, CompanyWeb::email);
      },
  };
  return kKind;
}

}  // namespace synthgen
