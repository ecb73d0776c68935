// Random UUIDs, version 4: 122 random bits and six fixed ones (RFC 9562, section 5.4).
#include <algorithm>
#include <array>
#include <cstring>

#include "synthgen/provider/provider.hpp"

namespace synthgen {
namespace {

class Uuid4 final : public Provider {
 public:
  explicit Uuid4(StreamKey key) : key_(key) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    out.reset({TypeKind::uuid, 0}, rows.count);
    auto* words = out.data<std::uint32_t>();
    draw_blocks(key_, rows, evaluate.attempt(), 0, words);
    // The four words stand little-endian, so byte 6 is in word 1 and byte 8 in word 2.
    for (std::size_t i = 0; i < rows.count; ++i) {
      words[4 * i + 1] = (words[4 * i + 1] & 0xFF0FFFFFU) | 0x00400000U;
      words[4 * i + 2] = (words[4 * i + 2] & 0xFFFFFF3FU) | 0x00000080U;
    }
  }

 private:
  const StreamKey key_;
};

}  // namespace

const ProviderKind& id_uuid4_provider() {
  static const ProviderKind kKind = {
      .record = {.name = "id.uuid4",
                 .summary = "A random UUID: a key that needs no counter and tells nothing.",
                 .source = "RFC 9562, section 5.4",
                 .example = R"({"provider": "id.uuid4"})"},
      .type = {TypeKind::uuid, 0},
      .unique = true,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        MadeProvider made;
        made.type = {TypeKind::uuid, 0};
        made.unique = true;
        made.provider = std::make_unique<const Uuid4>(context.stream("value/128"));
        return made;
      },
  };
  return kKind;
}

}  // namespace synthgen
