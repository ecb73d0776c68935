// The covariance of two columns as a power series in the correlation of their scores.
//
// Threads: pure. Determinism: fixed orders, own elementary functions.
#pragma once

#include <cstddef>
#include <vector>

#include "score_increments.hpp"

namespace synthgen {

/// A column in orthonormal Hermite polynomials of its score: the covariance of two is Σ a_n·b_n·ρⁿ, n from 1 (Mehler's
/// formula).
struct HermiteSeries {
  std::vector<double> terms;  ///< a_1, a_2, …
  bool complete = false;      ///< what follows is nothing but rounding
};

/// Thresholds of increments as plain arrays. A smooth cell has two, half of its rise each, at Gauss's nodes about its
/// mean.
struct Thresholds {
  std::vector<double> at;
  std::vector<double> size;
  bool jumps = false;  ///< there is a jump that matters, so that series end only by chance
  Thresholds() = default;
  /// width  to which smooth cells are joined first
  Thresholds(const Increments& increments, double width);
};

/// a_n = Σ size·φ(at)·ψ_{n−1}(at)/√n, by partial integration of E[h·ψ_n]; ψ by its three-term recurrence, carried out
/// with φ^½ as a factor, which keeps it within doubles. Without jumps it ends where its terms vanish: the series of
/// many small jumps has a gap behind the terms of the curve that they follow.
HermiteSeries hermite_series(const Thresholds& thresholds, std::size_t most_terms);

/// Σ size·(1 − Φ(at)): the mean, counted from the least value.
double mean_above_least(const Thresholds& thresholds);

/// Σ c_n·ρⁿ and its derivative.
struct PowerSeries {
  std::vector<double> coefficients;  ///< c_0, c_1, …
  double value(double rho) const;
  double slope(double rho) const;
  /// Drops the last terms as long as their sum of magnitudes is below that.
  void shorten(double negligible);
};

}  // namespace synthgen
