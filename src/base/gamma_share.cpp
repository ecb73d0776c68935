// Regularised incomplete gamma functions. Methods, by region (the division of the plane
// is that of A. R. DiDonato and A. H. Morris, ACM TOMS 12 (1986) 377):
//   a ≥ 20 and x within 40% of a: Temme's uniform expansion (SIAM J. Math. Anal. 10, 1979);
//   small x: power series (Gautschi 1979), the upper tail by its own form where it is small;
//   large x: Legendre's continued fraction by Lentz's method.
#include <cmath>

#include "elementary_kernels.hpp"
#include "erfc.hpp"
#include "gamma_constants.hpp"
#include "log_gamma.hpp"
#include "synthgen/base/elementary.hpp"
#include "synthgen/base/share_functions.hpp"

namespace synthgen::elementary {
namespace {

constexpr double kReciprocalRootTwoPi = 0x1.9884533d43651p-2;
constexpr int kMostTerms = 100'000;  // far beyond what any region needs; a guard against a loop without end

struct Shares {
  double below;
  double above;
};

/// x^a·exp(−x)/Γ(a + 1), by differences that do not cancel where a is large.
double power_term(double a, double x) {
  if (a < 10.0) {
    const double log_gamma_next = a <= 1.5 ? log_gamma_of_one_plus(a) : log_gamma(a + 1.0);
    const double exponent = a * log(x) - x - log_gamma_next;
    return exponent < -746.0 ? 0.0 : exp(exponent);
  }
  const double excess = (x - a) / a;
  const double exponent = std::fabs(excess) < 0.45 ? -a * excess_over_log(excess) : a * log(x / a) - (x - a);
  if (exponent < -746.0) return 0.0;
  return exp(exponent - stirling_correction(a)) * kReciprocalRootTwoPi / std::sqrt(a);
}

/// P by its power series: good for x up to about a + 1.
double below_by_series(double a, double x) {
  double term = 1.0;
  double sum = 1.0;
  for (int n = 1; n < kMostTerms; ++n) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * 0x1p-55) break;
  }
  return power_term(a, x) * sum;
}

/// Q by the continued fraction: good for x above about a + 1, and above 1.
double above_by_fraction(double a, double x) {
  // Q = x^a e^-x / Γ(a) · 1/(x + 1 − a − 1(1 − a)/(x + 3 − a − 2(2 − a)/(x + 5 − a − …))).
  constexpr double kTiny = 0x1p-900;
  double b = x + 1.0 - a;
  double c = 1.0 / kTiny;
  double d = 1.0 / b;
  double value = d;
  for (int n = 1; n < kMostTerms; ++n) {
    const double numerator = -n * (n - a);
    b += 2.0;
    d = numerator * d + b;
    if (std::fabs(d) < kTiny) d = kTiny;
    c = b + numerator / c;
    if (std::fabs(c) < kTiny) c = kTiny;
    d = 1.0 / d;
    const double change = d * c;
    value *= change;
    if (std::fabs(change - 1.0) < 0x1p-52) break;
  }
  return power_term(a, x) * a * value;
}

/// Both for a of order one or less and x ≤ 1.1, where either may be the small one.
Shares near_origin(double a, double x) {
  // P = e^L·(1 + a·S) with L = a·log x − log Γ(1 + a) and S = Σ (−x)^n/((a + n)·n!), n ≥ 1.
  double sum = 0.0;
  double power = 1.0;
  for (int n = 1; n < 60; ++n) {
    power *= -x / n;
    const double term = power / (a + n);
    sum += term;
    if (std::fabs(term) < std::fabs(sum) * 0x1p-56) break;
  }
  const double exponent = a * log(x) - log_gamma_of_one_plus(a);
  const double below = exponent < -746.0 ? 0.0 : exp(exponent) * (1.0 + a * sum);
  if (below < 0.5) return {below, 1.0 - below};
  const double above = -expm1(exponent) - exp(exponent) * (a * sum);
  return {1.0 - above, above};
}

Shares by_uniform_expansion(double a, double x) {
  using namespace constants;
  const double half_eta_square = excess_over_log((x - a) / a);
  const double eta = x < a ? -std::sqrt(2.0 * half_eta_square) : std::sqrt(2.0 * half_eta_square);
  // Term k is about 5e-4·a^-k: as many as matter to a double, by shape.
  const double reciprocal = 1.0 / a;
  double sum = 0.0;
  if (a < 50.0) sum = polynomial(kTemme8, eta) + reciprocal * polynomial(kTemme9, eta);
  if (a < 200.0) sum = polynomial(kTemme6, eta) + reciprocal * (polynomial(kTemme7, eta) + reciprocal * sum);
  if (a < 1000.0) sum = polynomial(kTemme4, eta) + reciprocal * (polynomial(kTemme5, eta) + reciprocal * sum);
  sum = polynomial(kTemme2, eta) + reciprocal * (polynomial(kTemme3, eta) + reciprocal * sum);
  sum = polynomial(kTemme0, eta) + reciprocal * (polynomial(kTemme1, eta) + reciprocal * sum);
  const double series = sum * kReciprocalRootTwoPi / std::sqrt(a);
  const double square = a * half_eta_square;
  const double root = std::sqrt(square);
  const double decay = square > 746.0 ? 0.0 : exp(-square);
  // The smaller of the two by its own digits: both terms carry the factor exp(−square).
  const double tail = root < 0.75 ? 0.5 * (1.0 - erf_small(root)) : 0.5 * erfc_scaled(root) * decay;
  if (x < a) {
    const double below = tail - series * decay;
    return {below, 1.0 - below};
  }
  const double above = tail + series * decay;
  return {1.0 - above, above};
}

Shares shares(double a, double x) {
  if (!(a > 0.0) || !(x >= 0.0) || a == kInfinity) return {kNan, kNan};
  if (x == 0.0) return {0.0, 1.0};
  if (x == kInfinity) return {1.0, 0.0};
  if (a >= 20.0 && std::fabs(x - a) <= 0.4 * a) return by_uniform_expansion(a, x);
  if (x <= 1.1 && a <= 1.5) return near_origin(a, x);
  if (x <= a || x <= 1.1) {
    const double below = below_by_series(a, x);
    return {below, 1.0 - below};
  }
  const double above = above_by_fraction(a, x);
  return {1.0 - above, above};
}

}  // namespace

double gamma_log_density(double a, double x) { return x > 0.0 && x < kInfinity ? power_term(a, x) * a : 0.0; }

double gamma_p(double a, double x) { return shares(a, x).below; }
double gamma_q(double a, double x) { return shares(a, x).above; }

}  // namespace synthgen::elementary
