// Hermite coefficients of columns, and power series.
#include "score_series.hpp"

#include <cmath>

#include "synthgen/base/elementary.hpp"
#include "synthgen/base/normal.hpp"

namespace synthgen {

namespace {

// Four sums side by side, so that no addition waits for the one before; their order is part of the result.
double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sums[4] = {0, 0, 0, 0};
  const std::size_t n = a.size();
  std::size_t i = 0;
  for (; i + 4 <= n; i += 4) {
    for (std::size_t lane = 0; lane < 4; ++lane) sums[lane] += a[i + lane] * b[i + lane];
  }
  for (; i < n; ++i) sums[0] += a[i] * b[i];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

}  // namespace

Thresholds::Thresholds(const Increments& increments, double width) {
  constexpr double kGaussNode = 0.28867513459481288225;  // 1/(2√3)
  // A jump of this size times φ, of a column of variance 1, can be left out of its variance.
  constexpr double kLeastJump = 1e-12;
  const auto add = [this](double score, double rise) {
    at.push_back(score);
    size.push_back(rise);
  };
  for (const Increment& increment : coarsened(increments, width)) {
    if (increment.spread()) {
      const double aside = kGaussNode * (increment.right - increment.left);
      add(increment.at - aside, 0.5 * increment.size);
      add(increment.at + aside, 0.5 * increment.size);
    } else {
      add(increment.at, increment.size);
      jumps = jumps || increment.size * increment.density_root * increment.density_root > kLeastJump;
    }
  }
}

HermiteSeries hermite_series(const Thresholds& thresholds, std::size_t most_terms) {
  // Columns have variance 1. What follows eight terms below this, even those of a kink, which decline as n^(−5/4), adds
  // up to less than 1e-12.
  constexpr double kNothing = 1e-15;
  constexpr std::size_t kFewestTerms = 24;
  constexpr std::size_t kInARow = 8;
  // φ^½·|ψ_n| stays below 1, so what a threshold adds is below size·φ^½.
  constexpr double kLeastWeight = 1e-16;
  constexpr double kRootOfRoot = 0.6316187777460647;  // (2π)^−¼
  std::vector<double> at;
  std::vector<double> weights;
  std::vector<double> now;
  {
    std::vector<double> roots(thresholds.at.size());
    for (std::size_t k = 0; k < roots.size(); ++k) roots[k] = -0.25 * thresholds.at[k] * thresholds.at[k];
    elementary::exp(roots.size(), roots.data(), roots.data());
    for (std::size_t k = 0; k < roots.size(); ++k) {
      const double root = kRootOfRoot * roots[k];
      const double weight = thresholds.size[k] * root;
      if (weight < kLeastWeight && weight > -kLeastWeight) continue;
      at.push_back(thresholds.at[k]);
      weights.push_back(weight);
      now.push_back(root);
    }
  }
  const std::size_t n = at.size();
  std::vector<double> before(n, 0.0);
  HermiteSeries series;
  double recent = 0;
  for (std::size_t term = 1; term <= most_terms; ++term) {
    const auto order = static_cast<double>(term);
    // now = φ^½·ψ_{term − 1}
    const double coefficient = dot(weights, now) / std::sqrt(order);
    series.terms.push_back(coefficient);
    recent = 0;
    for (std::size_t back = 0; back < kInARow && back < term; ++back) {
      const double a = series.terms[term - 1 - back];
      recent += a * a;
    }
    if (!thresholds.jumps && term >= kFewestTerms && recent < kNothing) {
      series.complete = true;
      break;
    }
    const double up = 1 / std::sqrt(order);
    const double down = std::sqrt(order - 1) * up;
    for (std::size_t k = 0; k < n; ++k) {
      const double next = up * at[k] * now[k] - down * before[k];
      before[k] = now[k];
      now[k] = next;
    }
  }
  return series;
}

double mean_above_least(const Thresholds& thresholds) {
  double mean = 0;
  for (std::size_t k = 0; k < thresholds.at.size(); ++k) {
    mean += thresholds.size[k] * normal_share_above(thresholds.at[k]);
  }
  return mean;
}

double PowerSeries::value(double rho) const {
  double sum = 0;
  for (std::size_t i = coefficients.size(); i-- > 0;) sum = sum * rho + coefficients[i];
  return sum;
}

double PowerSeries::slope(double rho) const {
  double sum = 0;
  for (std::size_t i = coefficients.size(); i-- > 1;) sum = sum * rho + static_cast<double>(i) * coefficients[i];
  return sum;
}

void PowerSeries::shorten(double negligible) {
  double dropped = 0;
  while (coefficients.size() > 2) {
    dropped += std::fabs(coefficients.back());
    if (dropped > negligible) return;
    coefficients.pop_back();
  }
}

}  // namespace synthgen
