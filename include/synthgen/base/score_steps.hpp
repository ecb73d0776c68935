// Steps of a function of a standard normal score: how many thresholds a score has passed.
// What draws values that are counted, or listed, by scores.
//
// Threads: immutable once made. Determinism: comparisons of scores with thresholds, no more.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "synthgen/base/normal.hpp"

namespace synthgen {

/// Source: guide table of Chen and Asau, "On generating random variates from an empirical distribution" (1974).
class ScoreSteps {
 public:
  /// thresholds  scores, of which some may be equal, or infinite; one below its predecessor counts as equal to it
  explicit ScoreSteps(std::vector<double> thresholds);

  /// places[i]: the number of thresholds at or below z[i], a score; beyond ±kGreatestScore it counts as that, and NaN
  /// as −kGreatestScore.
  void places(std::size_t n, const double* z, std::int32_t* places) const;

 private:
  // A power of two, so that the buckets' ends are exact.
  static constexpr double kPerUnit = 128;
  static constexpr double kReach = 8.25;
  static constexpr std::size_t kBuckets = static_cast<std::size_t>(2 * kReach * kPerUnit);
  static_assert(kGreatestScore < kReach);

  std::vector<double> thresholds_;  // and an infinite one, which no score passes
  std::array<std::int32_t, kBuckets> guide_;
};

}  // namespace synthgen
