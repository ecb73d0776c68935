// The number that foreigners have in Spain.
#include "identity_providers.hpp"

namespace synthgen {

const ProviderKind& person_nie_provider() {
  static constexpr Name kOnly[] = {"es_ES"};
  static const ProviderKind kKind = {
      .record = {.name = "person.nie",
                 .summary = "The number of a foreigner in Spain, such as Z9000000J: at the end of the last series, not "
                            "yet reached, unless asked for others.",
                 .source = "Orden INT/2058/2008; no range is kept for tests, the default one is our own choice",
                 .example = R"({"provider": "person.nie", "locale": "es_ES"})"},
      .localized = true,
      .only = kOnly,
      .options = kRealisticNumber,
      .no_suffix = kUniqueStaysValid,
      .make = &make_number<Nie>,
  };
  return kKind;
}

}  // namespace synthgen
