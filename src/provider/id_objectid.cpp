// Object identifiers of MongoDB: 32 bits of seconds and 64 random ones.
#include "hex_digits.hpp"
#include "random_words.hpp"

namespace synthgen {

const ProviderKind& id_objectid_provider() {
  static constexpr ProviderOption kOptions[] = {kIdDays};
  static const ProviderKind kKind = {
      .record = {.name = "id.objectid",
                 .summary = "A MongoDB ObjectId: 24 hexadecimal digits, of which the first eight tell the second.",
                 .source = "the BSON specification, ObjectId; its process number and counter are random",
                 .example = R"({"provider": "id.objectid"})"},
      .unique = true,
      .options = kOptions,
      .no_suffix = kUniqueStaysValid,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        return make_random_text<2>(context, 24,
                                   [times = IdTimes(context.reference_micros(), context.integer("days"))](
                                       const std::uint32_t* words, TextPieces& to) {
                                     add_hex(times(words + 4) / 1000, 8, to);
                                     add_hex(std::uint64_t{words[0]} << 32 | words[1], 16, to);
                                   });
      },
  };
  return kKind;
}

}  // namespace synthgen
