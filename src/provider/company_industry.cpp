// The industry of a company.
#include "company_facts.hpp"
#include "listed.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& company_industry_provider() {
  static const FactKind* const kFacts[] = {&industry_fact()};
  static constexpr Name kTopics[] = {"industries"};
  static const ProviderKind kKind = {
      .record = {.name = "company.industry",
                 .summary = "The industry of the company, by the share of those who work in it.",
                 .source = "data/<locale>/industries.txt",
                 .example = R"({"provider": "company.industry"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_text_of_row(context, industry_fact(), "industries", "industry");
      },
  };
  return kKind;
}

}  // namespace synthgen
