// Elementary functions of our own. glibc picks kernels by CPU at run time and its
// exp, log and pow differ in the last bit with and without FMA, so none of libm's
// functions but sqrt, floor, ceil and trunc may reach a value.
//
// Threads: pure. Determinism: + − × ÷ in a fixed order, compiled without contraction;
// the array forms are vectorised and equal the scalar ones bit for bit.
#pragma once

#include <cstddef>
#include <cstdint>

namespace synthgen::elementary {

/// Relative error at most 2 units in the last place over the whole range (stated, tested against long double).
double exp(double x);  ///< 0 below −745.2, +inf above 709.79
double expm1(double x);
double log(double x);  ///< −inf at 0, NaN below
double log1p(double x);
double log10(double x);  ///< exact at powers of ten
/// Correctly rounded for integer y with |y| ≤ 32 (so exact where a double holds the power); NaN for negative x with
/// fractional y; the other special values as in IEC 60559.
double pow(double x, double y);
double sin(double x);
double cos(double x);
double atan2(double y, double x);

/// The array forms: n values; out may be in.
void exp(std::size_t n, const double* in, double* out);
void log(std::size_t n, const double* in, double* out);

/// Natural logarithm of |gamma|, x > 0. Source of the method in the .cpp.
double log_gamma(double x);
/// Regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 − P, each with its own digits: relative error at
/// most 1e-13 where both exceed 1e-100, rising to 1e-12 at 1e-250. NaN for a ≤ 0 or x < 0.
double gamma_p(double a, double x);
double gamma_q(double a, double x);
/// Complementary error function, with full relative accuracy in the tail.
double erfc(double x);

/// x with the value of |x| raised to the nearest multiple of 10^-decimals, half away from zero, decided on
/// the shortest decimal form of x (so 1.005 with two decimals is 1.01), as a scaled integer.
/// A whole number from 2^53 on needs no rounding and keeps its own digits rather than the shortest form's zeros.
/// Returns false where the result does not fit 64 bits or x is not finite. decimals 0 … 18.
bool round_to_scale(double x, int decimals, std::int64_t& scaled);
/// The array form: where the value does not fit, out[i] is 0 and valid[i] is set to 0 (valid may not be null; it is
/// only cleared).
void round_to_scale(std::size_t n, const double* in, int decimals, std::int64_t* out, std::uint8_t* valid);
/// The double nearest to scaled·10^-decimals (correctly rounded for |scaled| ≤ 2^53 and decimals ≤ 22).
double from_scaled(std::int64_t scaled, int decimals);

}  // namespace synthgen::elementary
