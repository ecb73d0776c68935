// log |Γ|: the Taylor series about 2 in zeta values (Abramowitz and Stegun 6.1.33),
// the recurrence below 10, and Stirling's series above (6.1.41).
#include "log_gamma.hpp"

#include "elementary_kernels.hpp"
#include "gamma_constants.hpp"
#include "synthgen/base/elementary.hpp"

namespace synthgen::elementary {
namespace {

/// log Γ(2 + z), |z| ≤ ½.
double log_gamma_near_two(double z) {
  using namespace constants;
  return z * (kOneMinusEuler + z * polynomial(kZetaTail, z));
}

constexpr double kHalfLogTwoPi = 0x1.d67f1c864beb5p-1;

}  // namespace

double log_gamma_of_one_plus(double z) {
  if (z > 0.5) return log_gamma_near_two(z - 1.0);
  return log_gamma_near_two(z) - log1p(z);
}

double stirling_correction(double x) {
  const double reciprocal = 1.0 / x;
  return reciprocal * polynomial(constants::kStirling, reciprocal * reciprocal);
}

double excess_over_log(double z) {
  // With s = z/(2 + z), log(1 + z) = 2s + 2s³/3 + 2s⁵/5 + … and z − 2s = z·s exactly.
  const double s = z / (2.0 + z);
  const double square = s * s;
  double sum = 0.0;
  for (int odd = 33; odd >= 3; odd -= 2) sum = sum * square + 1.0 / odd;
  return s * (z - 2.0 * square * sum);
}

double log_gamma(double x) {
  if (!(x > 0.0)) return x == 0.0 ? kInfinity : kNan;
  if (x == kInfinity) return x;
  if (x < 0.5) return log_gamma_of_one_plus(x) - log(x);
  if (x <= 2.5) return log_gamma_of_one_plus(x - 1.0);
  if (x < 10.0) {
    double product = 1.0;
    while (x > 2.5) {
      x -= 1.0;
      product *= x;
    }
    return log(product) + log_gamma_near_two(x - 2.0);
  }
  if (x > 0x1p60) return x * (log(x) - 1.0);
  return (x - 0.5) * log(x) - x + (kHalfLogTwoPi + stirling_correction(x));
}

}  // namespace synthgen::elementary
