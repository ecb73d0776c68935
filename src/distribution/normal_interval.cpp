// Far out, the log of the tail is inverted by Newton's method on Mills' ratio
// (asymptotic series: Abramowitz and Stegun 26.2.12), which knows no underflow.
#include "normal_interval.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "synthgen/base/elementary.hpp"
#include "synthgen/base/normal.hpp"

namespace synthgen {
namespace {

/// Beyond this many standard deviations five terms of the asymptotic series are good to 1e-13.
constexpr double kFar = 25;
/// From here on the tail is exponential to the last digit: the relative correction is 1/z².
constexpr double kExponential = 1e8;
/// exp underflows beyond.
constexpr double kNothing = 745;

/// Mills' ratio times z: Q(z) = phi(z)/z · m(z).
double mills_factor(double z) {
  const double t = 1 / (z * z);
  return 1 - t * (1 - t * (3 - t * (15 - t * 105)));
}

/// ln Q(z0) − ln Q(z0 + step), for z0 at or beyond kFar and step >= 0.
double log_tail_drop(double z0, double step) {
  const double z = z0 + step;
  const double quadratic = step * (z0 + step / 2);
  return quadratic + elementary::log1p(step / z0) - elementary::log(mills_factor(z) / mills_factor(z0));
}

/// The upper tail from z_low on, z_low at or beyond kFar.
double tail_between(double u, double z_low, double z_high) {
  double drop = std::numeric_limits<double>::infinity();
  if (z_high < std::numeric_limits<double>::infinity()) {
    drop = z_low < kExponential ? log_tail_drop(z_low, z_high - z_low) : (z_high - z_low) * z_low;
  }
  const double lost = drop < kNothing ? -elementary::expm1(-drop) : 1.0;
  const double target = -elementary::log1p(-u * lost);
  if (z_low >= kExponential) return std::min(z_low + target / z_low, z_high);
  double step = 2 * target / (z_low + std::sqrt(z_low * z_low + 2 * target));
  // Two rounds reach 1e-15 from this start at 25 sd; the third is for safety.
  for (int round = 0; round < 3; ++round) {
    const double z = z_low + step;
    step -= (log_tail_drop(z_low, step) - target) * mills_factor(z) / z;
    step = std::max(step, 0.0);
  }
  return std::min(z_low + step, z_high);
}

}  // namespace

void normal_shares(double z, double& below, double& above) {
  // Beyond 50 sd both are 0 and 1 in doubles; the clamp keeps infinities out of the special functions.
  z = std::clamp(z, -50.0, 50.0);
  if (z < 0) {
    below = normal_share_below(z);
    above = 1 - below;
  } else {
    above = normal_share_above(z);
    below = 1 - above;
  }
}

double normal_between(double u, double z_low, double z_high) {
  if (!(z_low < z_high)) return z_low;
  // By symmetry the interval lies in the upper half, or around zero.
  if (z_low < 0 && -z_low > z_high) return -normal_between(1 - u, -z_high, -z_low);
  const double reach = std::max(1.0, z_high);
  // Over so short a piece the density changes by less than a part in a million, and the law by less.
  if ((z_high - z_low) * reach < 1e-6) return z_low + u * (z_high - z_low);
  if (z_low >= kFar) return tail_between(u, z_low, z_high);
  const double above_low = normal_share_above(z_low);
  const double above_high = normal_share_above(z_high);
  const double above = above_high + (1 - u) * (above_low - above_high);
  return std::clamp(normal_score(1 - above, above), z_low, z_high);
}

}  // namespace synthgen
