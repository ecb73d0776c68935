// The complementary error function: erf by a polynomial near zero, exp(x²)·erfc(x) by
// polynomials on five intervals and by powers of 1/x² beyond (the scheme of W. J. Cody,
// "Rational Chebyshev approximations for the error function", 1969, with our own fits).
#include "erfc.hpp"

#include "double_double.hpp"
#include "elementary_kernels.hpp"
#include "erfc_constants.hpp"
#include "synthgen/base/elementary.hpp"

namespace synthgen::elementary {

double erfc_scaled(double x) {
  using namespace constants;
  if (x < 1.25) return split_polynomial(kScaledA, x - 1.0);
  if (x < 2.0) return split_polynomial(kScaledB, x - 1.625);
  if (x < 3.0) return split_polynomial(kScaledC, x - 2.5);
  if (x < 4.5) return split_polynomial(kScaledD, x - 3.75);
  if (x < 7.0) return split_polynomial(kScaledE, x - 5.75);
  const double reciprocal = 1.0 / x;
  return reciprocal * polynomial(kScaledFar, reciprocal * reciprocal);
}

double exp_minus_square(double x, double divisor) {
  const DoubleDouble square = two_product(x, x);
  const double exponent = -square.hi / divisor;
  if (exponent < -746.0) return 0.0;
  return exp_kernel(exponent, -square.lo / divisor);
}

double erf_small(double x) { return x * polynomial(constants::kErfOverX, x * x); }

double erfc(double x) {
  if (x != x) return kNan;
  if (x > 28.0) return 0.0;
  if (x < -6.0) return 2.0;
  if (x >= -0.75 && x <= 0.75) return 1.0 - erf_small(x);
  const double tail = erfc_scaled(x < 0 ? -x : x) * exp_minus_square(x, 1.0);
  return x < 0 ? 2.0 - tail : tail;
}

}  // namespace synthgen::elementary
