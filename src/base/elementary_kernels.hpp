// The cores of exp and log in scalar form, shared by the functions built on them. The
// SIMD file repeats the same operations in the same order; a test holds them equal.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "elementary_constants.hpp"

namespace synthgen::elementary {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// coefficients[0] + x·(coefficients[1] + …), Horner's rule.
template <std::size_t N>
inline double polynomial(const double (&coefficients)[N], double x) {
  double sum = coefficients[N - 1];
  for (std::size_t i = N - 1; i-- > 0;) sum = sum * x + coefficients[i];
  return sum;
}

/// The same polynomial as even part plus x times odd part: two short chains instead of a long one.
template <std::size_t N>
inline double split_polynomial(const double (&coefficients)[N], double x) {
  const double square = x * x;
  constexpr std::size_t kEven = (N - 1) / 2 * 2;
  constexpr std::size_t kOdd = (N - 2) / 2 * 2 + 1;
  double even = coefficients[kEven];
  for (std::size_t i = kEven; i >= 2; i -= 2) even = even * square + coefficients[i - 2];
  double odd = coefficients[kOdd];
  for (std::size_t i = kOdd; i >= 3; i -= 2) odd = odd * square + coefficients[i - 2];
  return even + x * odd;
}

/// exp(x + low) for −746 ≤ x ≤ 710, low a small correction: Cody and Waite's reduction by ln 2 in two parts
/// ("Software Manual for the Elementary Functions", 1980), then a polynomial.
inline double exp_kernel(double x, double low) {
  using namespace constants;
  const double shifted = x * kLog2E + kRounder;
  const double k = shifted - kRounder;
  const double r = ((x - k * kLn2High) - k * kLn2Low) + low;
  const double mantissa = 1.0 + (r + (r * r) * split_polynomial(kExpTail, r));
  // 2^k in two factors, because k runs beyond the exponents of a double at both ends.
  const std::uint64_t biased = std::bit_cast<std::uint64_t>(shifted) - std::bit_cast<std::uint64_t>(kRounder) + 2048;
  const std::uint64_t half = biased >> 1;
  const double scale1 = std::bit_cast<double>((half - 1) << 52);
  const double scale2 = std::bit_cast<double>((biased - half - 1) << 52);
  return mantissa * scale1 * scale2;
}

/// x = 2^k·m with √½ ≤ m < √2, for x > 0 and finite; subnormal ones too.
struct Exponentiated {
  double k;
  double m;
};

inline Exponentiated split_exponent(double x) {
  using namespace constants;
  constexpr std::uint64_t kRootHalf = 0x3fe6a09e667f3bcdULL;
  constexpr std::uint64_t kShift = 0x4000000000000000ULL;  // 1024 exponents, keeps the difference positive
  const bool subnormal = x < std::numeric_limits<double>::min();
  const double normal = subnormal ? x * 0x1p54 : x;
  const double offset = subnormal ? 1024.0 + 54.0 : 1024.0;
  const auto bits = std::bit_cast<std::uint64_t>(normal);
  const std::uint64_t shifted = bits - kRootHalf + kShift;
  const std::uint64_t exponent = shifted >> 52;
  const double k = (std::bit_cast<double>(exponent + std::bit_cast<std::uint64_t>(kRounder)) - kRounder) - offset;
  return {k, std::bit_cast<double>(bits - (exponent << 52) + kShift)};
}

/// k·ln 2 + log(1 + f) + correction, with the arrangement of terms by which K. C. Ng keeps the error below one
/// unit in the last place (the method of the "freely distributable" libm, 1993; coefficients are our own).
inline double log_kernel(double k, double f, double correction) {
  using namespace constants;
  const double s = f / (2.0 + f);
  const double z = s * s;
  const double tail = z * split_polynomial(kLogTail, z);
  const double half_square = 0.5 * f * f;
  return k * kLn2High - ((half_square - (s * (half_square + tail) + (k * kLn2Low + correction))) - f);
}

}  // namespace synthgen::elementary
