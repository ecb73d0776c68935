// Texts of the form of a SHA-256 hash.
#include "hex_digits.hpp"
#include "random_words.hpp"

namespace synthgen {

const ProviderKind& id_sha256_provider() {
  static const ProviderKind kKind = {
      .record = {.name = "id.sha256",
                 .summary = "64 hexadecimal digits, as a SHA-256 hash is written.",
                 .source = "random bits: the hash of nothing that is known",
                 .example = R"({"provider": "id.sha256"})"},
      .unique = true,
      .no_suffix = kUniqueStaysValid,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_random_text<2>(context, 64, [](const std::uint32_t* words, TextPieces& to) {
          for (int w = 0; w < 8; ++w) add_hex(words[w], 8, to);
        });
      },
  };
  return kKind;
}

}  // namespace synthgen
