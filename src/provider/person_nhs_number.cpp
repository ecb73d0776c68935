// A patient number of the National Health Service.
#include "identity_providers.hpp"

namespace synthgen {

const ProviderKind& person_nhs_number_provider() {
  static constexpr Name kOnly[] = {"en_GB"};
  static const ProviderKind kKind = {
      .record = {.name = "person.nhs_number",
                 .summary = "A patient number of the National Health Service with a valid check digit, of the range "
                            "999 that is kept for tests unless asked for others.",
                 .source = "NHS Data Dictionary: NHS number",
                 .example = R"({"provider": "person.nhs_number", "locale": "en_GB"})"},
      .localized = true,
      .only = kOnly,
      .options = kRealisticNumber,
      .no_suffix = kUniqueStaysValid,
      .make = &make_number<NhsNumber>,
  };
  return kKind;
}

}  // namespace synthgen
