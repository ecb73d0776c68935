// Inverses of the incomplete gamma and beta functions by Halley's method on the log of the smaller share, over the
// log of x or of the odds: there the tails are nearly straight lines, so that a rough start suffices far out too.
#include <algorithm>
#include <cmath>

#include "elementary_kernels.hpp"
#include "synthgen/base/elementary.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/base/share_functions.hpp"

namespace synthgen::elementary {
namespace {

/// Below this log of x the first term of the share's series is all of it.
constexpr double kSeriesAlone = -45;
constexpr double kLargeShape = 1e8;

/// What a step needs to know at t.
struct Slope {
  double share;    // the smaller one
  double density;  // its derivative by t, without the sign
  double bend;     // the derivative of log density by t
};

/// t with share(t) = wanted.
///
/// rising  whether the share grows with t
/// scale   steps below 1e-5/scale are the last: the error that they leave is their cube
template <class At>
double solve(double t, double wanted, bool rising, double scale, At&& at) {
  double low = -kInfinity;
  double high = kInfinity;
  for (int round = 0; round < 100; ++round) {
    const Slope here = at(t);
    double step;
    if (here.share > 0.0 && here.density > 0.0) {
      const double miss = log(here.share / wanted);
      if (miss == 0.0) return t;
      ((miss < 0.0) == rising ? low : high) = t;
      const double slope = rising ? here.density / here.share : -here.density / here.share;
      const double newton = miss / slope;
      const double correction = 1.0 - 0.5 * newton * (here.bend - slope);
      step = -newton / std::clamp(correction, 0.5, 2.0);
      if (std::fabs(step) * scale < 1e-5) return t + step;
    } else {
      // One of them has underflown: towards where neither has.
      const bool ahead = (here.share < wanted) == rising;
      (ahead ? low : high) = t;
      step = (ahead ? 1.0 : -1.0) * (1.0 + 0.1 * std::fabs(t));
    }
    const double most = 2.0 + std::fabs(t);
    double next = t + std::clamp(step, -most, most);
    if (!(next > low && next < high)) next = 0.5 * (low + high);
    if (!(std::fabs(next) < kInfinity)) next = t + std::clamp(step, -most, most);
    if (next == t) return t;
    t = next;
  }
  return t;
}

double gamma_start(double a, double below, double above) {
  if (a >= 1.0) {
    const double z = normal_score(below, above);
    const double root = 1.0 - 1.0 / (9.0 * a) + z / (3.0 * std::sqrt(a));
    if (root > 0.3) return log(a) + 3.0 * log(root);
  } else {
    const double tail = -log(above) - log_gamma(a);
    if (tail > 1.5) return log(std::max(tail + (a - 1.0) * log(tail), 1.0));
  }
  const double t = (log(below) + log_gamma(a + 1.0)) / a;
  return std::min(t + exp(std::min(t, 0.0)) / (a + 1.0), log(a + 1.0));
}

double beta_start(double a, double b, double below, double above) {
  if (a >= 1.0 && b >= 1.0) {
    const double y = -normal_score(below, above);
    const double lambda = (y * y - 3.0) / 6.0;
    const double of_a = 1.0 / (2.0 * a - 1.0);
    const double of_b = 1.0 / (2.0 * b - 1.0);
    const double h = 2.0 / (of_a + of_b);
    const double w = y * std::sqrt(h + lambda) / h - (of_b - of_a) * (lambda + 5.0 / 6.0 - 2.0 / (3.0 * h));
    if (std::fabs(w) < 2.0) return log(a / b) - 2.0 * w;
  }
  // Either end's leading term alone, met where their shares are in proportion.
  const double log_of_beta = log_beta(a, b);
  const double low_end = (log(below) + log(a) + log_of_beta) / a;
  const double high_end = (log(above) + log(b) + log_of_beta) / b;
  const double middle = log(a / b);
  if (low_end < -0.7 && (low_end <= high_end || high_end > -0.7))
    return std::min(low_end + exp(low_end), middle + 40.0);
  if (high_end < -0.7) return std::max(-high_end - exp(high_end), middle - 40.0);
  return middle;
}

}  // namespace

double gamma_inverse_log(double a, double below, double above) {
  if (a > kLargeShape) {
    // The next term is z⁴/(270·a²) of the mean at most.
    const double z = normal_score(below, above);
    const double root = std::sqrt(a);
    return log(a) + log1p((z + ((z * z - 1.0) / 3.0 + z * (z * z - 7.0) / (36.0 * root)) / root) / root);
  }
  const bool rising = below <= above;
  const double first = (log(below) + log_gamma(a + 1.0)) / a;
  if (first < kSeriesAlone) {
    // log(below) loses digits where below is nearly 1.
    return rising ? first : (log1p(-above) + log_gamma(a + 1.0)) / a;
  }
  return solve(gamma_start(a, below, above), rising ? below : above, rising, std::sqrt(std::max(a, 1.0)),
               [&](double t) {
                 const double x = exp(t);
                 return Slope{rising ? gamma_p(a, x) : gamma_q(a, x), gamma_log_density(a, x), a - x};
               });
}

double beta_inverse_log_odds(double a, double b, double below, double above) {
  const bool rising = below <= above;
  const double spread = std::sqrt(std::max(a * (b / (a + b)), 1.0));
  // So near to an end the leading term of the series is all of it.
  const double log_of_beta = log_beta(a, b);
  const double low_end = ((rising ? log(below) : log1p(-above)) + log(a) + log_of_beta) / a;
  if (low_end < kSeriesAlone - log(b + 1.0)) return low_end;
  const double high_end = ((rising ? log1p(-below) : log(above)) + log(b) + log_of_beta) / b;
  if (high_end < kSeriesAlone - log(a + 1.0)) return -high_end;
  return solve(beta_start(a, b, below, above), rising ? below : above, rising, spread, [&](double t) {
    const double odds = exp(t);
    const SharePair shares = beta_shares(a, b, odds);
    return Slope{rising ? shares.below : shares.above, beta_log_odds_density(a, b, odds),
                 (a - b * odds) / (1.0 + odds)};
  });
}

}  // namespace synthgen::elementary
