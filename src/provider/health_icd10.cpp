// The code of a diagnosis.
#include "health_facts.hpp"
#include "listed.hpp"
#include "person_birth.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& health_icd10_provider() {
  static const FactKind* const kFacts[] = {&diagnosis_fact(), &birth_date_fact()};
  static constexpr Name kKeys[] = {"person.birth_date"};
  static constexpr Name kTopics[] = {"icd10"};
  static const ProviderKind kKind = {
      .record = {.name = "health.icd10",
                 .summary =
                     "A code of the country's version of ICD-10, of a condition that fits the person's gender and age.",
                 .source = "data/<locale>/icd10.txt",
                 .example = R"({"provider": "health.icd10"})"},
      .localized = true,
      .topics = kTopics,
      .options = birth_date_options(),
      .keys = kKeys,
      .facts = kFacts,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        Result<FactColumn> diagnosis = diagnosis_of(context);
        if (!diagnosis.ok()) return diagnosis.diagnostics();
        return make_text_of_row(context, diagnosis_fact(), "icd10", "code");
      },
  };
  return kKind;
}

}  // namespace synthgen
