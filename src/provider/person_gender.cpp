// The gender of a person, as a letter.
#include "listed.hpp"
#include "person_facts.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {
namespace {

Result<MadeProvider> make(const ProviderContext& context) {
  Result<FactColumn> gender = context.fact(gender_fact());
  if (!gender.ok()) return gender.diagnostics();
  return make_text_by_number(gender->column, {"F", "M", "X"});
}

}  // namespace

const ProviderKind& person_gender_provider() {
  static const FactKind* const kFacts[] = {&gender_fact()};
  static const ProviderKind kKind = {
      .record = {.name = "person.gender",
                 .summary = "F or M, as the first name is; X where the entity's gender is bound to neither.",
                 .source = "shares of the population: World Bank, population, female, 2022",
                 .example = R"({"provider": "person.gender"})"},
      .facts = kFacts,
      .no_suffix = kFormOfItsOwn,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
