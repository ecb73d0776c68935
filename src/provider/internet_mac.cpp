// The hardware address of a network card.
#include "hex_digits.hpp"
#include "serial_text.hpp"
#include "synthgen/provider/provider.hpp"

namespace synthgen {
namespace {

constexpr Name kSeparators[] = {"colon", "hyphen", "none"};

/// Six bytes as pairs of digits. In the first one, bit 0 is of groups and bit 1 tells addresses that are given by hand
/// (IEEE 802-2014, section 8): so 46 bits are free.
struct WriteMac {
  std::uint32_t local = 2;
  char separator = ':';  // 0: none

  void operator()(std::uint64_t serial, TextPieces& pieces) const {
    const HexCase letters = separator == ':' ? HexCase::lower : HexCase::upper;
    for (int byte = 5; byte >= 0; --byte) {
      std::uint32_t value = static_cast<std::uint32_t>(serial >> (8 * byte)) & 0xFFU;
      if (byte == 5) value = ((value << 2) & 0xFCU) | local;
      if (byte < 5 && separator != 0) pieces.add(separator);
      add_hex_byte(value, pieces, letters);
    }
  }
};

Result<MadeProvider> make(const ProviderContext& context) {
  const std::string_view word = context.word("separator");
  const WriteMac write = {.local = context.flag("realistic") ? 0U : 2U,
                          .separator = word == "colon"    ? ':'
                                       : word == "hyphen" ? '-'
                                                          : '\0'};
  return make_serial_text(context, std::uint64_t{1} << 46, 17, write);
}

}  // namespace

const ProviderKind& internet_mac_provider() {
  static constexpr ProviderOption kOptions[] = {
      {.name = "separator",
       .meaning = "Between the bytes: 02:1a:…, in small letters; hyphen 02-1A-…; or none, 021A….",
       .form = OptionForm::word,
       .words = kSeparators},
      {.name = "realistic",
       .meaning = "true: as makers of cards have them, so it may be somebody's; false: of those given by hand."}};
  static const ProviderKind kKind = {
      .record = {.name = "internet.mac",
                 .summary = "The address of a network card, of those that are given by hand, so of no maker's.",
                 .source = "IEEE 802-2014, section 8: locally administered addresses of single stations",
                 .example = R"({"provider": "internet.mac"})"},
      .options = kOptions,
      .no_suffix = kUniqueStaysValid,
      .make = &make,
  };
  return kKind;
}

}  // namespace synthgen
