// Numbers of mobile telephones.
#include "check_digits.hpp"
#include "digits.hpp"
#include "serial_text.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& id_imei_provider() {
  static constexpr ProviderOption kOptions[] = {
      {.name = "realistic", .meaning = "Numbers that begin as those of phones do, with 35, in place of test numbers."},
  };
  static const ProviderKind kKind = {
      .record = {.name = "id.imei",
                 .summary = "An IMEI of a telephone with its check digit, of those set apart for tests (00…).",
                 .source = "3GPP TS 23.003; GSMA TS.06: 00 is the reporting body of test numbers",
                 .example = R"({"provider": "id.imei"})"},
      .options = kOptions,
      .no_suffix = kUniqueStaysValid,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_serial_text(context, power_of_ten(12), 48,
                                [body = context.flag("realistic") ? std::uint64_t{35'000'000'000'000} : 0](
                                    std::uint64_t serial, TextPieces& to) {
                                  char* const at = to.end();
                                  write_digits(body + serial, 14, at);
                                  at[14] = luhn_digit(at, 14);
                                  to.advance(15);
                                });
      },
  };
  return kKind;
}

}  // namespace synthgen
