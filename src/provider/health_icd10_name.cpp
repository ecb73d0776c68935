// The name of a diagnosis.
#include "health_facts.hpp"
#include "listed.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& health_icd10_name_provider() {
  static const FactKind* const kFacts[] = {&diagnosis_fact()};
  static constexpr Name kTopics[] = {"icd10"};
  static const ProviderKind kKind = {
      .record = {.name = "health.icd10_name",
                 .summary = "What the ICD-10 code stands for.",
                 .source = "data/<locale>/icd10.txt",
                 .example = R"({"provider": "health.icd10_name"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_text_of_row(context, diagnosis_fact(), "icd10", "name");
      },
  };
  return kKind;
}

}  // namespace synthgen
