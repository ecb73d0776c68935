// The error function and the gamma functions against Boost.Math in long double.
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include "numeric_inputs.hpp"
#include "support/catch.hpp"
#include "synthgen/base/elementary.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

using Wide = long double;

double relative(double got, Wide want) {
  return static_cast<double>(std::fabs((static_cast<Wide>(got) - want) / want));
}

/// The largest relative error of both shares over points of x around a, as far as the tails reach 1e-250.
struct ShareErrors {
  Worst below, above;
  void take(double a, double x) {
    if (!(x > 0)) return;
    const Wide p = boost::math::gamma_p(static_cast<Wide>(a), static_cast<Wide>(x));
    const Wide q = boost::math::gamma_q(static_cast<Wide>(a), static_cast<Wide>(x));
    if (p > 1e-250L) below.take(relative(elementary::gamma_p(a, x), p), x);
    if (q > 1e-250L) above.take(relative(elementary::gamma_q(a, x), q), x);
  }
};

}  // namespace

TEST_CASE("erfc keeps its digits from one end of its range to the other") {
  Bits bits(1);
  Worst error;
  for (int i = 0; i < 200'000; ++i) {
    const double x = i % 2 == 0 ? bits.between(-6, 26) : bits.between(-1, 3);
    error.take(relative(elementary::erfc(x), boost::math::erfc(static_cast<Wide>(x))), x);
  }
  INFO(error.at);
  CHECK(error.error < 6e-16);
  CHECK(elementary::erfc(0.0) == 1.0);
  CHECK(elementary::erfc(30.0) == 0.0);
  CHECK(elementary::erfc(-30.0) == 2.0);
}

TEST_CASE("log_gamma keeps its digits, at its zeros too") {
  Bits bits(2);
  Worst error;
  for (int i = 0; i < 100'000; ++i) {
    double x = bits.magnitude(1e-300, 1e300);
    if (i % 4 == 0) x = bits.between(0, 15);
    if (i % 4 == 1) x = 1 + (bits.uniform() - 0.5) * bits.magnitude(1e-10, 1);
    if (i % 4 == 2) x = 2 + (bits.uniform() - 0.5) * bits.magnitude(1e-10, 1);
    const Wide want = boost::math::lgamma(static_cast<Wide>(x));
    if (want != 0) error.take(relative(elementary::log_gamma(x), want), x);
  }
  INFO(error.at);
  CHECK(error.error < 2e-15);
  CHECK(elementary::log_gamma(1.0) == 0.0);
  CHECK(elementary::log_gamma(2.0) == 0.0);
}

TEST_CASE("gamma_p and gamma_q keep their own digits for shapes of ordinary size") {
  Bits bits(3);
  ShareErrors errors;
  for (int i = 0; i < 60'000; ++i) {
    const double a = bits.magnitude(1e-3, 200);
    errors.take(a, i % 2 == 0 ? bits.magnitude(1e-6, 600) : a * bits.between(0.3, 2));
  }
  INFO(errors.below.at << " " << errors.above.at);
  // Shares are exp(−y) with y to 575, whose last place alone is 1.1e-13; most are far better.
  CHECK(errors.below.error < 2.5e-13);
  CHECK(errors.above.error < 2.5e-13);
}

TEST_CASE("gamma_p and gamma_q keep their own digits for tiny shapes") {
  Bits bits(4);
  ShareErrors errors;
  for (int i = 0; i < 20'000; ++i) errors.take(bits.magnitude(1e-12, 1), bits.magnitude(1e-12, 20));
  INFO(errors.below.at << " " << errors.above.at);
  CHECK(errors.below.error < 1e-13);
  CHECK(errors.above.error < 1e-13);
}

TEST_CASE("gamma_p and gamma_q keep their own digits around the middle of huge shapes") {
  Bits bits(5);
  ShareErrors near, far;
  for (int i = 0; i < 6'000; ++i) {
    const double a = bits.magnitude(20, 1e9);
    // Within 8 standard deviations; beyond, to the ends of the uniform expansion's region.
    near.take(a, a + bits.between(-8, 8) * std::sqrt(a));
    if (a < 1e4) far.take(a, a * bits.between(0.5, 1.6));
  }
  INFO(near.below.at << " " << near.above.at << " " << far.below.at << " " << far.above.at);
  CHECK(near.below.error < 1e-13);
  CHECK(near.above.error < 1e-13);
  // Far out the shares are exp(−y) with y to 575: each unit in y's last place is 1.1e-13, and y has a few.
  CHECK(far.below.error < 1e-12);
  CHECK(far.above.error < 1e-12);
}

TEST_CASE("the incomplete gamma functions have the right ends and add up to one") {
  CHECK(elementary::gamma_p(2.5, 0.0) == 0.0);
  CHECK(elementary::gamma_q(2.5, 0.0) == 1.0);
  CHECK(elementary::gamma_q(2.5, 1e308) == 0.0);
  CHECK(std::isnan(elementary::gamma_p(-1.0, 1.0)));
  CHECK(std::isnan(elementary::gamma_p(1.0, -1.0)));
  Bits bits(6);
  for (int i = 0; i < 20'000; ++i) {
    const double a = bits.magnitude(1e-3, 1e6);
    const double x = a * bits.magnitude(0.2, 5);
    REQUIRE(std::fabs(elementary::gamma_p(a, x) + elementary::gamma_q(a, x) - 1) <= 0x1p-52);
  }
}
