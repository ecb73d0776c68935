// The name of a company.
#include "company_facts.hpp"
#include "copied.hpp"

namespace synthgen {

const ProviderKind& company_name_provider() {
  static const FactKind* const kFacts[] = {&company_name_fact()};
  static constexpr Name kTopics[] = {"company_words", "company_patterns", "legal_forms", "industries", "cities"};
  static const ProviderKind kKind = {
      .record = {.name = "company.name",
                 .summary = "The name of a company with its legal form, by patterns of the country and the industry.",
                 .source = "data/<locale>/company_patterns.txt and company_words.txt; no real company is meant",
                 .example = R"({"provider": "company.name"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        Result<FactColumn> name = context.fact(company_name_fact());
        if (!name.ok()) return name.diagnostics();
        return copy_of_fact(*name);
      },
  };
  return kKind;
}

}  // namespace synthgen
