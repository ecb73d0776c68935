// The code of a diagnosis.
#include "health_facts.hpp"
#include "listed.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& health_icd10_provider() {
  static const FactKind* const kFacts[] = {&diagnosis_fact()};
  static constexpr Name kTopics[] = {"icd10"};
  static const ProviderKind kKind = {
      .record = {.name = "health.icd10",
                 .summary =
                     "A code of the country's version of ICD-10, of a condition that the person's gender can have.",
                 .source = "data/<locale>/icd10.txt",
                 .example = R"({"provider": "health.icd10"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_text_of_row(context, diagnosis_fact(), "icd10", "code");
      },
  };
  return kKind;
}

}  // namespace synthgen
