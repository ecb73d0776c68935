// A National Insurance number of the United Kingdom.
#include "identity_providers.hpp"

namespace synthgen {

const ProviderKind& person_nino_provider() {
  static constexpr Name kOnly[] = {"en_GB"};
  static const ProviderKind kKind = {
      .record = {.name = "person.nino",
                 .summary = "A National Insurance number, such as QQ123456C: QQ stands in the examples of HMRC and "
                            "before no real number, unless asked for others.",
                 .source = "HMRC, National Insurance Manual NIM39110",
                 .example = R"({"provider": "person.nino", "locale": "en_GB"})"},
      .localized = true,
      .only = kOnly,
      .options = kRealisticNumber,
      .no_suffix = kUniqueStaysValid,
      .make = &make_number<Nino>,
  };
  return kKind;
}

}  // namespace synthgen
