// Rounding to decimals: ties on the shortest decimal form, agreement of the fast and the
// exact decision, limits, and arrays against scalars.
#include <limits>

#include "numeric_inputs.hpp"
#include "support/catch.hpp"
#include "synthgen/base/elementary.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/base/simd.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

/// The definition, digit by digit: the shortest decimal, cut and rounded half up with 128-bit integers.
bool by_definition(double x, int decimals, std::int64_t& scaled) {
  if (!std::isfinite(x)) return false;
  if (x == 0) {
    scaled = 0;
    return true;
  }
  unsigned __int128 digits;
  int exponent;
  if (std::fabs(x) >= 0x1p53) {
    if (std::fabs(x) >= 0x1p63) return false;
    digits = static_cast<std::uint64_t>(std::fabs(x));
    exponent = decimals;
  } else {
    const ShortestDecimal decimal = shortest_decimal(std::fabs(x));
    digits = decimal.digits;
    exponent = decimal.exponent + decimals;
  }
  for (; exponent > 0; --exponent) {
    digits *= 10;
    if (digits > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return false;
  }
  for (; exponent < -1; ++exponent) digits /= 10;
  if (exponent == -1) digits = digits / 10 + (digits % 10 >= 5 ? 1 : 0);
  scaled = x < 0 ? -static_cast<std::int64_t>(digits) : static_cast<std::int64_t>(digits);
  return true;
}

std::vector<double> inputs(std::size_t n, std::uint64_t seed) {
  Bits bits(seed);
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i) {
    const double sign = bits.next() % 2 == 0 ? 1 : -1;
    switch (i % 5) {
      case 0:
        values.push_back(sign * bits.between(0, 1000));
        break;
      case 1:
        values.push_back(sign * bits.magnitude(1e-20, 1e20));
        break;
      case 2:  // decimal ties and their neighbours
        values.push_back(sign * (static_cast<double>(bits.next() % 2'000'000) * 10 + 5) /
                         std::pow(10.0, static_cast<double>(1 + bits.next() % 8)));
        break;
      case 3:
        values.push_back(std::nextafter(values.back(), sign * 1e300));
        break;
      default:
        values.push_back(std::bit_cast<double>(bits.next()));
        break;
    }
  }
  for (const double special : {0.0,
                               -0.0,
                               0.5,
                               -0.5,
                               2.5,
                               1.005,
                               -1.005,
                               2.675,
                               0.285,
                               1.45,
                               8.325,
                               0x1p52,
                               0x1p52 + 1,
                               0x1p53,
                               0x1p62,
                               0x1p63,
                               -0x1p63,
                               9.223372036854775e18,
                               1e300,
                               5e-324,
                               0.49999999999999994,
                               4503599627370495.5,
                               std::numeric_limits<double>::infinity(),
                               std::numeric_limits<double>::quiet_NaN()}) {
    values.push_back(special);
  }
  return values;
}

}  // namespace

TEST_CASE("decimal ties round away from zero as people read them") {
  const struct {
    double x;
    int decimals;
    std::int64_t scaled;
  } cases[] = {{1.005, 2, 101},
               {-1.005, 2, -101},
               {2.675, 2, 268},
               {0.285, 2, 29},
               {8.325, 2, 833},
               {0.5, 0, 1},
               {-2.5, 0, -3},
               {1.45, 1, 15},
               {0.49999999999999994, 0, 0},
               {0.1, 18, 100'000'000'000'000'000},
               {1e-19, 18, 0},
               {5e-19, 18, 1},
               {123.456, 0, 123},
               {-0.004, 2, 0},
               {0x1p60, 0, 1'152'921'504'606'846'976}};
  for (const auto& [x, decimals, want] : cases) {
    std::int64_t got = -1;
    INFO(x);
    CHECK(elementary::round_to_scale(x, decimals, got));
    CHECK(got == want);
  }
}

TEST_CASE("values that do not fit 64 bits are refused") {
  std::int64_t got = 7;
  CHECK_FALSE(elementary::round_to_scale(1e19, 0, got));
  CHECK_FALSE(elementary::round_to_scale(-0x1p63, 0, got));
  CHECK_FALSE(elementary::round_to_scale(92233720368547758.08 * 1.001, 2, got));
  CHECK_FALSE(elementary::round_to_scale(10.0, 18, got));
  CHECK_FALSE(elementary::round_to_scale(std::numeric_limits<double>::quiet_NaN(), 2, got));
  CHECK_FALSE(elementary::round_to_scale(-std::numeric_limits<double>::infinity(), 2, got));
  CHECK(elementary::round_to_scale(9.2, 18, got));
  CHECK(got == 9'200'000'000'000'000'000);
}

TEST_CASE("rounding agrees with its definition on ties, neighbours of ties and all sizes") {
  std::size_t wrong = 0;
  for (const int decimals : {0, 1, 2, 4, 6, 9, 15, 18}) {
    for (const double x : inputs(100'000, static_cast<std::uint64_t>(decimals) + 1)) {
      std::int64_t got = 0, want = 0;
      const bool got_valid = elementary::round_to_scale(x, decimals, got);
      const bool want_valid = by_definition(x, decimals, want);
      wrong += got_valid != want_valid || (got_valid && got != want) ? 1 : 0;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("rounding over arrays equals the scalar form on every target and only ever clears validity") {
  const std::vector<double> in = inputs(20'007, 77);
  for (const std::string_view target : simd_targets()) {
    REQUIRE(limit_simd_targets(target));
    for (const int decimals : {0, 2, 4, 12, 18}) {
      for (const std::size_t n : {std::size_t{0}, std::size_t{3}, std::size_t{17}, in.size()}) {
        std::vector<std::int64_t> out(n + 1, -77);
        std::vector<std::uint8_t> valid(n + 1);
        for (std::size_t i = 0; i <= n; ++i) valid[i] = i % 7 != 0;
        elementary::round_to_scale(n, in.data(), decimals, out.data(), valid.data());
        std::size_t wrong = out[n] == -77 && valid[n] == (n % 7 != 0) ? 0 : 1;
        for (std::size_t i = 0; i < n; ++i) {
          std::int64_t want = 0;
          const bool fits = elementary::round_to_scale(in[i], decimals, want);
          wrong += valid[i] == (fits && i % 7 != 0 ? 1 : 0) && (!fits || out[i] == want) ? 0 : 1;
        }
        INFO(target << " " << decimals << " " << n);
        CHECK(wrong == 0);
      }
    }
  }
  REQUIRE(limit_simd_targets(""));
}

TEST_CASE("from_scaled gives the double that the decimal's text reads as") {
  Bits bits(8);
  for (int i = 0; i < 100'000; ++i) {
    const auto scaled = static_cast<std::int64_t>(bits.next() >> 11) * (i % 2 == 0 ? 1 : -1);
    const int decimals = static_cast<int>(bits.next() % 19);
    REQUIRE(elementary::from_scaled(scaled, decimals) == parse_number(decimal_text(scaled, decimals)));
  }
}
