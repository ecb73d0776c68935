// The domain name of a company.
#include "company_web.hpp"

namespace synthgen {

const ProviderKind& company_domain_provider() {
  static constexpr Name kTopics[] = {"company_words", "company_patterns", "legal_forms", "industries", "cities"};
  static const ProviderKind kKind = {
      .record = {.name = "company.domain",
                 .summary = "The domain name of the company, made of its name: mueller-bau.example.",
                 .source = "RFC 2606 (.example), RFC 1035 (labels)",
                 .example = R"({"provider": "company.domain"})"},
      .localized = true,
      .topics = kTopics,
      .options = kCompanyWebOptions,
      .keys = kCompanyWebKeys,
      .facts = company_web_facts(),

      .no_suffix = R"j(put a number into a "template", before the dot)j",
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_company_web(context, CompanyWeb::domain);
      },
  };
  return kKind;
}

}  // namespace synthgen
