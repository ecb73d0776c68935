// The scaled complementary error function, on which the normal distribution's tails stand.
#pragma once

namespace synthgen::elementary {

/// exp(x²)·erfc(x) for x ≥ 0.75; relative error a few units in the last place.
double erfc_scaled(double x);

/// exp(−x²/divisor) for divisor 1 or 2, with the square's rounding error taken in. |x| below 1e100.
double exp_minus_square(double x, double divisor);

/// erf(x) for |x| ≤ 0.75.
double erf_small(double x);

}  // namespace synthgen::elementary
