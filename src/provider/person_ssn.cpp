// A number in the form of a social security number of the USA.
#include "identity_providers.hpp"

namespace synthgen {

const ProviderKind& person_ssn_provider() {
  static constexpr Name kOnly[] = {"en_US"};
  static const ProviderKind kKind = {
      .record = {.name = "person.ssn",
                 .summary = "A number in the form of a US social security number with the area 666 or 900 to 999, "
                            "which are never given out, unless asked for others.",
                 .source = "Social Security Administration: SSN randomization; groups of ITIN left out (IRS)",
                 .example = R"({"provider": "person.ssn", "locale": "en_US"})"},
      .localized = true,
      .only = kOnly,
      .options = kRealisticNumber,
      .no_suffix = kUniqueStaysValid,
      .make = &make_number<Ssn>,
  };
  return kKind;
}

}  // namespace synthgen
