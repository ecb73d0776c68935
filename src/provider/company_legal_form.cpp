// The legal form of a company, as it stands at the end of its name.
#include "company_facts.hpp"
#include "listed.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& company_legal_form_provider() {
  static const FactKind* const kFacts[] = {&legal_form_fact()};
  static constexpr Name kTopics[] = {"industries", "legal_forms"};
  static const ProviderKind kKind = {
      .record =
          {.name = "company.legal_form",
           .summary =
               "The legal form with which the name of the company ends; null where a bound name ends with none (\"SL\" "
               "is S.L.).",
           .source = "data/<locale>/legal_forms.txt",
           .example = R"({"provider": "company.legal_form"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_text_of_row(context, legal_form_fact(), "legal_forms", "form");
      },
  };
  return kKind;
}

}  // namespace synthgen
