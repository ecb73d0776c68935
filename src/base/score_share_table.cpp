#include "score_share_table.hpp"

#include "synthgen/base/elementary.hpp"

namespace synthgen {

// Cubics through the tail and its slope −φ at both ends of a step (Hermite). Their error is step⁴/384 of the fourth
// derivative, which grows as z³ times the density.
ScoreShareTable::ScoreShareTable() {
  constexpr double kStep = 1 / kStepsPerUnit;
  constexpr double kDensityAtZero = 0.39894228040143267794;  // 1/√(2π)
  const auto slope_at = [](double a) { return -kDensityAtZero * elementary::exp(-0.5 * (a * a)); };
  for (std::size_t i = 0; i < kSegments; ++i) {
    const double left = static_cast<double>(i) * kStep;
    const double right = static_cast<double>(i + 1) * kStep;
    const double here = normal_share_above(left);
    const double rise = (normal_share_above(right) - here) / kStep;
    const double slope = slope_at(left);
    const double next_slope = slope_at(right);
    segments[i] = {here, slope, (3 * rise - 2 * slope - next_slope) / kStep,
                   (slope + next_slope - 2 * rise) / (kStep * kStep)};
  }
}

const ScoreShareTable& score_share_table() {
  static const ScoreShareTable table;
  return table;
}

}  // namespace synthgen
