// The number of an identity card of Spain.
#include "identity_providers.hpp"

namespace synthgen {

const ProviderKind& person_dni_provider() {
  static constexpr Name kOnly[] = {"es_ES"};
  static const ProviderKind kKind = {
      .record = {.name = "person.dni",
                 .summary = "The number of a Spanish identity card, such as 90000001N: from 90,000,000 on, where none "
                            "is known to be given out, unless asked for others.",
                 .source = "Real Decreto 1553/2005; no range is kept for tests, the default one is our own choice",
                 .example = R"({"provider": "person.dni", "locale": "es_ES"})"},
      .localized = true,
      .only = kOnly,
      .options = kRealisticNumber,
      .no_suffix = kUniqueStaysValid,
      .make = &make_number<Dni>,
  };
  return kKind;
}

}  // namespace synthgen
