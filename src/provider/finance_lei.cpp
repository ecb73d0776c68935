// Legal entity identifiers.
#include "check_digits.hpp"
#include "serial_text.hpp"
#include "synthgen/base/permutation.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {
namespace {

constexpr std::string_view kCharacters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

void write(std::uint64_t serial, TextPieces& to) {
  // 9999 is the number of no issuer; the two zeros behind it are reserved.
  to.add("999900");
  for (int i = 0; i < 12; ++i) {
    to.add(kCharacters[serial % 36]);
    serial /= 36;
  }
  to.add_digits(mod97_10_digits(to.begin(), static_cast<std::size_t>(to.end() - to.begin())), 2);
}

}  // namespace

const ProviderKind& finance_lei_provider() {
  static const ProviderKind kKind = {
      .record = {.name = "finance.lei",
                 .summary = "A legal entity identifier with right check digits, of an issuer that does not exist.",
                 .source = "ISO 17442 and ISO 7064, mod 97-10",
                 .example = R"({"provider": "finance.lei"})"},
      .no_suffix = kUniqueStaysValid,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_serial_text(context, Permutation::kLargest, 24,
                                [](std::uint64_t serial, TextPieces& to) { write(serial, to); });
      },
  };
  return kKind;
}

}  // namespace synthgen
