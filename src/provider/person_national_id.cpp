// The number by which a country knows a person.
#include <fmt/format.h>

#include "identity_providers.hpp"

namespace synthgen {
namespace {

using NationalId = NumberOfCountry<Ssn, Nino, Dni, SteuerId>;

Result<MadeProvider> make(const ProviderContext& context) {
  const bool realistic = context.flag("realistic");
  return make_number_of_country<NationalId>(
      context, "person.national_id", realistic,
      realistic ? "ask for fewer rows"
                : fmt::format("\"realistic\": true has {} values; or ask for fewer rows",
                              NationalId::count(true, context.row_locales())));
}

}  // namespace

const ProviderKind& person_national_id_provider() {
  static constexpr Name kOnly[] = {"en_US", "en_GB", "es_ES", "de_DE"};
  static const ProviderKind kKind = {
      .record = {.name = "person.national_id",
                 .summary =
                     "The number by which the country knows a person: DNI in es_ES, Steuer-ID in de_DE, National "
                     "Insurance number in en_GB, a number in the form of an SSN in en_US.",
                 .source = "see person.dni, person.steuer_id, person.nino and person.ssn",
                 .example = R"({"provider": "person.national_id"})"},
      .localized = true,
      .only = kOnly,
      .options = kRealisticNumber,
      .no_suffix = kUniqueStaysValid,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
