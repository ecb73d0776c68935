// Correlations under Student's copula, against numbers computed in Python by other
// methods; and the course of correlations under both copulas.
#include <cmath>
#include <utility>

#include "margins.hpp"
#include "pair_covariance.hpp"
#include "prepared_column.hpp"
#include "student_mixture.hpp"
#include "support/catch.hpp"

using namespace synthgen;
using namespace synthgen::test;

TEST_CASE("the correlation rises steadily with that of the scores") {
  const std::pair<const Margin*, const Margin*> pairs[] = {{&kTenth, &kTenth},    {&kThree, &kThreeOne},
                                                           {&kTwenty, &kThirty},  {&kInflated, &kInflated},
                                                           {&kInflated, &kTenth}, {&kNormal, &kFewEvents}};
  const StudentMixture mixture(4);
  for (const StudentMixture* copula : {static_cast<const StudentMixture*>(nullptr), &mixture}) {
    for (const auto& [a, b] : pairs) {
      const PreparedColumn first = prepare_column(*a, PreparedFor::values, copula);
      const PreparedColumn second = prepare_column(*b, PreparedFor::values, copula);
      const PairCovariance covariance(first, second, copula);
      // Finely where one method hands over to another, and to the ends.
      double before = covariance.low();
      for (int i = -200; i <= 200; ++i) {
        const double rho = std::sin(M_PI_2 * i / 200);
        const double now = covariance.at(rho);
        INFO(rho << (copula != nullptr ? " Student" : " Gauss"));
        // Rounding, and the nodes of the mixture, may lower what is flat.
        CHECK(now > before - (copula != nullptr ? 1e-6 : 1e-8));
        // No slope by the angle exceeds that of two equal halves much: 2/π per radian, or 1 of smooth ones.
        CHECK(now < before + 1.6 * M_PI_2 / 200);
        before = now;
        if (i % 40 == 0) CHECK(std::fabs(covariance.at(covariance.root(now)) - now) < 1e-9);
      }
    }
  }
}

TEST_CASE("Student's copula has what quadrature of the bivariate t distribution gives") {
  // In Python: T2 given T1 is ρ·T1 + √((1 − ρ²)(df + T1²)/(df + 1)) times a t variable of df + 1 degrees of freedom;
  // Gauss-Legendre quadrature over the normal scores of both, the inner one by scipy.stats.t.cdf for steps.
  constexpr double kTolerance = 5e-6;
  const auto check = [&](const ScoredColumn& a, const ScoredColumn& b, double df, double rho, double want) {
    check_both_ways(a, b, rho, want, kTolerance, Measure::pearson, df);
  };
  check(kTenth, kTenth, 3, -0.9, -0.108593126104);
  check(kTenth, kTenth, 4, 0, 0.069608839333);
  check(kTenth, kTenth, 4, 0.8, 0.560166743885);
  check(kTenth, kTenth, 4, 0.995, 0.929860232955);
  check(kTenth, kRare, 10, 0.3, 0.056562889196);
  check(kFewEvents, kChoice, 4, -0.5, -0.354673536493);
  check(kFewEvents, kChoice, 10, 0.95, 0.845196120133);
  check(kUniform, kUniform, 3, 0.3, 0.275481669264);
  check(kUniform, kUniform, 4, 0.8, 0.772332349377);
  check(kUniform, kUniform, 10, -0.9, -0.888207764544);
  check(kNormal, kNormal, 4, 0.8, 0.793175110812);
  check(kNormal, kNormal, 10, 0.995, 0.994960679757);
  check(lognormal(1), kExponential, 3, -0.5, -0.240850153337);
  check(lognormal(1), kExponential, 4, 0, 0.065188632318);
  check(lognormal(1), kExponential, 4, 0.95, 0.887503681034);
  check(kTenth, lognormal(0.5), 4, 0.3, 0.221350959493);
  check(kTenth, lognormal(0.5), 3, 0.995, 0.728856288480);
  check_both_ways(lognormal(1), kExponential, 0.8, 0.772332349377, kTolerance, Measure::spearman, 4);
  // Of all elliptical copulas, the medians.
  for (const double df : {1.0, 2.5, 40.0, 1e5}) {
    for (const double rho : kRhos) {
      check_both_ways(kHalf, kHalf, rho, 2 / M_PI * std::asin(rho), kTolerance, Measure::pearson, df);
    }
  }
}

TEST_CASE("Student's copula with many degrees of freedom is the Gaussian one") {
  for (const double rho : {-0.6, 0.3, 0.9}) {
    for (const auto* a : {&kTenth, &kExponential, &kInflated}) {
      CHECK(std::fabs(expected(*a, kNormal, rho, Measure::pearson, 1e6) - expected(*a, kNormal, rho)) < 1e-5);
    }
  }
}

TEST_CASE("no correlation takes independent scores, under Student's copula only of symmetric columns") {
  CHECK(latent(kTenth, lognormal(1), 0) == 0);
  CHECK(latent(kTenth, kInflated, 0, Measure::spearman) == 0);
  CHECK(latent(kTenth, kInflated, 0, Measure::kendall) == 0);
  CHECK(std::fabs(latent(kNormal, kUniform, 0, Measure::pearson, 4)) < 1e-7);
  const double skew = latent(kTenth, lognormal(1), 0, Measure::pearson, 4);
  CHECK(skew < -0.01);
  CHECK(std::fabs(expected(kTenth, lognormal(1), skew, Measure::pearson, 4)) < 1e-7);
}
