// The loops of operators that change values of a type: over the cells that are hit, and over
// the ways of which one is drawn.
//
// Threads: pure.
#pragma once

#include <cstddef>
#include <cstdint>

#include "synthgen/noise/noise.hpp"

namespace synthgen {

/// Hands `damage` each hit cell that is a value of the column's type.
///
/// damage  bool(std::size_t hit, std::size_t place, DamagedColumn& column): whether it changed the cell
/// Returns how many were changed.
template <class Damage>
std::uint64_t damage_values(const NoiseBatch& batch, const Damage& damage) {
  DamagedColumn& column = batch.column();
  std::uint64_t changed = 0;
  for (std::size_t hit = 0; hit < batch.hits(); ++hit) {
    const std::size_t place = batch.place(hit);
    if (column.is_value(place) && damage(hit, place, column)) ++changed;
  }
  return changed;
}

/// Draws one of `ways`, each as often, and tries it; where it fails, those behind it in turn, and then those before.
///
/// attempt  bool(std::size_t way)
template <class Attempt>
bool try_from_drawn(const NoiseBatch& batch, std::size_t hit, std::size_t ways, const Attempt& attempt) {
  const std::size_t drawn = ways == 1 ? 0 : batch.draws(hit).below(ways);
  for (std::size_t k = 0; k < ways; ++k) {
    if (attempt((drawn + k) % ways)) return true;
  }
  return false;
}

}  // namespace synthgen
