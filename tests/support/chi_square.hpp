// Pearson's chi-square test of counts against shares.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

namespace synthgen::test {

/// The statistic that a right program exceeds once in a million seeds. With a fixed seed the outcome does not change;
/// the level says how unlucky the seed would have to be. Source: Wilson and Hilferty, "The distribution of
/// chi-square" (1931); within 1% of the exact quantile from 3 degrees of freedom on, and below it by 4% at one.
inline double chi_square_limit(std::size_t degrees) {
  constexpr double kScore = 4.753;  // of the normal law, one side, 1e-6
  const double k = static_cast<double>(degrees);
  const double root = 1 - 2 / (9 * k) + kScore * std::sqrt(2 / (9 * k));
  return k * root * root * root;
}

/// REQUIRES: shares add up to 1; those that are 0 have count 0 (otherwise the statistic is infinite).
inline double chi_square(const std::vector<std::uint64_t>& counts, const std::vector<double>& shares) {
  double total = 0;
  for (const std::uint64_t count : counts) total += static_cast<double>(count);
  double statistic = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double distance = static_cast<double>(counts[i]) - shares[i] * total;
    if (distance != 0) statistic += distance * distance / (shares[i] * total);
  }
  return statistic;
}

}  // namespace synthgen::test
