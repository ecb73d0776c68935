// Parts of the error function, on which the normal distribution's tails stand.
#pragma once

#include "synthgen/base/share_functions.hpp"  // erfc_scaled

namespace synthgen::elementary {

/// exp(−x²/divisor) for divisor 1 or 2, with the square's rounding error taken in. |x| below 1e100.
double exp_minus_square(double x, double divisor);

/// erf(x) for |x| ≤ 0.75.
double erf_small(double x);

}  // namespace synthgen::elementary
