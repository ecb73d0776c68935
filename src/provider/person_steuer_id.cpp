// An identification number for taxes of Germany.
#include "identity_providers.hpp"

namespace synthgen {

const ProviderKind& person_steuer_id_provider() {
  static constexpr Name kOnly[] = {"de_DE"};
  static const ProviderKind kKind = {
      .record = {.name = "person.steuer_id",
                 .summary = "A German tax identification number with a valid check digit, one digit twice, of those "
                            "with a leading 0 that are kept for tests unless asked for others.",
                 .source = "§ 139b AO; Bundeszentralamt für Steuern; ISO/IEC 7064, mod 11,10",
                 .example = R"({"provider": "person.steuer_id", "locale": "de_DE"})"},
      .localized = true,
      .only = kOnly,
      .options = kRealisticNumber,
      .no_suffix = kUniqueStaysValid,
      .make = &make_number<SteuerId>,
  };
  return kKind;
}

}  // namespace synthgen
