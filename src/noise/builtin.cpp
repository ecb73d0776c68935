// The table of operators, from builtin.def, and the batch that they are handed.
#include <array>

#include "synthgen/noise/noise.hpp"

namespace synthgen {

NoiseBatch::NoiseBatch(std::span<const std::uint16_t> places, std::span<const std::int64_t> rows,
                       std::span<DamagedColumn* const> columns, std::span<const Column* const> parameters,
                       StreamKey draws)
    : places_(places), rows_(rows), columns_(columns), parameters_(parameters), draws_(draws) {
  draw_blocks(draws_, RowSet::of(rows_), 0, 0, first_blocks_.data());
}

#define KIND(name) const NoiseKind& name##_noise();
#include "builtin.def"
#undef KIND

std::span<const NoiseKind* const> noise_kinds() {
  static const std::array kKinds = {
#define KIND(name) &name##_noise(),
#include "builtin.def"
#undef KIND
  };
  return kKinds;
}

const NoiseKind* find_noise(std::string_view name) {
  for (const NoiseKind* kind : noise_kinds()) {
    if (kind->record.name == name) return kind;
  }
  return nullptr;
}

}  // namespace synthgen
