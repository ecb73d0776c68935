// The website of a company.
#include "company_web.hpp"

namespace synthgen {

const ProviderKind& company_url_provider() {
  static constexpr Name kTopics[] = {"company_words", "company_patterns", "legal_forms", "industries", "cities"};
  static const ProviderKind kKind = {
      .record = {.name = "company.url",
                 .summary = "The address of the company's website: https://www.mueller-bau.example.",
                 .source = "RFC 3986, RFC 2606 (.example)",
                 .example = R"({"provider": "company.url"})"},
      .localized = true,
      .topics = kTopics,
      .options = kCompanyWebOptions,
      .keys = kCompanyWebKeys,
      .facts = company_web_facts(),

      .no_suffix = R"j(put a number into a "template", before the dot)j",
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_company_web(context, CompanyWeb::url);
      },
  };
  return kKind;
}

}  // namespace synthgen
