// A first name that is common in the country, and that fits the gender.
#include "copied.hpp"
#include "person_facts.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {
namespace {

Result<MadeProvider> make(const ProviderContext& context) {
  Result<FactColumn> name = context.fact(first_name_fact());
  if (!name.ok()) return name.diagnostics();
  return copy_of_fact(*name);
}

}  // namespace

const ProviderKind& person_first_name_provider() {
  static const FactKind* const kFacts[] = {&first_name_fact()};
  static constexpr Name kTopics[] = {"given_female", "given_male"};
  static const ProviderKind kKind = {
      .record = {.name = "person.first_name",
                 .summary = "A first name, as frequent as in the country, that fits the entity's gender.",
                 .source = "data/<locale>/given_female.txt and given_male.txt name the statistics",
                 .example = R"({"provider": "person.first_name"})"},
      .localized = true,
      .topics = kTopics,
      .facts = kFacts,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
