// exp, log and their kin in scalar form. Methods: argument reduction after Cody and
// Waite (1980), polynomials of our own, double-double logarithm (Dekker 1971) inside pow
// and log10, so that whole powers and whole logarithms come out whole.
#include "synthgen/base/elementary.hpp"

#include <cmath>

#include "double_double.hpp"
#include "elementary_kernels.hpp"

namespace synthgen::elementary {
namespace {

/// log(x) with about 68 correct bits, x > 0 and finite.
DoubleDouble log_fine(double x) {
  using namespace constants;
  const auto [k, m] = split_exponent(x);
  const double f = m - 1.0;  // exact
  const DoubleDouble divisor = two_sum(2.0, f);
  // s = f / (2 + f): a quotient and the quotient of its remainder.
  DoubleDouble s{f / divisor.hi, 0.0};
  const DoubleDouble back = two_product(s.hi, divisor.hi);
  s.lo = (((f - back.hi) - back.lo) - s.hi * divisor.lo) / divisor.hi;
  const DoubleDouble z = s * s;
  const DoubleDouble cube = (s * z) * DoubleDouble{0x1.5555555555555p-1, 0x1.5555555555555p-55};
  const double tail = s.hi * (z.hi * z.hi) * split_polynomial(kLogFineTail, z.hi);
  const DoubleDouble log_m = DoubleDouble{2.0 * s.hi, 2.0 * s.lo} + (cube + DoubleDouble{tail, 0.0});
  const DoubleDouble log_power = two_sum(k * kLn2High, k * kLn2Low);
  return log_power + log_m;
}

/// x^n for finite x > 0 and n of moderate size, by repeated squaring in double-double: the correctly rounded
/// result but for ties closer than 2^-90, so exact wherever a double can hold it.
double whole_power(double x, int n) {
  const auto [k, m] = split_exponent(x);
  const unsigned times = static_cast<unsigned>(n < 0 ? -n : n);
  DoubleDouble power{1.0, 0.0};
  DoubleDouble square{m, 0.0};
  for (unsigned rest = times; rest != 0; rest >>= 1) {
    if ((rest & 1u) != 0) power = power * square;
    if (rest > 1) square = square * square;
  }
  if (n < 0) {
    const double quotient = 1.0 / power.hi;
    const DoubleDouble back = two_product(quotient, power.hi);
    const double rest = ((1.0 - back.hi) - back.lo) - quotient * power.lo;
    power = fast_two_sum(quotient, quotient * rest);
  }
  return scale_by_power_of_two(power.hi, static_cast<int>(k) * n);
}

constexpr double kLargestWholePower = 32;

/// x^y for finite x > 0, x ≠ 1, and finite y ≠ 0.
double positive_power(double x, double y) {
  if (y == 1.0) return x;
  if (y == 0.5) return std::sqrt(x);
  if (std::fabs(y) <= kLargestWholePower && y == std::floor(y)) return whole_power(x, static_cast<int>(y));
  const DoubleDouble logarithm = log_fine(x);
  const double estimate = y * logarithm.hi;
  if (estimate > 710.0) return kInfinity;
  if (estimate < -746.0) return 0.0;
  if (std::fabs(estimate) < 0x1p-60) return 1.0 + estimate;
  const DoubleDouble product = two_product(y, logarithm.hi);
  return exp_kernel(product.hi, product.lo + y * logarithm.lo);
}

}  // namespace

double exp(double x) {
  if (x != x) return kNan;
  const double floored = x > -746.0 ? x : -746.0;
  return exp_kernel(floored < 710.0 ? floored : 710.0, 0.0);
}

double expm1(double x) {
  using namespace constants;
  if (x != x) return kNan;
  if (x > 710.0) return kInfinity;
  if (x < -40.0) return -1.0;
  if (std::fabs(x) < 0x1p-54) return x;
  if (x > 40.0) return exp_kernel(x, 0.0);
  if (std::fabs(x) <= 0.3465) return x + (x * x) * split_polynomial(kExpTail, x);
  const double shifted = x * kLog2E + kRounder;
  const double k = shifted - kRounder;
  const double high = x - k * kLn2High;
  const double low = k * kLn2Low;
  const double r = high - low;
  const double r_low = (high - r) - low;
  // 2^k·(exp(r) − 1 + (1 − 2^−k)): the bracket's second term is exact, so only the sums round.
  const double curve = (r * r) * split_polynomial(kExpTail, r) + r_low;
  const int exponent = static_cast<int>(k);
  const DoubleDouble line = two_sum(1.0 - scale_by_power_of_two(1.0, -exponent), r);
  return scale_by_power_of_two(line.hi + (line.lo + curve), exponent);
}

double log(double x) {
  if (!(x > 0.0)) return x == 0.0 ? -kInfinity : kNan;
  if (x == kInfinity) return x;
  const auto [k, m] = split_exponent(x);
  return log_kernel(k, m - 1.0, 0.0);
}

double log1p(double x) {
  if (!(x > -1.0)) return x == -1.0 ? -kInfinity : kNan;
  if (x == kInfinity) return x;
  if (std::fabs(x) < 0x1p-54) return x;
  if (x > -0.2928 && x < 0.4142) return log_kernel(0.0, x, 0.0);
  const double sum = 1.0 + x;
  const double lost = x > 1.0 ? 1.0 - (sum - x) : x - (sum - 1.0);
  const auto [k, m] = split_exponent(sum);
  return log_kernel(k, m - 1.0, lost / sum);
}

double log10(double x) {
  if (!(x > 0.0)) return x == 0.0 ? -kInfinity : kNan;
  if (x == kInfinity) return x;
  const DoubleDouble result = log_fine(x) * DoubleDouble{0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57};
  return result.hi + result.lo;
}

double pow(double x, double y) {
  if (y == 0.0 || x == 1.0) return 1.0;
  if (x != x || y != y) return kNan;
  const bool whole = std::fabs(y) >= 0x1p53 || y == std::floor(y);
  const bool odd = whole && std::fabs(y) < 0x1p53 && (static_cast<std::int64_t>(y) & 1) != 0;
  const double magnitude = std::fabs(x);
  const double sign = odd && std::signbit(x) ? -1.0 : 1.0;
  if (std::fabs(y) == kInfinity) {
    if (magnitude == 1.0) return 1.0;
    return (magnitude > 1.0) == (y > 0.0) ? kInfinity : 0.0;
  }
  if (magnitude == 0.0) return sign * (y > 0.0 ? 0.0 : kInfinity);
  if (magnitude == kInfinity) return sign * (y > 0.0 ? kInfinity : 0.0);
  if (x < 0.0 && !whole) return kNan;
  if (magnitude == 1.0) return sign;
  return sign * positive_power(magnitude, y);
}

}  // namespace synthgen::elementary
