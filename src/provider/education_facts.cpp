#include "education_facts.hpp"

#include "listed.hpp"

namespace synthgen {

const FactKind& university_fact() {
  static constexpr FactKind kFact = {.name = "education.university",
                                     .what = "university, by its place in the lists of the locales",
                                     .make = [](const ProviderContext& context) -> Result<MadeProvider> {
                                       return make_row_pick(context, "universities", "weight", "education.university");
                                     }};
  return kFact;
}

const FactKind& degree_fact() {
  static constexpr FactKind kFact = {.name = "education.degree",
                                     .what = "degree, by its place in the lists of the locales",
                                     .make = [](const ProviderContext& context) -> Result<MadeProvider> {
                                       return make_row_pick(context, "degrees", "weight", "education.degree");
                                     }};
  return kFact;
}

}  // namespace synthgen
