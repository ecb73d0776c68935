// The incomplete beta function and the inverses of beta and gamma, against Boost.Math in long double.
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include "numeric_inputs.hpp"
#include "support/catch.hpp"
#include "synthgen/base/elementary.hpp"
#include "synthgen/base/share_functions.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

using Wide = long double;

double relative(double got, Wide want) {
  return static_cast<double>(std::fabs((static_cast<Wide>(got) - want) / want));
}

struct ShareErrors {
  Worst below, above;
  void take(double a, double b, double odds) {
    const Wide x = static_cast<Wide>(odds) / (1 + static_cast<Wide>(odds));
    const Wide y = 1 / (1 + static_cast<Wide>(odds));
    // Boost takes x alone, so the end that is near 1 is asked for from the other side.
    const bool small = x < 0.5L;
    const Wide p = small ? boost::math::ibeta(static_cast<Wide>(a), static_cast<Wide>(b), x)
                         : boost::math::ibetac(static_cast<Wide>(b), static_cast<Wide>(a), y);
    const Wide q = small ? boost::math::ibetac(static_cast<Wide>(a), static_cast<Wide>(b), x)
                         : boost::math::ibeta(static_cast<Wide>(b), static_cast<Wide>(a), y);
    const elementary::SharePair ours = elementary::beta_shares(a, b, odds);
    if (p > 1e-250L) below.take(relative(ours.below, p), odds);
    if (q > 1e-250L) above.take(relative(ours.above, q), odds);
  }
};

}  // namespace

TEST_CASE("the incomplete beta function keeps the digits of both shares") {
  Bits bits(3);
  for (const auto& [least, greatest, limit] :
       {std::tuple(1e-3, 1.0, 1e-12), std::tuple(0.1, 50.0, 1e-12), std::tuple(1.0, 1e4, 1e-12),
        std::tuple(1e-3, 1e6, 5e-12), std::tuple(300.0, 1e6, 5e-12)}) {
    ShareErrors errors;
    double worst_a = 0, worst_b = 0, worst = 0;
    for (int i = 0; i < 4000; ++i) {
      const double a = bits.magnitude(least, greatest);
      const double b = bits.magnitude(least, greatest);
      // Around the mean as far as the tails have something, and at any place.
      const double sd = 1 / std::sqrt(a * (b / (a + b)));
      const double t = std::log(a / b) + (bits.uniform() * 20 - 10) * sd;
      const double odds = i % 3 == 0 ? bits.magnitude(1e-12, 1e12) : std::exp(std::max(-600.0, std::min(600.0, t)));
      errors.take(a, b, odds);
      const double now = std::max(errors.below.error, errors.above.error);
      if (now > worst) {
        worst = now;
        worst_a = a;
        worst_b = b;
      }
    }
    INFO(errors.below.error << " " << errors.above.error << " of " << least << " … " << greatest << ": a = " << worst_a
                            << ", b = " << worst_b << ", odds " << errors.below.at << " and " << errors.above.at);
    CHECK(errors.below.error < limit);
    CHECK(errors.above.error < limit);
  }
  CHECK(elementary::beta_shares(2, 3, 0).below == 0);
  CHECK(elementary::beta_shares(2, 3, INFINITY).above == 0);
  // I_x(1, 1) = x, I_x(a, 1) = x^a.
  CHECK(elementary::beta_shares(1, 1, 3).below == Approx(0.75).epsilon(1e-15));
  CHECK(elementary::beta_shares(5, 1, 1).below == Approx(0.03125).epsilon(1e-14));
}

TEST_CASE("the inverses of gamma and beta lead back to the share, in the tails too") {
  Bits bits(4);
  Worst gamma_error;
  Worst beta_error;
  double worst_p = 0;
  double worst_b = 0;
  for (int i = 0; i < 6000; ++i) {
    const double p = i % 2 == 0 ? 0.5 * bits.uniform() : bits.magnitude(1e-300, 0.5);
    const bool upper = bits.uniform() < 0.5;
    const double below = upper ? 1 - p : p;
    const double above = upper ? p : 1 - p;
    const double a = bits.magnitude(1e-3, i % 3 == 0 ? 1e8 : 1e3);
    const double b = bits.magnitude(1e-3, i % 3 == 0 ? 1e6 : 1e3);
    // In x, whose log is what comes back: the share's own error divided by the density.
    const double t = elementary::gamma_inverse_log(a, below, above);
    if (t > -600) {
      const Wide x = std::exp(static_cast<Wide>(t));
      const Wide share =
          upper ? boost::math::gamma_q(static_cast<Wide>(a), x) : boost::math::gamma_p(static_cast<Wide>(a), x);
      const Wide density = x * boost::math::gamma_p_derivative(static_cast<Wide>(a), x);
      gamma_error.take(static_cast<double>(std::fabs((share - p) / density)) / std::max(1.0, std::fabs(t)), a);
    }
    const double s = elementary::beta_inverse_log_odds(a, b, below, above);
    if (std::fabs(s) < 500) {
      const double odds = std::exp(s);
      const elementary::SharePair shares = elementary::beta_shares(a, b, odds);
      const double density = elementary::beta_log_odds_density(a, b, odds);
      const double error = std::fabs((upper ? shares.above : shares.below) - p) / density / std::max(1.0, std::fabs(s));
      if (error > beta_error.error) {
        worst_p = p;
        worst_b = b;
      }
      beta_error.take(error, a);
    }
  }
  INFO(gamma_error.error << " " << beta_error.error << " gamma at " << gamma_error.at << ", beta at " << beta_error.at
                         << " " << worst_b << " p " << worst_p);
  CHECK(gamma_error.error < 1e-12);
  CHECK(beta_error.error < 1e-12);
}
