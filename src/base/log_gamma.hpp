// Parts of the gamma function that the incomplete gamma functions share.
#pragma once

namespace synthgen::elementary {

/// log Γ(1 + z) for −0.5 ≤ z ≤ 1.5, with full relative accuracy at its zeros z = 0 and z = 1.
double log_gamma_of_one_plus(double z);

/// log Γ(x) − ((x − ½)·log x − x + ½·log 2π), x ≥ 10.
double stirling_correction(double x);

/// z − log(1 + z) for −0.45 ≤ z ≤ 0.45, with full relative accuracy at 0.
double excess_over_log(double z);

}  // namespace synthgen::elementary
