// The normal tail beyond a score, as cubics over equal steps of the score: what draws by
// scores read, many at once (normal_simd.cpp) or one at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "synthgen/base/normal.hpp"

namespace synthgen {

struct ScoreShareTable {
  static constexpr double kStepsPerUnit = 128;
  static constexpr std::size_t kSegments = static_cast<std::size_t>(kGreatestScore * kStepsPerUnit) + 1;

  alignas(64) std::array<std::array<double, 4>, kSegments> segments{};

  ScoreShareTable();
  const double* coefficients() const { return segments.front().data(); }

  /// 1 − Φ(|z|); beyond kGreatestScore, and for NaN, that of kGreatestScore.
  double tail(double z) const {
    const double size = z < 0 ? -z : z;
    const double a = size < kGreatestScore ? size : kGreatestScore;
    const auto segment = static_cast<std::size_t>(a * kStepsPerUnit);
    const std::array<double, 4>& c = segments[segment];
    const double t = a - static_cast<double>(segment) * (1 / kStepsPerUnit);  // exact
    return c[0] + t * (c[1] + t * (c[2] + t * c[3]));
  }
};

/// Built at the first call.
const ScoreShareTable& score_share_table();

inline void score_shares(double z, double& below, double& above) {
  const double tail = score_share_table().tail(z);
  const double rest = 1.0 - tail;
  below = z < 0 ? tail : rest;
  above = z < 0 ? rest : tail;
}

/// Signed on the way, for which processors have an instruction; the share is less than 1 by the bounds of scores.
inline std::uint64_t share_bits(double z) {
  double below = 0;
  double above = 0;
  score_shares(z, below, above);
  return static_cast<std::uint64_t>(static_cast<std::int64_t>(below * 0x1p63)) << 1;
}

}  // namespace synthgen
