// Legal entity identifiers.
#include "serial_text.hpp"
#include "synthgen/base/permutation.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {
namespace {

constexpr std::string_view kCharacters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

std::uint32_t after(std::uint32_t remainder, char c) {
  return c >= 'A' ? (remainder * 100 + static_cast<std::uint32_t>(c - 'A' + 10)) % 97
                  : (remainder * 10 + static_cast<std::uint32_t>(c - '0')) % 97;
}

void write(std::uint64_t serial, TextPieces& to) {
  // 9999 is the number of no issuer; the two zeros behind it are reserved.
  to.add("999900");
  for (int i = 0; i < 12; ++i) {
    to.add(kCharacters[serial % 36]);
    serial /= 36;
  }
  std::uint32_t remainder = 0;
  for (const char* c = to.begin(); c != to.end(); ++c) remainder = after(remainder, *c);
  to.add_digits(98 - remainder * 100 % 97, 2);
}

}  // namespace

const ProviderKind& finance_lei_provider() {
  static const ProviderKind kKind = {
      .record = {.name = "finance.lei",
                 .summary = "A legal entity identifier with right check digits, of an issuer that does not exist.",
                 .source = "ISO 17442 and ISO 7064, mod 97-10",
                 .example = R"({"provider": "finance.lei"})"},

      .no_suffix = R"("unique": true makes them differ, and they stay valid)",
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_serial_text(context, Permutation::kLargest, 24,
                                [](std::uint64_t serial, TextPieces& to) { write(serial, to); });
      },
  };
  return kKind;
}

}  // namespace synthgen
