// Nano IDs: 21 characters of 64, 126 random bits.
#include "random_words.hpp"

namespace synthgen {

const ProviderKind& id_nanoid_provider() {
  static const ProviderKind kKind = {
      .record = {.name = "id.nanoid",
                 .summary = "A Nano ID: 21 random characters that need no quoting in a URL.",
                 .source = "the form of Nano ID (github.com/ai/nanoid)",
                 .example = R"({"provider": "id.nanoid"})"},
      .unique = true,
      .no_suffix = kUniqueStaysValid,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_random_text<1>(context, 24, [](const std::uint32_t* words, TextPieces& to) {
          static constexpr char kCharacters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-";
          std::uint64_t bits = std::uint64_t{words[0]} << 32 | words[1];
          for (int i = 0; i < 10; ++i, bits >>= 6) to.add(kCharacters[bits & 63]);
          // Four bits are left over of either: six of the eight make the last character.
          std::uint64_t more = std::uint64_t{words[2]} << 32 | words[3];
          for (int i = 0; i < 10; ++i, more >>= 6) to.add(kCharacters[more & 63]);
          to.add(kCharacters[(bits & 15) << 2 | (more & 3)]);
        });
      },
  };
  return kKind;
}

}  // namespace synthgen
