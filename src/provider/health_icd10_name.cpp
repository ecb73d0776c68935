// The name of a diagnosis.
#include "health_facts.hpp"
#include "listed.hpp"
#include "person_birth.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& health_icd10_name_provider() {
  static const FactKind* const kFacts[] = {&diagnosis_fact(), &birth_date_fact()};
  static constexpr Name kKeys[] = {"person.birth_date"};
  static constexpr Name kTopics[] = {"icd10"};
  static const ProviderKind kKind = {
      .record = {.name = "health.icd10_name",
                 .summary = "What the ICD-10 code stands for.",
                 .source = "data/<locale>/icd10.txt",
                 .example = R"({"provider": "health.icd10_name"})"},
      .localized = true,
      .topics = kTopics,
      .options = birth_date_options(),
      .keys = kKeys,
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        Result<FactColumn> diagnosis = diagnosis_of(context);
        if (!diagnosis.ok()) return diagnosis.diagnostics();
        return make_text_of_row(context, diagnosis_fact(), "icd10", "name");
      },
  };
  return kKind;
}

}  // namespace synthgen
