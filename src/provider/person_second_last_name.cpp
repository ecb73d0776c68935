// The second family name of a person in Spain.
#include "copied.hpp"
#include "person_facts.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& person_second_last_name_provider() {
  static const FactKind* const kFacts[] = {&second_last_name_fact()};
  static constexpr Name kTopics[] = {"family"};
  static constexpr Name kOnly[] = {"es_ES"};
  static const ProviderKind kKind = {
      .record = {.name = "person.second_last_name",
                 .summary = "The second family name, as people in Spain have it, drawn apart from the first.",
                 .source = "data/es_ES/family.txt names the statistics",
                 .example = R"({"provider": "person.second_last_name", "locale": "es_ES"})"},
      .localized = true,
      .topics = kTopics,
      .only = kOnly,
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        Result<FactColumn> name = context.fact(second_last_name_fact());
        if (!name.ok()) return name.diagnostics();
        return copy_of_fact(*name);
      },
  };
  return kKind;
}

}  // namespace synthgen
