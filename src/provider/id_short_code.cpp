// Short codes that people can read out and type.
#include "serial_text.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {

const ProviderKind& id_short_code_provider() {
  static constexpr ProviderOption kOptions[] = {
      {.name = "length",
       .meaning = "How many characters.",
       .form = OptionForm::integer,
       .least = 3,
       .greatest = 12,
       .fallback = 8},
  };
  static const ProviderKind kKind = {
      .record = {.name = "id.short_code",
                 .summary = "A code that people can type, for vouchers and bookings: without I, L, O and U.",
                 .source = "the characters of Crockford's base 32",
                 .example = R"({"provider": "id.short_code", "length": 6})"},
      .options = kOptions,
      .no_suffix = kFormOfItsOwn,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        const std::int64_t length = context.integer("length");
        return make_serial_text(
            context, std::uint64_t{1} << (5 * length), 16,
            [length](std::uint64_t serial, TextPieces& to) {
              for (std::int64_t i = 0; i < length; ++i, serial >>= 5) {
                to.add("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[serial & 31]);
              }
            },
            "let \"length\" be larger");
      },
  };
  return kKind;
}

}  // namespace synthgen
