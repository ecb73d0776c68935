// The number of a passport.
#include "identity_providers.hpp"

namespace synthgen {

const ProviderKind& person_passport_number_provider() {
  static constexpr Name kOnly[] = {"en_US", "en_GB", "es_ES", "de_DE"};
  static const ProviderKind kKind = {
      .record = {.name = "person.passport_number",
                 .summary =
                     "The number of a passport in the form of the country; no country keeps a range for tests, so "
                     "it may be somebody's.",
                 .source = "forms: the issuing offices, as of 2021; ICAO Doc 9303",
                 .example = R"({"provider": "person.passport_number"})"},
      .localized = true,
      .only = kOnly,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_number_of_country<NumberOfCountry<UsPassport, GbPassport, EsPassport, DePassport>>(
            context, "person.passport_number", true, "ask for fewer rows");
      },
  };
  return kKind;
}

}  // namespace synthgen
