// The nodes over Student's divisor, and the map of thresholds.
#include "student_mixture.hpp"

#include <algorithm>
#include <cmath>

#include "synthgen/base/elementary.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/base/share_functions.hpp"

namespace synthgen {

namespace {

constexpr int kKnotsPerUnit = 64;
constexpr int kKnots = 17 * kKnotsPerUnit / 2;  // 8.5 units

}  // namespace

StudentMixture::StudentMixture(double df) : df_(df) {
  // log(W/df) has the density exp(df/2·(y − eʸ + 1)) but for a factor. The step is small against the width of the
  // density where that is narrow, and against π/2, half the width of the strip in which it is bounded, where it is
  // wide.
  constexpr double kLeastLog = -21;  // 1e-9
  const double step = std::min(0.4, 0.8 * std::sqrt(2 / df));
  const auto log_weight = [df](double y) { return 0.5 * df * (y - elementary::expm1(y)); };
  int first = 0;
  int last = 0;
  while (log_weight((first - 1) * step) > kLeastLog) --first;
  while (log_weight((last + 1) * step) > kLeastLog) ++last;
  double total = 0;
  for (int i = first; i <= last; ++i) {
    const double y = i * step;
    nodes_.push_back(Node{elementary::exp(log_weight(y)), elementary::exp(0.5 * y)});
    total += nodes_.back().weight;
  }
  for (Node& node : nodes_) node.weight /= total;

  // P(|T| ≤ t) is the share of a beta variable whose odds are t²/df.
  values_.push_back(0);
  for (int i = 1; i <= kKnots; ++i) {
    const double tail = 2 * normal_share_above(static_cast<double>(i) / kKnotsPerUnit);
    values_.push_back(std::sqrt(df) *
                      elementary::exp(0.5 * elementary::beta_inverse_log_odds(0.5, 0.5 * df, 1 - tail, tail)));
  }
  const double log_norm = elementary::log_beta(0.5, 0.5 * df) + 0.5 * elementary::log(df);
  constexpr double kLogRootTwoPi = 0.91893853320467274178;
  for (int i = 0; i <= kKnots; ++i) {
    const double score = static_cast<double>(i) / kKnotsPerUnit;
    const double t = values_[static_cast<std::size_t>(i)];
    // φ(score) over Student's density at t.
    slopes_.push_back(elementary::exp(-0.5 * score * score - kLogRootTwoPi + log_norm +
                                      0.5 * (df + 1) * elementary::log1p(t * t / df)));
  }
}

double StudentMixture::quantile(double score) const {
  const double size = score < 0 ? -score : score;
  const double x = size * kKnotsPerUnit;
  const auto i = std::min(static_cast<std::size_t>(x), static_cast<std::size_t>(kKnots - 1));
  const double u = std::min(1.0, x - static_cast<double>(i));
  const double v = 1 - u;
  constexpr double kStep = 1.0 / kKnotsPerUnit;
  const double t = v * v * ((1 + 2 * u) * values_[i] + u * kStep * slopes_[i]) +
                   u * u * ((1 + 2 * v) * values_[i + 1] - v * kStep * slopes_[i + 1]);
  return score < 0 ? -t : t;
}

}  // namespace synthgen
