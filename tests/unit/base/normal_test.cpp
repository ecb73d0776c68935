// The normal and exponential tables against Boost.Math, their order, their symmetry, and
// vectors against scalars.
#include "synthgen/base/normal.hpp"

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>

#include "every_target.hpp"
#include "numeric_inputs.hpp"
#include "support/catch.hpp"
#include "synthgen/base/simd.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

using Wide = long double;

/// z with 1 − Φ(z) = p, from Boost's inverse error function.
Wide upper_quantile(double p) {
  return std::sqrt(static_cast<Wide>(2)) * boost::math::erfc_inv(2 * static_cast<Wide>(p));
}

double relative(double got, Wide want) {
  return static_cast<double>(std::fabs((static_cast<Wide>(got) - want) / want));
}

/// Probabilities of all sizes down to `least`, and many near one half.
std::vector<double> probabilities(std::size_t n, double least, std::uint64_t seed) {
  Bits bits(seed);
  std::vector<double> result;
  for (std::size_t i = 0; i < n; ++i) {
    result.push_back(i % 2 == 0 ? bits.magnitude(least, 0.5) : 0.5 - bits.magnitude(1e-12, 0.25));
  }
  return result;
}

}  // namespace

TEST_CASE("normal scores err by at most 1e-9 of themselves, in tails to 1e-300") {
  Worst error;
  const auto check = [&](double p) {
    const Wide want = upper_quantile(p);
    // Next to the middle z itself vanishes; there the error is a rounding of the segment's other end, 0.01.
    const double size = static_cast<double>(want) < 1e-8 ? 1e-8 : static_cast<double>(want);
    error.take(static_cast<double>(std::fabs(static_cast<Wide>(normal_score(1 - p, p)) - want)) / size, p);
  };
  for (const double p : probabilities(100'000, 1e-300, 1)) check(p);
  for (const double p : probabilities(100'000, 1e-16, 2)) check(p);
  INFO(error.at);
  CHECK(error.error < 1e-9);
  CHECK(normal_score(0.5, 0.5) == 0.0);
}

TEST_CASE("exponential scores err by at most 1e-9 of themselves, at both ends") {
  Worst error;
  for (const double p : probabilities(100'000, 1e-300, 3)) {
    error.take(relative(exponential_score(1 - p, p), -std::log(static_cast<Wide>(p))), p);
    error.take(relative(exponential_score(p, 1 - p), -std::log1p(-static_cast<Wide>(p))), p);
  }
  INFO(error.at);
  CHECK(error.error < 1e-9);
}

TEST_CASE("tabulated scores never decrease across a segment's edge, nor from one double to the next") {
  std::size_t falls = 0;
  const auto check = [&](double p) {
    const double next = std::nextafter(p, 1.0);
    if (next > 0.5) return;
    // p is the smaller tail, above for one side and below for the other.
    falls += normal_score(1 - p, p) < normal_score(1 - next, next) ? 1 : 0;
    falls += normal_score(next, 1 - next) < normal_score(p, 1 - p) ? 1 : 0;
    falls += exponential_score(1 - p, p) < exponential_score(1 - next, next) ? 1 : 0;
    falls += exponential_score(next, 1 - next) < exponential_score(p, 1 - p) ? 1 : 0;
  };
  for (int exponent = -54; exponent <= -2; ++exponent) {
    for (int segment = 0; segment < 64; ++segment) {
      double p = std::ldexp(1 + segment / 64.0, exponent);
      for (int step = 0; step < 40 && p > 0x1p-54; ++step) p = std::nextafter(p, 0.0);
      for (int step = 0; step < 80; ++step) {
        check(p);
        p = std::nextafter(p, 1.0);
      }
    }
  }
  for (const double p : probabilities(500'000, 0x1p-54, 4)) check(p);
  CHECK(falls == 0);
}

TEST_CASE("scores of random uniforms are in the uniforms' order") {
  Bits bits(5);
  std::vector<double> u(200'000);
  for (double& value : u) value = static_cast<double>(2 * (bits.next() >> 12) + 1) * 0x1p-53;
  std::sort(u.begin(), u.end());
  std::vector<double> z(u.size()), e(u.size());
  normal_score(u.size(), u.data(), nullptr, z.data());
  exponential_score(u.size(), u.data(), nullptr, e.data());
  CHECK(std::is_sorted(z.begin(), z.end()));
  CHECK(std::is_sorted(e.begin(), e.end()));
}

TEST_CASE("the normal score of a mirrored pair is the negative, exactly") {
  for (const double p : probabilities(100'000, 1e-200, 6)) REQUIRE(normal_score(p, 1 - p) == -normal_score(1 - p, p));
}

TEST_CASE("normal shares keep their digits to the ends of the range, and invert the scores") {
  Bits bits(7);
  Worst error;
  for (int i = 0; i < 100'000; ++i) {
    const double z = bits.between(-8, 37);
    const Wide want = boost::math::erfc(static_cast<Wide>(z) / std::sqrt(static_cast<Wide>(2))) / 2;
    error.take(relative(normal_share_above(z), want), z);
    error.take(relative(normal_share_below(-z), want), z);
  }
  INFO(error.at);
  CHECK(error.error < 1e-15);
  CHECK(normal_share_below(0.0) == 0.5);
  for (const double p : probabilities(2'000, 1e-12, 8)) {
    // An error of 1e-9 in z becomes z·φ/(1 − Φ) ≤ z² + 1 times as much in the share.
    const double z = normal_score(1 - p, p);
    REQUIRE(std::fabs(normal_share_above(z) / p - 1) < 1e-9 * (z * z + 1));
  }
}

TEST_CASE("scores over arrays equal the scalar ones bit for bit on every target") {
  std::vector<double> below, above;
  Bits bits(9);
  for (int i = 0; i < 50'011; ++i) {
    const double p = i % 97 == 0 ? bits.magnitude(1e-300, 0.5)
                                 : (i % 2 == 0 ? bits.magnitude(1e-17, 0.5) : bits.uniform() / 2 + 1e-9);
    below.push_back(i % 3 == 0 ? p : 1 - p);
    above.push_back(i % 3 == 0 ? 1 - p : p);
  }
  for (const double p : {0.5, 0x1p-54, std::nextafter(0x1p-54, 0.0), std::nextafter(0.5, 0.0), 5e-324}) {
    below.push_back(p);
    above.push_back(1 - p);
    below.push_back(1 - p);
    above.push_back(p);
  }
  std::vector<double> z(below.size());
  for (const std::string_view target : simd_targets()) {
    REQUIRE(limit_simd_targets(target));
    for (const std::size_t n : {std::size_t{0}, std::size_t{1}, std::size_t{5}, std::size_t{15}, below.size()}) {
      INFO(target << " " << n);
      std::size_t wrong = 0;
      normal_score(n, below.data(), above.data(), z.data());
      for (std::size_t i = 0; i < n; ++i) wrong += same_bits(z[i], normal_score(below[i], above[i])) ? 0 : 1;
      exponential_score(n, below.data(), above.data(), z.data());
      for (std::size_t i = 0; i < n; ++i) wrong += same_bits(z[i], exponential_score(below[i], above[i])) ? 0 : 1;
      CHECK(wrong == 0);
    }
    // Without the second array the tail above is one minus below; output over input.
    std::vector<double> u;
    for (int i = 0; i < 1'003; ++i) u.push_back(static_cast<double>(2 * (bits.next() >> 12) + 1) * 0x1p-53);
    std::vector<double> out = u;
    normal_score(out.size(), out.data(), nullptr, out.data());
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < u.size(); ++i) wrong += same_bits(out[i], normal_score(u[i], 1 - u[i])) ? 0 : 1;
    out = u;
    exponential_score(out.size(), out.data(), nullptr, out.data());
    for (std::size_t i = 0; i < u.size(); ++i) wrong += same_bits(out[i], exponential_score(u[i], 1 - u[i])) ? 0 : 1;
    CHECK(wrong == 0);
  }
  REQUIRE(limit_simd_targets(""));
}

TEST_CASE("shares of scores have the digits of their smaller side, and end where draws do") {
  Bits bits(11);
  std::vector<double> z;
  for (int i = 0; i < 100'003; ++i) z.push_back(bits.between(-8.2, 8.2));
  z.insert(z.end(), {0.0, -0.0, 8.2, -8.2, 1e-300, -1e-300});
  std::vector<double> below(z.size());
  std::vector<double> above(z.size());
  on_every_target([&] {
    score_shares(z.size(), z.data(), below.data(), above.data());
    Worst inner;
    Worst outer;
    for (std::size_t i = 0; i < z.size(); ++i) {
      const Wide size = std::fabs(static_cast<Wide>(z[i]));
      const Wide tail = boost::math::erfc(size / std::sqrt(static_cast<Wide>(2))) / 2;
      (size < 3 ? inner : outer).take(relative(z[i] < 0 ? below[i] : above[i], tail), z[i]);
      CHECK(below[i] + above[i] == 1.0);
    }
    INFO(inner.at << " " << outer.at);
    CHECK(inner.error < 2e-9);
    CHECK(outer.error < 5e-8);
  });
  const std::vector<double> first_below = below;
  limit_simd_targets("scalar");
  score_shares(z.size(), z.data(), below.data(), above.data());
  limit_simd_targets("");
  CHECK(std::equal(below.begin(), below.end(), first_below.begin(), same_bits));
  on_every_target([&] {
    std::vector<double> alone(z.size());
    std::vector<std::uint64_t> digits(z.size());
    shares_below(z.size(), z.data(), alone.data());
    share_bits(z.size(), z.data(), digits.data());
    CHECK(std::equal(alone.begin(), alone.end(), first_below.begin(), same_bits));
    std::size_t different = 0;
    for (std::size_t i = 0; i < z.size(); ++i) {
      different += digits[i] != static_cast<std::uint64_t>(first_below[i] * 0x1p63) << 1 ? 1 : 0;
    }
    CHECK(different == 0);
  });
  const double far[] = {1e300, -1e300, 9.0, -9.0};
  double low[4];
  double high[4];
  score_shares(4, far, low, high);
  for (int i = 0; i < 4; ++i) {
    CHECK(std::min(low[i], high[i]) > 0x1p-54);
    CHECK(std::min(low[i], high[i]) < 0x1p-52);
  }
}
