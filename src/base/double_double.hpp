// Unevaluated sums of two doubles (Dekker 1971, Knuth 1969), without fused operations:
// the extra digits that pow, log10 and argument reduction need.
#pragma once

#include <bit>
#include <cstdint>

namespace synthgen::elementary {

/// hi + lo with |lo| at most half a unit in the last place of hi.
struct DoubleDouble {
  double hi = 0;
  double lo = 0;
};

/// Exact a + b for |a| ≥ |b| or a = 0.
inline DoubleDouble fast_two_sum(double a, double b) {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}

/// Exact a + b.
inline DoubleDouble two_sum(double a, double b) {
  const double sum = a + b;
  const double part = sum - a;
  return {sum, (a - (sum - part)) + (b - part)};
}

/// Exact a·b for magnitudes between 2^-480 and 2^480, by Veltkamp's splitting.
inline DoubleDouble two_product(double a, double b) {
  constexpr double kSplitter = 134217729.0;  // 2^27 + 1
  const double a_scaled = kSplitter * a;
  const double a_hi = a_scaled - (a_scaled - a);
  const double a_lo = a - a_hi;
  const double b_scaled = kSplitter * b;
  const double b_hi = b_scaled - (b_scaled - b);
  const double b_lo = b - b_hi;
  const double product = a * b;
  return {product, ((a_hi * b_hi - product) + a_hi * b_lo + a_lo * b_hi) + a_lo * b_lo};
}

inline DoubleDouble operator+(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble high = two_sum(a.hi, b.hi);
  return fast_two_sum(high.hi, high.lo + (a.lo + b.lo));
}

inline DoubleDouble operator*(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble high = two_product(a.hi, b.hi);
  return fast_two_sum(high.hi, high.lo + (a.hi * b.lo + a.lo * b.hi));
}

/// value·2^exponent with one rounding where the result is normal; |exponent| ≤ 4200.
inline double scale_by_power_of_two(double value, int exponent) {
  const auto power = [](int e) { return std::bit_cast<double>(static_cast<std::uint64_t>(e + 1023) << 52); };
  while (exponent > 1000) {
    value *= power(1000);
    exponent -= 1000;
  }
  while (exponent < -1000) {
    // Going down in one last step keeps the rounding of a subnormal result single.
    const int step = exponent < -2000 ? 1000 : -exponent - 1000;
    value *= power(-step);
    exponent += step;
  }
  return value * power(exponent);
}

}  // namespace synthgen::elementary
