// Numbers of periodicals.
#include "check_digits.hpp"
#include "digits.hpp"
#include "serial_text.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {
namespace {

void write(std::uint64_t serial, TextPieces& to) {
  char* const at = to.end();
  write_digits(serial, 7, at + 1);
  const char check = mod11_character(at + 1, 7);
  std::memmove(at, at + 1, 4);
  at[4] = '-';
  at[8] = check;
  to.advance(9);
}

}  // namespace

const ProviderKind& id_issn_provider() {
  static const ProviderKind kKind = {
      .record = {.name = "id.issn",
                 .summary = "An ISSN of a periodical, with its check digit: 2049-3630.",
                 .source = "ISO 3297",
                 .example = R"({"provider": "id.issn"})"},
      .no_suffix = kUniqueStaysValid,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_serial_text(context, 10'000'000, 16,
                                [](std::uint64_t serial, TextPieces& to) { write(serial, to); });
      },
  };
  return kKind;
}

}  // namespace synthgen
