// The birth date of a person.
#include "copied.hpp"
#include "person_birth.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& person_birth_date_provider() {
  static const FactKind* const kFacts[] = {&birth_date_fact()};
  static constexpr Name kKeys[] = {"person.birth_date"};
  static const ProviderKind kKind = {
      .record = {.name = "person.birth_date",
                 .summary =
                     "A birth date: ages from 18 to 90, or min_age to max_age, as frequent as in the population.",
                 .source = "data/any_locale/ages.txt",
                 .example = R"({"provider": "person.birth_date", "min_age": 30, "max_age": 65})"},
      .type = {TypeKind::date, 0},
      .options = birth_date_options(),
      .keys = kKeys,
      .facts = kFacts,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        Result<FactColumn> date = birth_date_of(context);
        if (!date.ok()) return date.diagnostics();
        return copy_of_fact(*date);
      },
  };
  return kKind;
}

}  // namespace synthgen
