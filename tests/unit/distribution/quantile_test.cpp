// Quantiles and shares of the continuous kinds against Boost.
#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "support/catch.hpp"
#include "support/distributions.hpp"

using namespace synthgen;
using boost::math::complement;

namespace {

/// 1e-9 is the promise of Distribution::quantile; shares have the digits of the elementary functions, and lose those
/// of the standard score, which the tail magnifies by its square (z = 37: 1400 · 2^-52).
template <class Boost>
void check_against(const TestDistribution& ours, const Boost& theirs) {
  for (double p : {1e-300, 1e-100, 1e-15, 1e-12, 1e-6, 0.01, 0.25, 0.4999, 0.5}) {
    INFO("p = " << p);
    const double low = boost::math::quantile(theirs, p);
    const double high = boost::math::quantile(complement(theirs, p));
    CHECK(ours.quantile(p, 1 - p) == Approx(low).epsilon(1e-9).margin(1e-9 * (p > 0.4 ? 1 : 0)));
    CHECK(ours.quantile(1 - p, p) == Approx(high).epsilon(1e-9).margin(1e-9 * (p > 0.4 ? 1 : 0)));
    CHECK(ours.quantile_per_row(p, 1 - p) == ours.quantile(p, 1 - p));
    for (const double x : {low, high}) {
      CHECK(ours.share(x).first == Approx(boost::math::cdf(theirs, x)).epsilon(1e-11));
      CHECK(ours.share(x).second == Approx(boost::math::cdf(complement(theirs, x))).epsilon(1e-11));
    }
  }
}

}  // namespace

TEST_CASE("normal: quantiles and shares agree with Boost's, tails included") {
  check_against(TestDistribution("normal", {{"mean", 0.0}, {"sd", 1.0}}), boost::math::normal(0, 1));
  check_against(TestDistribution("normal", {{"mean", -250.0}, {"sd", 3.5}}), boost::math::normal(-250, 3.5));
}

TEST_CASE("lognormal: quantiles and shares agree with Boost's, tails included") {
  check_against(TestDistribution("lognormal", {{"mu", 1.0}, {"sigma", 0.75}}), boost::math::lognormal(1.0, 0.75));
  check_against(TestDistribution("lognormal", {{"median", std::exp(10.0)}, {"sigma", 1.0}}),
                boost::math::lognormal(10.0, 1.0));
}

TEST_CASE("exponential: quantiles and shares agree with Boost's, tails included") {
  check_against(TestDistribution("exponential", {{"mean", 95.0}}), boost::math::exponential(1 / 95.0));
  check_against(TestDistribution("exponential", {{"rate", 40.0}}), boost::math::exponential(40.0));
}

TEST_CASE("uniform: quantiles and shares are straight lines, also over the whole range of doubles") {
  const TestDistribution ours("uniform", {{"min", 2.0}, {"max", 10.0}});
  CHECK(ours.quantile(0.25, 0.75) == 4.0);
  CHECK(ours.share(4.0) == std::pair(0.25, 0.75));
  CHECK(ours.share(-1.0) == std::pair(0.0, 1.0));
  CHECK(ours.share(11.0) == std::pair(1.0, 0.0));
  const TestDistribution wide("uniform", {{"min", -1.7e308}, {"max", 1.7e308}});
  CHECK(wide.quantile(0.5, 0.5) == 0.0);
  CHECK(wide.quantile(0.75, 0.25) == Approx(0.85e308).epsilon(1e-15));
}

TEST_CASE("exponential: a small probability keeps its digits") {
  const TestDistribution ours("exponential", {{"mean", 1.0}});
  CHECK(ours.quantile(0x1p-53, 1 - 0x1p-53) == Approx(0x1p-53).epsilon(1e-9));
  CHECK(ours.share(1e-17).first == Approx(1e-17).epsilon(1e-12));
}

TEST_CASE("extreme parameters give finite values or a counted null, never a crash") {
  const DrawnCells narrow = draw_cells({"normal", {{"mean", 5.0}, {"sd", 1e-300}}}, 1000);
  CHECK(narrow.nulls() == 0);
  CHECK(std::all_of(narrow.numbers.begin(), narrow.numbers.end(), [](double x) { return x == 5.0; }));

  const DrawnCells huge = draw_cells({"normal", {{"mean", 1e300}, {"sd", 1e299}}}, 1000);
  CHECK(huge.nulls() == 0);
  CHECK(huge.mean() == Approx(1e300).epsilon(0.02));  // six standard errors: 0.1 / sqrt(1000) · 6

  // As a decimal of 64 bits it has no place.
  const DrawnCells decimals = draw_cells({"normal", {{"mean", 1e300}, {"sd", 1.0}}, {}, {}, Type::decimal(2)}, 1000);
  CHECK(decimals.nulls() == 1000);
  CHECK(decimals.warned(CellWarning::overflow) == 1000);

  // Beyond doubles: half of the draws would be infinite.
  const DrawnCells infinite = draw_cells({"normal", {{"mean", 0.0}, {"sd", 1.7e308}}}, 1000);
  CHECK(infinite.warned(CellWarning::overflow) == infinite.nulls());
  CHECK(infinite.nulls() > 200);
  CHECK(infinite.nulls() < 400);  // P(|Z| > 1.0575) = 0.29, six standard errors are 86

  const DrawnCells spread = draw_cells({"lognormal", {{"mean", 1e-300}, {"sd", 1e300}}}, 1000);
  CHECK(spread.warned(CellWarning::invalid_parameter) == 1000);  // sd/mean is not a double
  const DrawnCells wide = draw_cells({"lognormal", {{"mean", 1e-100}, {"sd", 1e100}}}, 1000);
  CHECK(wide.nulls() == 0);
  const DrawnCells point = draw_cells({"lognormal", {{"mean", 1e100}, {"sd", 1e-300}}, 1.0, 1e200}, 1000);
  CHECK(point.nulls() == 0);
  CHECK(point.numbers[0] == Approx(1e100).epsilon(1e-12));

  const DrawnCells rare = draw_cells({"exponential", {{"rate", 1e-320}}}, 10);
  CHECK(rare.warned(CellWarning::invalid_parameter) == 10);  // its mean is not a double
}
