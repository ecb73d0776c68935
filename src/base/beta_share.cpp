// Regularised incomplete beta function. Methods, by region:
//   x small (or 1 − x): power series (DLMF 8.17.7);
//   a and b large: quadrature of the density from x outwards, which takes the same time however large they are;
//   else the continued fraction of DiDonato and Morris (ACM TOMS 18 (1992) 360), by Lentz's method.
#include <algorithm>
#include <cmath>

#include "elementary_kernels.hpp"
#include "log_gamma.hpp"
#include "synthgen/base/elementary.hpp"
#include "synthgen/base/share_functions.hpp"

namespace synthgen::elementary {
namespace {

constexpr double kReciprocalRootTwoPi = 0x1.9884533d43651p-2;
constexpr int kMostTerms = 100'000;  // far beyond what any region needs; a guard against a loop without end
/// From here on (both parameters) the continued fraction takes longer than the quadrature.
constexpr double kLarge = 400;

struct Place {
  double x;
  double y;  // 1 − x
  double odds;
};

Place place_at(double odds) {
  if (odds == kInfinity) return {1.0, 0.0, odds};
  return {odds / (1.0 + odds), 1.0 / (1.0 + odds), odds};
}

Place mirrored(const Place& at) { return {at.y, at.x, at.odds == 0.0 ? kInfinity : 1.0 / at.odds}; }

/// log Γ(a + b) − log Γ(b), for b ≥ 10 by Stirling's series with the great terms taken together.
double log_gamma_rise(double a, double b) {
  if (b < 10.0) return log_gamma(a + b) - log_gamma(b);
  return (a + b - 0.5) * log1p(a / b) - a + a * log(b) + (stirling_correction(a + b) - stirling_correction(b));
}

/// log of x^a·y^b/B(a, b) for a < 10 or b < 10; where a ≥ 10, mirrored.
double log_density_of_small(double a, double b, const Place& at) {
  // log x and log y from the odds, so that the one near 0 keeps its digits.
  const double log_y = -log1p(at.odds);
  const double log_x = at.odds < 1.0 ? log(at.odds) + log_y : -log1p(1.0 / at.odds);
  return a * log_x + b * log_y + log_gamma_rise(a, b) - log_gamma(a);
}

double density(double a, double b, const Place& at) {
  if (at.x <= 0.0 || at.y <= 0.0) return 0.0;
  double exponent;
  double factor = 1.0;
  if (a >= 10.0 && b >= 10.0) {
    // Relative to the mean, where the great terms cancel: x/x0 = 1 − d/a and y/y0 = 1 + d/b.
    const double d = a * at.y - b * at.x;
    // Far from the mean 1 − d/a loses digits, and the logarithm of the ratio itself has them.
    const double of_x = std::fabs(d) < 0.45 * a ? -a * excess_over_log(-d / a) : a * log(at.x * (1.0 + b / a)) + d;
    const double of_y = std::fabs(d) < 0.45 * b ? -b * excess_over_log(d / b) : b * log(at.y * (1.0 + a / b)) - d;
    exponent = (of_x + of_y) + (stirling_correction(a + b) - stirling_correction(a) - stirling_correction(b));
    factor = kReciprocalRootTwoPi * std::sqrt(a / (1.0 + a / b));
  } else {
    exponent = a < b ? log_density_of_small(a, b, at) : log_density_of_small(b, a, mirrored(at));
  }
  return exponent < -746.0 ? 0.0 : exp(exponent) * factor;
}

/// I_x by its power series at 0, for b·x of order one or less and x ≤ 0.6.
double below_by_series(double a, double b, const Place& at) {
  // x^a/(a·B)·(1 + a·Σ (1 − b)(2 − b)…(n − b)/n!·x^n/(a + n)).
  double sum = 0.0;
  double power = 1.0;
  for (int n = 1; n < kMostTerms; ++n) {
    power *= (n - b) / n * at.x;
    const double term = power / (a + n);
    sum += term;
    if (std::fabs(term) <= std::fabs(sum) * 0x1p-56) break;  // with b = 1 both are 0
  }
  // x^a·y^b/B without y^b, which is of order one here.
  const double front = density(a, b, at);
  if (front == 0.0) return 0.0;
  return front * exp(b * log1p(at.odds)) / a * (1.0 + a * sum);
}

/// I_x by the continued fraction, for x at or below the mean.
double below_by_fraction(double a, double b, const Place& at) {
  constexpr double kTiny = 0x1p-900;
  const double front = density(a, b, at);
  if (front == 0.0) return 0.0;
  const double d0 = a * at.y - b * at.x + 1.0;
  double value = a * d0 / (a + 1.0);
  if (std::fabs(value) < kTiny) value = kTiny;
  double c = value;
  double d = 0.0;
  for (int m = 1; m < kMostTerms; ++m) {
    const double twice = a + 2.0 * m;
    const double numerator =
        (a + m - 1.0) / (twice - 1.0) * ((a + b + m - 1.0) / (twice - 1.0)) * m * (b - m) * at.x * at.x;
    const double denominator =
        m + m * (b - m) * at.x / (twice - 1.0) + (a + m) / (twice + 1.0) * (d0 + m * (1.0 + at.y));
    d = denominator + numerator * d;
    if (std::fabs(d) < kTiny) d = kTiny;
    c = denominator + numerator / c;
    if (std::fabs(c) < kTiny) c = kTiny;
    d = 1.0 / d;
    const double change = c * d;
    value *= change;
    if (std::fabs(change - 1.0) < 0x1p-52) break;
  }
  return front / value;
}

/// Nodes and weights of Gauss and Legendre's rule of 16 points on [−1, 1], the positive half (Abramowitz and Stegun,
/// table 25.4).
constexpr double kNodes[] = {0.0950125098376374402, 0.2816035507792589132, 0.4580167776572273863,
                             0.6178762444026437484, 0.7554044083550030339, 0.8656312023878317439,
                             0.9445750230732325761, 0.9894009349916499326};
constexpr double kWeights[] = {0.1894506104550684963, 0.1826034150449235889, 0.1691565193950025382,
                               0.1495959888165767321, 0.1246289712555338720, 0.0951585116824927848,
                               0.0622535239386478929, 0.0271524594117540949};

/// How much the log of the log odds' density falls over v below x: d·v + half·v² and what follows.
double density_drop(double a, double b, const Place& at, double d, double v) {
  const double product = at.x * at.y;
  if (v < 0.02) {
    // By the cumulants of a single trial: κ3 = xy(y − x), κ4 = xy(1 − 6xy), …
    const double skew = at.y - at.x;
    const double fourth = 1.0 - 6.0 * product;
    const double fifth = skew * (1.0 - 12.0 * product);
    const double sixth = 1.0 - product * (30.0 - 120.0 * product);
    const double seventh = skew * (1.0 - product * (60.0 - 360.0 * product));
    const double series =
        1.0 / 2 - v * (skew / 6 - v * (fourth / 24 - v * (fifth / 120 - v * (sixth / 720 - v * seventh / 5040))));
    return d * v + (a + b) * product * v * v * series;
  }
  if (at.x <= at.y) return a * v + (a + b) * log1p(at.x * expm1(-v));
  return (a + b) * log1p(at.y * expm1(v)) - b * v;
}

/// I_x for large a and b and x at or below the mean: the density of the log odds, summed from x down to where
/// nothing is left of it.
double below_by_quadrature(double a, double b, const Place& at) {
  constexpr double kNothing = 42.0;
  constexpr int kPanels = 5;
  const double front = density(a, b, at);
  if (front == 0.0) return 0.0;
  const double d = std::max(0.0, a * at.y - b * at.x);
  const double curvature = (a + b) * at.x * at.y;
  // Where the drop, taken as a parabola, is kNothing; its third term makes it a little more or less.
  double reach = 2.0 * kNothing / (d + std::sqrt(d * d + 2.0 * kNothing * curvature));
  while (density_drop(a, b, at, d, reach) < kNothing * 0.9) reach *= 1.2;
  const double half = reach / (2.0 * kPanels);
  double sum = 0.0;
  for (int panel = kPanels; panel-- > 0;) {
    const double middle = (2.0 * panel + 1.0) * half;
    double part = 0.0;
    for (int i = 8; i-- > 0;) {
      const double offset = half * kNodes[i];
      part += kWeights[i] *
              (exp(-density_drop(a, b, at, d, middle - offset)) + exp(-density_drop(a, b, at, d, middle + offset)));
    }
    sum += part;
  }
  return front * half * sum;
}

}  // namespace

double log_beta(double a, double b) {
  const double small = std::min(a, b);
  return log_gamma(small) - log_gamma_rise(small, std::max(a, b));
}

double beta_log_odds_density(double a, double b, double odds) { return density(a, b, place_at(odds)); }

SharePair beta_shares(double a, double b, double odds) {
  if (!(a > 0.0) || !(b > 0.0) || !(odds >= 0.0)) return {kNan, kNan};
  if (odds == 0.0) return {0.0, 1.0};
  if (odds == kInfinity) return {1.0, 0.0};
  const Place at = place_at(odds);
  const Place across = mirrored(at);
  if (at.x <= 0.6 && b * at.x <= 1.0) {
    const double below = below_by_series(a, b, at);
    return {below, 1.0 - below};
  }
  if (at.y <= 0.6 && a * at.y <= 1.0) {
    const double above = below_by_series(b, a, across);
    return {1.0 - above, above};
  }
  const bool large = a >= kLarge && b >= kLarge;
  if (a * at.y >= b * at.x) {
    const double below = large ? below_by_quadrature(a, b, at) : below_by_fraction(a, b, at);
    return {below, 1.0 - below};
  }
  const double above = large ? below_by_quadrature(b, a, across) : below_by_fraction(b, a, across);
  return {1.0 - above, above};
}

}  // namespace synthgen::elementary
