// A family name that is common in the country.
#include "copied.hpp"
#include "person_facts.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& person_last_name_provider() {
  static const FactKind* const kFacts[] = {&last_name_fact()};
  static constexpr Name kTopics[] = {"family"};
  static const ProviderKind kKind = {
      .record = {.name = "person.last_name",
                 .summary = "A family name, as frequent as in the country; in es_ES the first of the two.",
                 .source = "data/<locale>/family.txt names the statistics",
                 .example = R"({"provider": "person.last_name"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        Result<FactColumn> name = context.fact(last_name_fact());
        if (!name.ok()) return name.diagnostics();
        return copy_of_fact(*name);
      },
  };
  return kKind;
}

}  // namespace synthgen
