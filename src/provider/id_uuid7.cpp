// UUIDs that begin with the time, version 7 (RFC 9562, section 5.7).
#include "random_words.hpp"

namespace synthgen {
namespace {

class Uuid7 final : public Provider {
 public:
  Uuid7(StreamKey key, IdTimes times) : key_(key), times_(times) {}

  void fill(Evaluate& evaluate, Column& out) const override {
    const RowSet rows = evaluate.rows();
    std::uint32_t moments[4 * kBatchRows];
    draw_blocks(key_, rows, evaluate.attempt(), 1, moments);
    out.reset({TypeKind::uuid, 0}, rows.count);
    draw_blocks(key_, rows, evaluate.attempt(), 0, out.data<std::uint32_t>());
    for (std::size_t i = 0; i < rows.count; ++i) {
      auto* bytes = out.data<unsigned char>() + 16 * i;
      const std::uint64_t time = times_(moments + 4 * i);
      for (int b = 0; b < 6; ++b) bytes[b] = static_cast<unsigned char>(time >> (8 * (5 - b)));
      bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0F) | 0x70);
      bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3F) | 0x80);
    }
  }

 private:
  const StreamKey key_;
  const IdTimes times_;
};

}  // namespace

const ProviderKind& id_uuid7_provider() {
  static constexpr ProviderOption kOptions[] = {kIdDays};
  static const ProviderKind kKind = {
      .record = {.name = "id.uuid7",
                 .summary = "A UUID that begins with the time at which it was made; rows are in no order of time.",
                 .source = "RFC 9562, section 5.7",
                 .example = R"({"provider": "id.uuid7"})"},
      .type = {TypeKind::uuid, 0},
      .unique = true,
      .options = kOptions,
      .make = [](const ProviderContext& context) -> Result<MadeProvider> {
        MadeProvider made;
        made.type = {TypeKind::uuid, 0};
        made.unique = true;
        made.provider = std::make_unique<const Uuid7>(context.stream("value/128"),
                                                      IdTimes(context.reference_micros(), context.integer("days")));
        return made;
      },
  };
  return kKind;
}

}  // namespace synthgen
