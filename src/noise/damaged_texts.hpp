// The loop of every operator that turns a text into another one.
//
// Threads: pure.
#pragma once

#include <string>
#include <string_view>

#include "synthgen/noise/noise.hpp"

namespace synthgen {

/// Draws that a text gets before it counts as one that cannot be damaged: most faults change a text at the first, and a
/// transposition of "aab" at the second or third.
inline constexpr int kTextAttempts = 16;

/// Hands each hit text to `damage`, and keeps what it makes of it where that differs and is not empty.
///
/// damage  bool(std::size_t hit, std::string_view text, NoiseDraws& draws, std::string& out): appends the damaged text
///         to `out`, which is empty; false where no draw could damage the text
/// Returns how many texts were changed.
template <class Damage>
std::uint64_t damage_texts(const NoiseBatch& batch, const Damage& damage) {
  DamagedColumn& column = batch.column();
  std::string out;
  std::uint64_t changed = 0;
  for (std::size_t hit = 0; hit < batch.hits(); ++hit) {
    const std::size_t place = batch.place(hit);
    if (!column.is_text(place)) continue;
    NoiseDraws draws = batch.draws(hit);
    for (int attempt = 0; attempt < kTextAttempts; ++attempt) {
      out.clear();
      if (!damage(hit, column.text(place), draws, out)) break;
      if (out.empty() || !column.set_text(place, out)) continue;
      ++changed;
      break;
    }
  }
  return changed;
}

}  // namespace synthgen
