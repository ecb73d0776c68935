// Numbers of periodicals.
#include "serial_text.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {
namespace {

void write(std::uint64_t serial, TextPieces& to) {
  to.add_digits(serial / 1000, 4);
  to.add('-');
  to.add_digits(serial % 1000, 3);
  std::uint64_t sum = 0;
  std::uint64_t rest = serial;
  for (std::uint64_t weight = 2; weight <= 8; ++weight, rest /= 10) sum += rest % 10 * weight;
  const std::uint64_t check = (11 - sum % 11) % 11;
  to.add(check == 10 ? 'X' : static_cast<char>('0' + check));
}

}  // namespace

const ProviderKind& id_issn_provider() {
  static const ProviderKind kKind = {
      .record = {.name = "id.issn",
                 .summary = "An ISSN of a periodical, with its check digit: 2049-3630.",
                 .source = "ISO 3297",
                 .example = R"({"provider": "id.issn"})"},

      .no_suffix = R"("unique": true makes them differ, and they stay valid)",
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_serial_text(context, 10'000'000, 16,
                                [](std::uint64_t serial, TextPieces& to) { write(serial, to); });
      },
  };
  return kKind;
}

}  // namespace synthgen
