// Rounding of doubles to decimals, half away from zero on their shortest decimal form.
#include <array>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <limits>

#include "synthgen/base/elementary.hpp"
#include "synthgen/base/number_text.hpp"

namespace synthgen::elementary {
namespace {

/// Powers of ten that a double holds exactly.
constexpr double kPowersOfTen[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                   1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

constexpr auto kWholePowersOfTen = [] {
  std::array<std::uint64_t, 20> powers{};
  std::uint64_t power = 1;
  for (auto& entry : powers) {
    entry = power;
    power *= 10;
  }
  return powers;
}();

constexpr std::uint64_t kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

/// The exact decision; magnitude finite and positive.
bool round_magnitude(double magnitude, int decimals, std::uint64_t& scaled) {
  if (magnitude >= 0x1p53) {
    // A whole number already, so there is nothing to round: its own digits, not the shortest form's zeros.
    if (magnitude >= 0x1p63) return false;
    const auto whole = static_cast<std::uint64_t>(magnitude);
    const std::uint64_t power = kWholePowersOfTen[static_cast<std::size_t>(decimals)];
    if (whole > kMost / power) return false;
    scaled = whole * power;
    return true;
  }
  const ShortestDecimal decimal = shortest_decimal(magnitude);
  const int exponent = decimal.exponent + decimals;
  if (exponent >= 0) {
    if (exponent > 18) return false;
    const std::uint64_t power = kWholePowersOfTen[static_cast<std::size_t>(exponent)];
    if (decimal.digits > kMost / power) return false;
    scaled = decimal.digits * power;
    return true;
  }
  if (exponent < -18) {  // fewer than 18 digits, all of them beyond the last decimal
    scaled = 0;
    return true;
  }
  const std::uint64_t power = kWholePowersOfTen[static_cast<std::size_t>(-exponent)];
  scaled = (decimal.digits + power / 2) / power;
  return true;
}

}  // namespace

bool round_to_scale(double x, int decimals, std::int64_t& scaled) {
  assert(decimals >= 0 && decimals <= 18);
  const double magnitude = std::fabs(x);
  if (!(magnitude <= std::numeric_limits<double>::max())) return false;
  const double product = magnitude * kPowersOfTen[decimals];
  std::uint64_t result = 0;
  // The product is within 2^-52 of itself of the shortest decimal times 10^decimals: half of that is the
  // product's rounding, half the distance from x to its shortest form. Twice that is kept away from a tie.
  const double whole = std::floor(product);
  const double fraction = product - whole;
  if (product < 0x1p50 && std::fabs(fraction - 0.5) > product * 0x1p-51) {
    result = static_cast<std::uint64_t>(whole) + (fraction > 0.5 ? 1u : 0u);
  } else if (!round_magnitude(magnitude, decimals, result)) {
    return false;
  }
  scaled = x < 0 ? -static_cast<std::int64_t>(result) : static_cast<std::int64_t>(result);
  return true;
}

double from_scaled(std::int64_t scaled, int decimals) {
  assert(decimals >= 0 && decimals <= 22);
  // Both operands are exact up to 2^53 and 10^22, so the one division rounds correctly.
  return static_cast<double>(scaled) / kPowersOfTen[decimals];
}

}  // namespace synthgen::elementary
