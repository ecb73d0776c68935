// Gamma, beta, triangular and histogram: quantiles and shares against Boost, tables and rows alike, and the digits
// between bounds far out.
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>

#include "support/catch.hpp"
#include "support/distributions.hpp"

using namespace synthgen;
using boost::math::complement;

namespace {

const Type kNumber{TypeKind::number, 0};
constexpr double kShares[] = {1e-250, 1e-30, 1e-12, 1e-8, 5.9e-8, 6.1e-8, 1e-6,
                              0.003,  0.01,  0.2,   0.25, 0.377,  0.4999, 0.5};

/// 1e-9 is the promise of Distribution::quantile. `least`: values below it are only compared as nothing.
template <class Boost>
void check_quantiles(const TestDistribution& ours, const Boost& theirs, double least = 1e-290) {
  for (const double p : kShares) {
    INFO("p = " << p);
    const double low = boost::math::quantile(theirs, p);
    const double high = boost::math::quantile(complement(theirs, p));
    if (low > least) CHECK(ours.quantile(p, 1 - p) == Approx(low).epsilon(1e-9));
    if (high > least) CHECK(ours.quantile(1 - p, p) == Approx(high).epsilon(1e-9));
    CHECK(ours.quantile_per_row(p, 1 - p) == ours.quantile(p, 1 - p));
    CHECK(ours.quantile_per_row(1 - p, p) == ours.quantile(1 - p, p));
    for (const double x : {low, high}) {
      if (!(x > least)) continue;
      CHECK(ours.share(x).first == Approx(boost::math::cdf(theirs, x)).epsilon(1e-11));
      CHECK(ours.share(x).second == Approx(boost::math::cdf(complement(theirs, x))).epsilon(1e-11));
    }
  }
}

/// Steps of single doubles around a probability, over segments' ends and the middle: not one may go back.
void check_rising(const TestDistribution& ours, double around) {
  double before = -INFINITY;
  bool rising = true;
  for (int i = -20'000; i < 20'000; ++i) {
    const double below = around + i * 0x1p-52;
    const double value = ours.quantile(below, 1 - below);
    rising = rising && value >= before;
    before = value;
  }
  CHECK(rising);
}

}  // namespace

TEST_CASE("gamma: quantiles and shares agree with Boost's, tails included, by table and by row") {
  for (const double shape : {1e-3, 0.04, 0.06, 0.3, 0.5, 0.99, 1.0, 1.01, 2.5, 19.9, 150.0, 1e4, 1e7, 9.9e7}) {
    INFO("shape " << shape);
    check_quantiles(TestDistribution("gamma", {{"shape", shape}, {"scale", 3.5}}),
                    boost::math::gamma_distribution<>(shape, 3.5));
  }
}

TEST_CASE("gamma: shapes beyond tables have the shares that were asked for") {
  for (const double shape : {1.01e8, 1e9, 1e12}) {
    const TestDistribution ours("gamma", {{"shape", shape}, {"scale", 2.0}});
    for (const double z : {-6.0, -1.0, 0.0, 0.5, 6.0}) {
      // The share of the quantile, by Temme's expansion (Boost's series gives up here), which has nothing in common
      // with the quantile's own; its distance from what was asked, in standard deviations.
      const double p = 0.5 * std::erfc(-z / std::sqrt(2.0));
      const double x = ours.quantile(p, 1 - p) / 2;
      CHECK(ours.quantile_per_row(p, 1 - p) == 2 * x);
      const double density = std::exp(-0.5 * z * z) / std::sqrt(2 * 3.14159265358979323846);
      // x is a double: at 1e12 its last bit is 1e-10 of a standard deviation; the score has 6e-9 at z = 6.
      CHECK(std::abs((elementary::gamma_p(shape, x) - p) / density) < 2e-8);
    }
  }
}

namespace {

/// Boost's own inverse gives up far out, so its shares judge ours: the distance over the density is the error of x.
void check_beta(double alpha, double beta) {
  using boost::math::ibeta;
  using boost::math::ibetac;
  const TestDistribution ours("beta", {{"alpha", alpha}, {"beta", beta}});
  const long double a = alpha;
  const long double b = beta;
  for (const double p : kShares) {
    for (const bool upper : {false, true}) {
      INFO("p = " << p << (upper ? " above" : " below"));
      const double x = upper ? ours.quantile(1 - p, p) : ours.quantile(p, 1 - p);
      CHECK((upper ? ours.quantile_per_row(1 - p, p) : ours.quantile_per_row(p, 1 - p)) == x);
      if (!(x > 1e-290) || x == 1) continue;
      const long double share =
          upper ? ibetac(a, b, static_cast<long double>(x)) : ibeta(a, b, static_cast<long double>(x));
      const long double density = boost::math::ibeta_derivative(a, b, static_cast<long double>(x));
      CHECK(std::abs(static_cast<double>((share - p) / (density * x))) < 1e-9);
      if (x > 0.999999) continue;  // 1 - x has lost digits
      CHECK(ours.share(x).first == Approx(static_cast<double>(ibeta(a, b, static_cast<long double>(x)))).epsilon(1e-9));
      CHECK(ours.share(x).second ==
            Approx(static_cast<double>(ibetac(a, b, static_cast<long double>(x)))).epsilon(1e-9));
    }
  }
}

}  // namespace

TEST_CASE("beta: quantiles and shares agree with Boost's, tails included, by table and by row") {
  for (const auto& [alpha, beta] :
       {std::pair(2.0, 5.0), std::pair(0.5, 0.5), std::pair(0.1, 0.1), std::pair(0.1, 3.0), std::pair(0.02, 0.7),
        std::pair(1.0, 1.0), std::pair(1.0, 4.0), std::pair(30.0, 0.6), std::pair(400.0, 1200.0), std::pair(1e4, 3.0),
        std::pair(2.0, 1e6), std::pair(1e5, 2e5)}) {
    INFO("alpha " << alpha << ", beta " << beta);
    check_beta(alpha, beta);
  }
}

TEST_CASE("beta: bounds of its own move and stretch it") {
  const TestDistribution plain("beta", {{"alpha", 2.0}, {"beta", 5.0}});
  const TestDistribution stretched("beta", {{"alpha", 2.0}, {"beta", 5.0}, {"low", -3.0}, {"high", 5.0}});
  for (const double p : {1e-9, 0.1, 0.5, 0.9}) {
    CHECK(stretched.quantile(p, 1 - p) == Approx(-3 + 8 * plain.quantile(p, 1 - p)).epsilon(1e-14));
    const double x = plain.quantile(p, 1 - p);
    CHECK(stretched.share(-3 + 8 * x).first == Approx(plain.share(x).first).epsilon(1e-6));
  }
  CHECK(stretched.share(-3.5) == std::pair(0.0, 1.0));
  CHECK(stretched.share(5.5) == std::pair(1.0, 0.0));
}

TEST_CASE("quantiles of shaped kinds do not fall from one double to the next") {
  for (const double around : {0.5, 0.25, 0.375, 0.625, 0.9375, 0.123456789}) {
    INFO("around " << around);
    check_rising(TestDistribution("gamma", {{"shape", 2.5}, {"scale", 1.0}}), around);
    check_rising(TestDistribution("gamma", {{"shape", 1.0}, {"scale", 1.0}}), around);
    check_rising(TestDistribution("gamma", {{"shape", 1e6}, {"scale", 1.0}}), around);
    check_rising(TestDistribution("beta", {{"alpha", 2.0}, {"beta", 5.0}}), around);
    check_rising(TestDistribution("beta", {{"alpha", 1e5}, {"beta", 1e4}}), around);
    check_rising(TestDistribution("triangular", {{"low", 2.0}, {"mode", 5.0}, {"high", 20.0}}), around);
    check_rising(TestDistribution("histogram", {}, {{0, 1, 5, 20}, {2, 1, 1}}), around);
  }
}

TEST_CASE("triangular: quantiles and shares agree with Boost's, with the mode at either end too") {
  for (const double mode : {2.0, 5.0, 20.0}) {
    INFO("mode " << mode);
    const TestDistribution ours("triangular", {{"low", 2.0}, {"mode", mode}, {"high", 20.0}});
    const boost::math::triangular theirs(2, mode, 20);
    for (const double p : kShares) {
      CHECK(ours.quantile(p, 1 - p) == Approx(boost::math::quantile(theirs, p)).epsilon(1e-13));
      CHECK(ours.quantile(1 - p, p) == Approx(boost::math::quantile(complement(theirs, p))).epsilon(1e-13));
    }
    for (const double x : {2.0, 2.001, 4.0, 5.0, 7.5, 19.999, 20.0}) {
      CHECK(ours.share(x).first == Approx(boost::math::cdf(theirs, x)).epsilon(1e-12));
      CHECK(ours.share(x).second == Approx(boost::math::cdf(complement(theirs, x))).epsilon(1e-12));
    }
  }
  // The lower tail keeps its digits where the least value is 0.
  CHECK(TestDistribution("triangular", {{"low", 0.0}, {"mode", 1.0}, {"high", 2.0}}).quantile(1e-30, 1) ==
        Approx(std::sqrt(2e-30)).epsilon(1e-14));
}

TEST_CASE("histogram: exact at the edges, straight between them, nothing in empty bins") {
  const TestDistribution ours("histogram", {}, {{-5, 0, 1, 10, 40}, {3, 0, 2, 1}});
  CHECK(ours.quantile(0.25, 0.75) == -2.5);
  CHECK(ours.quantile(0.5, 0.5) == 0.0);
  CHECK(ours.quantile(0.5 + 0x1p-52, 0.5 - 0x1p-52) == Approx(1.0).epsilon(1e-14));
  CHECK(ours.quantile(2.0 / 3, 1.0 / 3) == Approx(5.5).epsilon(1e-14));
  CHECK(ours.quantile(11.0 / 12, 1.0 / 12) == Approx(25.0).epsilon(1e-14));
  CHECK(ours.quantile(1 - 1e-15, 1e-15) == Approx(40.0).epsilon(1e-14));
  CHECK(ours.share(-5.0) == std::pair(0.0, 1.0));
  CHECK(ours.share(-2.5).first == Approx(0.25).epsilon(1e-15));
  CHECK(ours.share(0.5).first == Approx(0.5).epsilon(1e-15));
  CHECK(ours.share(25.0).second == Approx(1.0 / 12).epsilon(1e-15));
  CHECK(ours.share(99.0) == std::pair(1.0, 0.0));
  // Both tails keep their digits.
  const TestDistribution thin("histogram", {}, {{0, 1, 2, 3}, {1e-20, 1, 1e-20}});
  CHECK(thin.quantile(5e-21, 1) == Approx(0.5).epsilon(1e-14));
  CHECK(thin.quantile(1, 5e-21) == Approx(2.5).epsilon(1e-14));
  CHECK(thin.share(0.25).first == Approx(2.5e-21).epsilon(1e-14));
  CHECK(thin.share(2.75).second == Approx(2.5e-21).epsilon(1e-14));
}

TEST_CASE("shaped kinds: between bounds without digits draws follow the density itself") {
  struct Case {
    DrawRequest request;
    double mean;
    double sd;  // of the conditioned law, to size the error of the mean
  };
  DrawRequest bins{"histogram", {}, 10.0, 10.0000001};
  bins.lists = {{0, 100}, {1}};
  // Far out gamma and beta fall off exponentially: x·(1 + …) with rates 1 − (shape − 1)/x and the like.
  const std::vector<Case> cases = {
      {{"gamma", {{"shape", 2.0}, {"scale", 1.0}}, 2000.0, {}, kNumber}, 2000 + 1 + 1 / 2001.0, 1},
      {{"gamma", {{"shape", 300.0}, {"scale", 1.0}}, {}, 1.0, kNumber}, 300.0 / 301 + 1 / 90'000.0, 1 / 300.0},
      {{"gamma", {{"shape", 2.0}, {"scale", 1.0}}, 3.0, 3 + 1e-10, kNumber}, 3 + 5e-11, 3e-11},
      {{"beta", {{"alpha", 400.0}, {"beta", 3.0}}, {}, 0.001, kNumber}, 0.001 * 400 / 401, 0.001 / 400},
      {{"beta", {{"alpha", 3.0}, {"beta", 400.0}}, 0.999, {}, kNumber}, 1 - 0.001 * 400 / 401, 0.001 / 400},
      {{"beta", {{"alpha", 3.0}, {"beta", 4.0}}, 0.4, 0.4 + 1e-11, kNumber}, 0.4 + 5e-12, 3e-12},
      {{"triangular", {{"low", 0.0}, {"mode", 1.0}, {"high", 2.0}}, 1 - 1e-10, 1 + 1e-10, kNumber}, 1, 6e-11},
      {{"triangular", {{"low", 0.0}, {"mode", 1.0}, {"high", 2.0}}, 0.0, 1e-150, kNumber}, 2e-150 / 3, 3e-151},
      {bins, 10.00000005, 3e-8},
  };
  for (const Case& one : cases) {
    INFO(one.request.distribution << " " << one.mean);
    const DrawnCells cells = draw_cells(one.request, 20'000);
    CHECK(cells.nulls() == 0);
    const double low = one.request.min ? *one.request.min->fixed : -INFINITY;
    const double high = one.request.max ? *one.request.max->fixed : INFINITY;
    CHECK(*std::min_element(cells.numbers.begin(), cells.numbers.end()) >= low);
    CHECK(*std::max_element(cells.numbers.begin(), cells.numbers.end()) <= high);
    // Six standard errors, and the roundings of the mean's sum.
    CHECK(std::abs(cells.mean() - one.mean) < 6 * one.sd / std::sqrt(2e4) + std::abs(one.mean) * 1e-12);
    CHECK(*std::min_element(cells.numbers.begin(), cells.numbers.end()) <
          *std::max_element(cells.numbers.begin(), cells.numbers.end()));
  }
}

TEST_CASE("shaped kinds: parameters of rows that contradict each other give a counted null, others their value") {
  const RowNumber mode([](std::int64_t row) { return std::optional<double>(row % 2 == 0 ? 5.0 : 25.0); });
  const DrawnCells cells = draw_cells({"triangular", {{"low", 2.0}, {"mode", mode}, {"high", 20.0}}}, 1000);
  CHECK(cells.warned(CellWarning::invalid_parameter) == 500);
  CHECK(cells.nulls() == 500);
  const DrawnCells good = draw_cells({"triangular", {{"low", 2.0}, {"mode", 5.0}, {"high", 20.0}}}, 1000);
  for (std::size_t i = 0; i < 1000; i += 2) REQUIRE(cells.numbers[i] == good.numbers[i]);

  const RowNumber high([](std::int64_t row) { return std::optional<double>(row % 2 == 0 ? 1.0 : 0.0); });
  CHECK(draw_cells({"beta", {{"alpha", 2.0}, {"beta", 2.0}, {"low", 0.0}, {"high", high}}}, 1000)
            .warned(CellWarning::invalid_parameter) == 500);
  CHECK(draw_cells({"gamma", {{"mean", every_row(1.0)}, {"sd", every_row(40.0)}}}, 10)
            .warned(CellWarning::invalid_parameter) == 10);
  CHECK(draw_cells({"gamma", {{"shape", every_row(0.0)}, {"scale", 1.0}}}, 10).warned(CellWarning::invalid_parameter) ==
        10);
}

TEST_CASE("tables that rows come to share change no bit, in whatever order the rows come") {
  // Two shapes by row: after a thousand rows of each there are tables, and rows asked for again are the same.
  const RowNumber shape([](std::int64_t row) { return std::optional<double>(row % 2 == 0 ? 2.5 : 0.5); });
  const DrawRequest request{"gamma", {{"shape", shape}, {"scale", 3.0}}};
  const DrawnCells all = draw_cells(request, 8000);
  std::vector<std::int64_t> rows;
  for (std::int64_t i = 7999; i >= 0; --i) rows.push_back(i);
  const DrawnCells backwards = draw_cells(request, RowSet::of(rows));
  bool equal = true;
  for (std::size_t i = 0; i < 8000; ++i) equal = equal && backwards.numbers[i] == all.numbers[7999 - i];
  CHECK(equal);
}

TEST_CASE("lists of a histogram are judged: lengths, order, weights") {
  const DistributionKind& kind = distribution_kind("histogram");
  const auto fault = [&](std::vector<std::vector<double>> lists) { return kind.list_fault(0, lists); };
  CHECK(!fault({{0, 1}, {2}}));
  CHECK(fault({{0}, {}})->parameter == 0);
  CHECK(fault({{0, 1, 1, 2}, {1, 1, 1}})->item == 2u);
  CHECK(fault({{0, 1, 2}, {1}})->parameter == 1);
  CHECK(fault({{0, 1, 2}, {0, 0}})->parameter == 1);
  CHECK(fault({{-1.7e308, 1.7e308}, {1}})->parameter == 0);
}
