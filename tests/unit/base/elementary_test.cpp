// Elementary functions: accuracy against the 64-bit mantissas of long double, whole
// results that must be exact, special values, and array forms equal to scalar ones.
#include "synthgen/base/elementary.hpp"

#include <limits>

#include "numeric_inputs.hpp"
#include "support/catch.hpp"
#include "synthgen/base/simd.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
const double kNaN = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("exp and expm1 err by less than the promised two units in the last place") {
  Bits bits(1);
  Worst exp_error, expm1_error;
  for (int i = 0; i < 400'000; ++i) {
    const double x = i % 2 == 0 ? bits.between(-746, 710) : (i % 4 == 1 ? 1 : -1) * bits.magnitude(1e-18, 50);
    exp_error.take(ulps(elementary::exp(x), std::exp(static_cast<long double>(x))), x);
    expm1_error.take(ulps(elementary::expm1(x), std::expm1(static_cast<long double>(x))), x);
  }
  INFO(exp_error.at << " " << expm1_error.at);
  // Measured 0.9 and 1.2; a wrong coefficient or reduction gives thousands.
  CHECK(exp_error.error < 1.05);
  CHECK(expm1_error.error < 1.6);
}

TEST_CASE("log, log1p and log10 err by less than the promised two units in the last place") {
  Bits bits(2);
  Worst log_error, log1p_error, log10_error;
  for (int i = 0; i < 400'000; ++i) {
    double x = bits.magnitude(5e-324, 1.7e308);
    if (i % 3 == 0) x = bits.between(0.5, 2);
    if (i % 3 == 1) x = 1 + (bits.uniform() - 0.5) * bits.magnitude(1e-14, 0.1);
    const long double wide = x;
    log_error.take(ulps(elementary::log(x), std::log(wide)), x);
    log10_error.take(ulps(elementary::log10(x), std::log10(wide)), x);
    const double small = (i % 2 == 0 ? 1 : -1) * bits.magnitude(1e-300, 0.999);
    log1p_error.take(ulps(elementary::log1p(small), std::log1p(static_cast<long double>(small))), small);
    log1p_error.take(ulps(elementary::log1p(x), std::log1p(wide)), x);
  }
  INFO(log_error.at << " " << log1p_error.at << " " << log10_error.at);
  CHECK(log_error.error < 1.0);
  CHECK(log1p_error.error < 1.5);
  CHECK(log10_error.error < 0.51);
}

TEST_CASE("pow errs by less than the promised two units in the last place") {
  Bits bits(3);
  Worst general, whole;
  for (int i = 0; i < 400'000; ++i) {
    const double x = i % 2 == 0 ? bits.magnitude(1e-300, 1e300) : bits.between(0.5, 2);
    const double span = 744.0 / std::fabs(std::log(x));
    const double y = bits.between(-span, span);
    // Of long double's own error: y·log(x) up to 744 leaves 2^-64·744, a third of a unit here; subnormal results round
    // twice.
    general.take(ulps(elementary::pow(x, y), std::pow(static_cast<long double>(x), static_cast<long double>(y))), x);
    const double n = static_cast<double>(static_cast<int>(bits.next() % 65) - 32);
    const long double want = std::pow(static_cast<long double>(x), static_cast<long double>(n));
    whole.take(ulps(elementary::pow(x, n), want), x);
    whole.take(ulps(elementary::pow(-x, n), std::fmod(n, 2.0) == 0 ? want : -want), -x);
  }
  INFO(general.at << " " << whole.at);
  CHECK(general.error < 1.4);
  // Correctly rounded but for subnormal results (and the reference's own error).
  CHECK(whole.error < 0.76);
}

TEST_CASE("powers and logarithms with whole results are exact") {
  for (int n = 0; n <= 22; ++n) {
    const double power = static_cast<double>(std::pow(10.0L, static_cast<long double>(n)));
    CHECK(elementary::pow(10.0, n) == power);
    CHECK(elementary::log10(power) == n);
  }
  for (int n = -1074; n <= 1023; ++n) {
    REQUIRE(elementary::pow(2.0, n) == std::ldexp(1.0, n));
  }
  Bits bits(4);
  for (int i = 0; i < 50'000; ++i) {
    const double x = std::floor(bits.between(-200'000, 200'000));
    REQUIRE(elementary::pow(x, 2) == x * x);
    REQUIRE(elementary::pow(x, 3) == x * x * x);
    const double y = bits.magnitude(1e-300, 1e300);
    REQUIRE(elementary::pow(y, -1) == 1 / y);
    REQUIRE(elementary::pow(y, 1) == y);
    REQUIRE(elementary::pow(y, 0.5) == std::sqrt(y));
  }
}

TEST_CASE("sin, cos and atan2 err by less than two units in the last place, at all sizes") {
  Bits bits(5);
  Worst sin_error, cos_error, atan_error;
  for (int i = 0; i < 300'000; ++i) {
    // x87's own reduction by a 66-bit π would be the larger error beyond a few thousand; glibc's sinl reduces fully.
    const double x = (i % 2 == 0 ? 1 : -1) * (i % 3 == 0 ? bits.magnitude(1e-20, 1e300) : bits.between(0, 1000));
    sin_error.take(ulps(elementary::sin(x), std::sin(static_cast<long double>(x))), x);
    cos_error.take(ulps(elementary::cos(x), std::cos(static_cast<long double>(x))), x);
    const double rise = (bits.next() % 2 == 0 ? 1 : -1) * bits.magnitude(1e-5, 1e5);
    const double run = (bits.next() % 2 == 0 ? 1 : -1) * bits.magnitude(1e-5, 1e5);
    atan_error.take(
        ulps(elementary::atan2(rise, run), std::atan2(static_cast<long double>(rise), static_cast<long double>(run))),
        rise / run);
  }
  // Doubles that come next to multiples of π/2, the worst of all at 6381956970095103·2^797.
  for (const double x : {0x1.921fb54442d18p+0, 0x1.921fb54442d18p+1, std::ldexp(6381956970095103.0, 797), 1e22,
                         0x1.fffffffffffffp1023, 355.0, 5.2454314159265358e15}) {
    sin_error.take(ulps(elementary::sin(x), std::sin(static_cast<long double>(x))), x);
    cos_error.take(ulps(elementary::cos(x), std::cos(static_cast<long double>(x))), x);
  }
  INFO(sin_error.at << " " << cos_error.at << " " << atan_error.at);
  CHECK(sin_error.error < 1.0);
  CHECK(cos_error.error < 1.0);
  CHECK(atan_error.error < 1.7);
}

TEST_CASE("elementary functions give the special values of IEC 60559") {
  CHECK(elementary::exp(0.0) == 1.0);
  CHECK(elementary::exp(-746.0) == 0.0);
  CHECK(elementary::exp(-745.0) == 5e-324);
  CHECK(elementary::exp(709.79) == kInf);
  CHECK(elementary::exp(-kInf) == 0.0);
  CHECK(elementary::exp(kInf) == kInf);
  CHECK(std::isnan(elementary::exp(kNaN)));
  CHECK(elementary::expm1(-kInf) == -1.0);
  CHECK(elementary::log(0.0) == -kInf);
  CHECK(elementary::log(1.0) == 0.0);
  CHECK(elementary::log(kInf) == kInf);
  CHECK(std::isnan(elementary::log(-1.0)));
  CHECK(std::isnan(elementary::log(kNaN)));
  CHECK(elementary::log1p(-1.0) == -kInf);
  CHECK(std::isnan(elementary::log1p(-1.5)));
  CHECK(elementary::pow(0.0, 0.0) == 1.0);
  CHECK(elementary::pow(0.0, -1.0) == kInf);
  CHECK(elementary::pow(-0.0, -3.0) == -kInf);
  CHECK(elementary::pow(-8.0, 3.0) == -512.0);
  CHECK(std::isnan(elementary::pow(-8.0, 1.0 / 3)));
  CHECK(elementary::pow(1.0, kNaN) == 1.0);
  CHECK(elementary::pow(2.0, kInf) == kInf);
  CHECK(elementary::pow(0.5, kInf) == 0.0);
  CHECK(elementary::pow(-1.0, kInf) == 1.0);
  CHECK(elementary::pow(10.0, 400.0) == kInf);
  CHECK(elementary::pow(10.0, -400.0) == 0.0);
  CHECK(elementary::pow(1.5, 1e300) == kInf);
  CHECK(std::isnan(elementary::sin(kInf)));
  CHECK(std::isnan(elementary::cos(kNaN)));
  CHECK(elementary::cos(0.0) == 1.0);
  CHECK(same_bits(elementary::sin(-0.0), -0.0));
  for (const double y : {0.0, -0.0, 1.0, -1.0, kInf, -kInf}) {
    for (const double x : {0.0, -0.0, 1.0, -1.0, kInf, -kInf}) {
      INFO(y << " " << x);
      CHECK(same_bits(elementary::atan2(y, x),
                      static_cast<double>(std::atan2(static_cast<long double>(y), static_cast<long double>(x)))));
    }
  }
}

TEST_CASE("exp and log over arrays equal the scalar forms bit for bit on every target") {
  Bits bits(6);
  std::vector<double> in;
  for (int i = 0; i < 100'003; ++i) {
    if (i % 4 == 0) in.push_back(bits.between(-760, 720));
    if (i % 4 == 1) in.push_back(bits.magnitude(5e-324, 1.7e308));
    if (i % 4 == 2) in.push_back(std::bit_cast<double>(bits.next()));
    if (i % 4 == 3) in.push_back(bits.between(0, 2));
  }
  for (const double special : {0.0, -0.0, 1.0, kInf, -kInf, kNaN, 5e-324, -5e-324, 709.782712893384, 709.79, -745.2})
    in.push_back(special);
  std::vector<double> out(in.size());
  for (const std::string_view target : simd_targets()) {
    REQUIRE(limit_simd_targets(target));
    // Lengths that end in every possible part of a vector, in place and apart.
    for (std::size_t n : {std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{13}, in.size()}) {
      std::fill(out.begin(), out.end(), -77.0);
      elementary::exp(n, in.data(), out.data());
      std::vector<double> logs = in;
      elementary::log(n, logs.data(), logs.data());
      std::size_t wrong = 0;
      for (std::size_t i = 0; i < n; ++i) {
        wrong += same_bits(out[i], elementary::exp(in[i])) ? 0 : 1;
        wrong += same_bits(logs[i], elementary::log(in[i])) ? 0 : 1;
      }
      for (std::size_t i = n; i < in.size(); ++i) wrong += out[i] == -77.0 && same_bits(logs[i], in[i]) ? 0 : 1;
      INFO(target << " " << n);
      CHECK(wrong == 0);
    }
  }
  REQUIRE(limit_simd_targets(""));
}
