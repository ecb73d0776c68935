// A smooth non-decreasing function of a standard normal score, tabulated: what draws
// continuous values by scores, where the way by probabilities would take two tables.
//
// Threads: immutable once made. Determinism: cubics over equal steps of the score, read by
// plain multiplications and additions; equal bits on every target.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "synthgen/base/normal.hpp"

namespace synthgen {

class ScoreCurve {
 public:
  /// The function, of n ≤ 256 scores given with their shares on both sides; non-decreasing.
  using Function =
      std::function<void(std::size_t n, const double* below, const double* above, const double* z, double* values)>;

  /// Nothing where cubics do not follow the function closely enough: it has a kink or a leap, or values that are not
  /// finite. A curve is off by at most what a score moved by 2e-9 (beyond ±4: 1e-7) would make, or by that part of the
  /// value itself, or of the values' spread where that is less. Takes about 5,500 values of the function.
  static std::optional<ScoreCurve> fit(const Function& function);

  /// The values at n scores; a score beyond ±kGreatestScore counts as that, and NaN as kGreatestScore. Non-decreasing
  /// over all doubles. out may be z.
  void read(std::size_t n, const double* z, double* out) const;
  double read(double z) const;

 private:
  ScoreCurve() = default;

  struct alignas(32) Cubic {
    std::array<double, 4> powers{};  // of the distance from the segment's left end
  };
  std::vector<Cubic> cubics_;
};

}  // namespace synthgen
