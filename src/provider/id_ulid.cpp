// ULIDs: 48 bits of time and 80 random ones, in Crockford's base 32.
#include "random_words.hpp"

namespace synthgen {

const ProviderKind& id_ulid_provider() {
  static constexpr ProviderOption kOptions[] = {kIdDays};
  static const ProviderKind kKind = {
      .record = {.name = "id.ulid",
                 .summary = "A ULID: 26 characters that sort by the time at which it was made.",
                 .source = "the ULID specification (github.com/ulid/spec)",
                 .example = R"({"provider": "id.ulid"})"},
      .unique = true,
      .options = kOptions,
      .no_suffix = kUniqueStaysValid,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_random_text<2>(context, 32,
                                   [times = IdTimes(context.reference_micros(), context.integer("days"))](
                                       const std::uint32_t* words, TextPieces& to) {
                                     static constexpr char kCharacters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
                                     const std::uint64_t time = times(words + 4);
                                     for (int shift = 45; shift >= 0; shift -= 5)
                                       to.add(kCharacters[(time >> shift) & 31]);
                                     const std::uint64_t high = std::uint64_t{words[0]} << 8 | (words[2] & 0xFF);
                                     const std::uint64_t low = std::uint64_t{words[1]} << 8 | (words[3] & 0xFF);
                                     for (int shift = 35; shift >= 0; shift -= 5)
                                       to.add(kCharacters[(high >> shift) & 31]);
                                     for (int shift = 35; shift >= 0; shift -= 5)
                                       to.add(kCharacters[(low >> shift) & 31]);
                                   });
      },
  };
  return kKind;
}

}  // namespace synthgen
