// Where a curve's segments lie: what score_curve.cpp builds by and normal_simd.cpp reads by.
#pragma once

#include <cstddef>

#include "synthgen/base/normal.hpp"

namespace synthgen {

/// Segments are numbered from the score −kOrigin on. Scores are moved by kOrigin, which rounds them to multiples of
/// 2^-49 at most; this is what keeps a reading in order: from one multiple to the next a cubic rises by more than
/// rounding can take back.
struct ScoreCurveSteps {
  static constexpr double kOrigin = 8.75;
  static constexpr double kPerUnit = 64;
  static constexpr std::size_t kFirst = static_cast<std::size_t>((kOrigin - kGreatestScore) * kPerUnit);
  static constexpr std::size_t kEnd = static_cast<std::size_t>((kOrigin + kGreatestScore) * kPerUnit) + 1;
};

/// Reads n scores from rows of four coefficients, kEnd of them, of which the first kFirst are not read.
void read_score_curve(std::size_t n, const double* z, const double* rows, double* out);

inline double read_score_curve(double z, const double* rows) {
  const double capped = z < kGreatestScore ? z : kGreatestScore;
  const double x = (capped > -kGreatestScore ? capped : -kGreatestScore) + ScoreCurveSteps::kOrigin;
  const auto segment = static_cast<std::size_t>(x * ScoreCurveSteps::kPerUnit);
  const double* c = rows + 4 * segment;
  const double t = x - static_cast<double>(segment) * (1 / ScoreCurveSteps::kPerUnit);  // exact
  return c[0] + t * (c[1] + t * (c[2] + t * c[3]));
}

}  // namespace synthgen
