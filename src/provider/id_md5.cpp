// Texts of the form of an MD5 hash.
#include "hex_digits.hpp"
#include "random_words.hpp"

namespace synthgen {

const ProviderKind& id_md5_provider() {
  static const ProviderKind kKind = {
      .record = {.name = "id.md5",
                 .summary = "32 hexadecimal digits, as an MD5 hash is written.",
                 .source = "random bits: the hash of nothing that is known",
                 .example = R"({"provider": "id.md5"})"},
      .unique = true,
      .no_suffix = kUniqueStaysValid,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_random_text<1>(context, 32, [](const std::uint32_t* words, TextPieces& to) {
          for (int w = 0; w < 4; ++w) add_hex(words[w], 8, to);
        });
      },
  };
  return kKind;
}

}  // namespace synthgen
