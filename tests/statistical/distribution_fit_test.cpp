// Goodness of fit of every distribution, truncated ones too, against Boost: a million
// draws each, fixed seeds, significance 1e-6. At this size the tests see a fault of a
// third of a percent in a continuous distribution function.
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/extreme_value.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/hypergeometric.hpp>
#include <boost/math/distributions/inverse_gaussian.hpp>
#include <boost/math/distributions/laplace.hpp>
#include <boost/math/distributions/logistic.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/negative_binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/pareto.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <cmath>
#include <map>

#include "support/catch.hpp"
#include "support/distributions.hpp"

using namespace synthgen;
using boost::math::complement;

namespace {

constexpr std::size_t kDraws = 1'000'000;
const Type kNumber{TypeKind::number, 0};
const Type kInteger{TypeKind::integer, 0};

/// Kolmogorov and Smirnov's sqrt(n)·D against a distribution function, at each 16th value: as both functions rise, it
/// is at most 16/sqrt(n) less than at all of them, which is 0.016 of the 2.694 below.
template <class Below>
double ks_statistic(std::vector<double> values, Below&& below) {
  std::sort(values.begin(), values.end());
  const double n = static_cast<double>(values.size());
  double greatest = 0;
  for (std::size_t i = 0; i < values.size(); i += 16) {
    const double share = below(values[i]);
    greatest = std::max({greatest, share - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - share});
  }
  return greatest * std::sqrt(n);
}

/// 2·exp(−2 x²) = 1e-6.
constexpr double kKsLimit = 2.694;

template <class Below>
void check_fit(DrawRequest request, Below&& below) {
  for (const std::uint64_t seed : {7u, 8u}) {
    request.seed = seed;
    const DrawnCells cells = draw_cells(request, kDraws);
    INFO(request.distribution << ", seed " << seed);
    REQUIRE(cells.nulls() == 0);
    CHECK(ks_statistic(cells.numbers, below) < kKsLimit);
  }
}

/// Chi-square over integers; `mass` of each k in [first, last], whose sum is 1 but for what is rare. Cells with fewer
/// than 10 expected are put together.
template <class Mass>
void check_tally(DrawRequest request, std::int64_t first, std::int64_t last, Mass&& mass) {
  for (const std::uint64_t seed : {7u, 8u}) {
    request.seed = seed;
    const DrawnCells cells = draw_cells(request, kDraws);
    INFO(request.distribution << ", seed " << seed);
    REQUIRE(cells.nulls() == 0);
    std::map<std::int64_t, double> counts;
    for (const std::int64_t k : cells.integers) counts[k] += 1;
    double chi_square = 0;
    int groups = 0;
    double rest_expected = static_cast<double>(kDraws);
    double rest_counted = static_cast<double>(kDraws);
    for (std::int64_t k = first; k <= last; ++k) {
      const double expected = static_cast<double>(kDraws) * mass(k);
      if (expected < 10) continue;
      const double difference = counts[k] - expected;
      chi_square += difference * difference / expected;
      rest_expected -= expected;
      rest_counted -= counts[k];
      ++groups;
    }
    if (rest_expected > 10) {
      chi_square += (rest_counted - rest_expected) * (rest_counted - rest_expected) / rest_expected;
      ++groups;
    } else {
      CHECK(rest_counted < 60);  // at most 10 expected: 60 has a probability below 1e-20
    }
    REQUIRE(groups > 1);
    CHECK(chi_square < quantile(complement(boost::math::chi_squared(groups - 1), 1e-6)));
  }
}

}  // namespace

TEST_CASE("uniform fits") {
  check_fit({"uniform", {{"min", -3.0}, {"max", 5.0}}, {}, {}, kNumber}, [](double x) { return (x + 3) / 8; });
  check_tally({"uniform", {{"min", 0.0}, {"max", 2.5}}, {}, {}, Type::decimal(1)}, 0, 24,
              [](std::int64_t) { return 1 / 25.0; });
  check_tally({"uniform", {{"min", 19'000.0}, {"max", 19'364.0}}, {}, {}, {TypeKind::date, 0}}, 19'000, 19'364,
              [](std::int64_t) { return 1 / 365.0; });
  DrawRequest seconds{"uniform", {{"min", 0.0}, {"max", 24e6}}, {}, {}, {TypeKind::timestamp, 0}};
  seconds.seed = 7;
  const DrawnCells cells = draw_cells(seconds, kDraws);
  std::vector<double> counts(24, 0.0);
  constexpr std::int64_t kSecond = 1'000'000;
  for (const std::int64_t micros : cells.integers) {
    REQUIRE(micros % kSecond == 0);
    counts.at(static_cast<std::size_t>(micros / kSecond)) += 1;
  }
  double chi_square = 0;
  for (const double count : counts) chi_square += (count - kDraws / 24.0) * (count - kDraws / 24.0) / (kDraws / 24.0);
  CHECK(chi_square < quantile(complement(boost::math::chi_squared(23), 1e-6)));
}

TEST_CASE("normal fits") {
  const boost::math::normal law(10, 3);
  check_fit({"normal", {{"mean", 10.0}, {"sd", 3.0}}, {}, {}, kNumber}, [&](double x) { return cdf(law, x); });
  check_fit({"normal", {{"mean", every_row(10.0)}, {"sd", every_row(3.0)}}, {}, {}, kNumber},
            [&](double x) { return cdf(law, x); });
}

TEST_CASE("a normal truncated to 8 … 9 sd fits") {
  const boost::math::normal law(10, 3);
  const double low = cdf(complement(law, 34.0));
  const double high = cdf(complement(law, 37.0));
  check_fit({"normal", {{"mean", 10.0}, {"sd", 3.0}}, 34.0, 37.0, kNumber},
            [&](double x) { return (low - cdf(complement(law, x))) / (low - high); });
}

TEST_CASE("a normal truncated around its mean, and one below it, fit") {
  const boost::math::normal law(10, 3);
  for (const auto& [least, greatest] : {std::pair(8.0, 15.0), std::pair(-17.0, -14.0)}) {
    const double low = cdf(law, least);
    const double high = cdf(law, greatest);
    check_fit({"normal", {{"mean", 10.0}, {"sd", 3.0}}, least, greatest, kNumber},
              [&](double x) { return (cdf(law, x) - low) / (high - low); });
  }
}

TEST_CASE("a normal beyond 40 sd fits, where doubles have no mass left") {
  // ln Q(z) by the asymptotic series; at 40 sd its fourth term is 105/40^8 = 2e-11.
  const auto log_tail = [](double z) {
    const double t = 1 / (z * z);
    return -z * z / 2 - std::log(z) + std::log1p(-t + 3 * t * t - 15 * t * t * t);
  };
  check_fit({"normal", {{"mean", 0.0}, {"sd", 1.0}}, 40.0, {}, kNumber},
            [&](double z) { return -std::expm1(log_tail(z) - log_tail(40.0)); });
}

TEST_CASE("lognormal fits, and so does its middle alone") {
  const boost::math::lognormal law(10, 1);
  check_fit({"lognormal", {{"mu", 10.0}, {"sigma", 1.0}}, {}, {}, kNumber}, [&](double x) { return cdf(law, x); });
  const double low = cdf(law, 15'000.0);
  const double high = cdf(law, 40'000.0);
  check_fit({"lognormal", {{"mu", 10.0}, {"sigma", 1.0}}, 15'000.0, 40'000.0, kNumber},
            [&](double x) { return (cdf(law, x) - low) / (high - low); });
}

TEST_CASE("lognormal has the mean and sd that it was given") {
  const DrawnCells cells = draw_cells({"lognormal", {{"mean", 50.0}, {"sd", 20.0}}}, kDraws);
  CHECK(cells.mean() == Approx(50.0).margin(0.12));  // six standard errors: 20/sqrt(1e6)·6
  CHECK(cells.sd() == Approx(20.0).margin(0.14));    // 0.022 from the fourth moment, times six
}

TEST_CASE("exponential fits, and so does its far tail") {
  const boost::math::exponential law(0.25);
  check_fit({"exponential", {{"mean", 4.0}}, {}, {}, kNumber}, [&](double x) { return cdf(law, x); });
  check_fit({"exponential", {{"mean", 4.0}}, 200.0, {}, kNumber}, [&](double x) { return cdf(law, x - 200); });
}

TEST_CASE("integer and bernoulli fit") {
  check_tally({"integer", {{"min", -10.0}, {"max", 90.0}}, {}, {}, kInteger}, -10, 90,
              [](std::int64_t) { return 1 / 101.0; });
  check_tally({"bernoulli", {{"p", 0.3}}, {}, {}, {TypeKind::boolean, 0}}, 0, 1,
              [](std::int64_t k) { return k == 1 ? 0.3 : 0.7; });
  check_tally({"bernoulli", {{"p", every_row(0.0005)}}, {}, {}, kInteger}, 0, 1,
              [](std::int64_t k) { return k == 1 ? 0.0005 : 0.9995; });
}

TEST_CASE("poisson fits") {
  for (const double mean : {0.2, 3.0, 42.0, 150.0, 30'000.0}) {
    const boost::math::poisson law(mean);
    const auto sd = std::sqrt(mean);
    check_tally({"poisson", {{"mean", mean}}, {}, {}, kInteger},
                static_cast<std::int64_t>(std::max(0.0, mean - 6 * sd)), static_cast<std::int64_t>(mean + 6 * sd + 6),
                [&](std::int64_t k) { return pdf(law, static_cast<double>(k)); });
  }
}

TEST_CASE("poisson with mean 3 within 10 … 12 fits, in every form of its mean") {
  const boost::math::poisson law(3.0);
  const double all = pdf(law, 10.0) + pdf(law, 11.0) + pdf(law, 12.0);
  for (const RowNumber& mean : {RowNumber(3.0), every_row(3.0)}) {
    check_tally({"poisson", {{"mean", mean}}, 10.0, 12.0, kInteger}, 10, 12,
                [&](std::int64_t k) { return pdf(law, static_cast<double>(k)) / all; });
  }
}

TEST_CASE("gamma fits, by table and by row, and cut in its tail") {
  for (const double shape : {0.02, 0.5, 2.5, 4000.0}) {
    const boost::math::gamma_distribution<> law(shape, 3);
    check_fit({"gamma", {{"shape", shape}, {"scale", 3.0}}, {}, {}, kNumber}, [&](double x) { return cdf(law, x); });
  }
  // A shape for every row, standardised by the law itself: its shares are uniform.
  const auto shape_at = [](std::int64_t row) { return 0.5 + static_cast<double>(row % 4999) / 1000; };
  DrawRequest by_row{
      "gamma",
      {{"shape", RowNumber([&](std::int64_t row) { return std::optional<double>(shape_at(row)); })}, {"scale", 1.0}}};
  by_row.seed = 7;
  const DrawnCells cells = draw_cells(by_row, 100'000);
  std::vector<double> shares;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    shares.push_back(
        cdf(boost::math::gamma_distribution<>(shape_at(static_cast<std::int64_t>(i)), 1), cells.numbers[i]));
  }
  CHECK(ks_statistic(shares, [](double x) { return x; }) < kKsLimit);

  const boost::math::gamma_distribution<> law(2.5, 3);
  const double low = cdf(complement(law, 60.0));
  check_fit({"gamma", {{"shape", 2.5}, {"scale", 3.0}}, 60.0, {}, kNumber},
            [&](double x) { return 1 - cdf(complement(law, x)) / low; });
}

TEST_CASE("gamma has the mean and sd that it was given") {
  const DrawnCells cells = draw_cells({"gamma", {{"mean", 40.0}, {"sd", 15.0}}}, kDraws);
  CHECK(cells.mean() == Approx(40.0).margin(0.09));  // six standard errors: 15/sqrt(1e6)·6
  CHECK(cells.sd() == Approx(15.0).margin(0.08));    // 0.0125 from the fourth moment, times six
}

TEST_CASE("beta fits, a bell, a bathtub and a thin one, and cut") {
  for (const auto& [alpha, beta] : {std::pair(2.0, 5.0), std::pair(0.5, 0.25), std::pair(3e4, 1e5)}) {
    const boost::math::beta_distribution<> law(alpha, beta);
    check_fit({"beta", {{"alpha", alpha}, {"beta", beta}, {"low", -1.0}, {"high", 3.0}}, {}, {}, kNumber},
              [&](double x) { return cdf(law, std::clamp((x + 1) / 4, 0.0, 1.0)); });
  }
  // A seventh of its values are below 1e-17, so that only from 0 on doubles tell them apart.
  const boost::math::beta_distribution<> thin(0.05, 3);
  check_fit({"beta", {{"alpha", 0.05}, {"beta", 3.0}}, {}, {}, kNumber}, [&](double x) { return cdf(thin, x); });
  const boost::math::beta_distribution<> law(2, 5);
  const double low = cdf(law, 0.5);
  const double high = cdf(law, 0.9);
  check_fit({"beta", {{"alpha", 2.0}, {"beta", 5.0}}, 0.5, 0.9, kNumber},
            [&](double x) { return (cdf(law, x) - low) / (high - low); });
}

TEST_CASE("triangular and histogram fit, and cut") {
  const boost::math::triangular law(2, 5, 20);
  check_fit({"triangular", {{"low", 2.0}, {"mode", 5.0}, {"high", 20.0}}, {}, {}, kNumber},
            [&](double x) { return cdf(law, x); });
  const double low = cdf(law, 4.0);
  const double high = cdf(law, 6.0);
  check_fit({"triangular", {{"low", 2.0}, {"mode", 5.0}, {"high", 20.0}}, 4.0, 6.0, kNumber},
            [&](double x) { return (cdf(law, x) - low) / (high - low); });
  DrawRequest bins{"histogram"};
  bins.lists = {{0, 18, 30, 65, 100}, {18, 0, 63, 19}};
  const auto share = [](double x) {
    return x < 18 ? x / 100 : x < 30 ? 0.18 : x < 65 ? 0.18 + 0.63 * (x - 30) / 35 : 0.81 + 0.19 * (x - 65) / 35;
  };
  check_fit(bins, share);
  bins.min = 9.0;
  bins.max = 72.0;
  check_fit(bins, [&](double x) { return (share(x) - share(9)) / (share(72) - share(9)); });
}

TEST_CASE("weibull and pareto fit, and cut") {
  for (const double shape : {0.4, 1.8}) {
    const boost::math::weibull law(shape, 1200);
    check_fit({"weibull", {{"shape", shape}, {"scale", 1200.0}}, {}, {}, kNumber},
              [&](double x) { return cdf(law, x); });
    const double low = cdf(complement(law, 9000.0));
    check_fit({"weibull", {{"shape", shape}, {"scale", every_row(1200.0)}}, 9000.0, {}, kNumber},
              [&](double x) { return 1 - cdf(complement(law, x)) / low; });
  }
  const boost::math::pareto law(1000, 1.5);
  check_fit({"pareto", {{"alpha", 1.5}, {"scale", 1000.0}}, {}, {}, kNumber}, [&](double x) { return cdf(law, x); });
  const boost::math::pareto beyond(1e12, 1.5);
  check_fit({"pareto", {{"alpha", 1.5}, {"scale", 1000.0}}, 1e12, 5e12, kNumber},
            [&](double x) { return cdf(beyond, x) / cdf(beyond, 5e12); });
}

TEST_CASE("student_t fits, directly, by table, by expansion and by row, and cut to 8 … 9 scales") {
  for (const double df : {0.3, 1.0, 4.0, 1e6}) {
    const boost::math::students_t law(df);
    check_fit({"student_t", {{"df", df}, {"location", 5.0}, {"scale", 2.0}}, {}, {}, kNumber},
              [&](double x) { return cdf(law, (x - 5) / 2); });
  }
  const boost::math::students_t law(4);
  const double low = cdf(complement(law, 8.0));
  const double high = cdf(complement(law, 9.0));
  check_fit({"student_t", {{"df", 4.0}}, 8.0, 9.0, kNumber},
            [&](double x) { return (low - cdf(complement(law, x))) / (low - high); });
  // Degrees of freedom for every row, standardised by the law itself: its shares are uniform.
  const auto df_at = [](std::int64_t row) { return 0.6 + static_cast<double>(row % 4999) / 100; };
  DrawRequest by_row{"student_t",
                     {{"df", RowNumber([&](std::int64_t row) { return std::optional<double>(df_at(row)); })}}};
  by_row.seed = 7;
  const DrawnCells cells = draw_cells(by_row, 100'000);
  std::vector<double> shares;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    shares.push_back(cdf(boost::math::students_t(df_at(static_cast<std::int64_t>(i))), cells.numbers[i]));
  }
  CHECK(ks_statistic(shares, [](double x) { return x; }) < kKsLimit);
}

TEST_CASE("logistic, laplace and gumbel fit, and cut to 8 … 9 scales on either side") {
  const auto check_all = [](const char* name, const auto& law) {
    const DrawRequest request{name, {{"location", -3.0}, {"scale", 2.0}}, {}, {}, kNumber};
    check_fit(request, [&](double x) { return cdf(law, x); });
    DrawRequest cut = request;
    cut.min = 13.0;
    cut.max = 15.0;
    const double all = cdf(complement(law, 13.0)) - cdf(complement(law, 15.0));
    check_fit(cut, [&](double x) { return (cdf(complement(law, 13.0)) - cdf(complement(law, x))) / all; });
  };
  check_all("logistic", boost::math::logistic(-3, 2));
  check_all("laplace", boost::math::laplace(-3, 2));
  check_all("gumbel", boost::math::extreme_value(-3, 2));
  for (const char* name : {"logistic", "laplace"}) {
    // Eight scales below, both are exponential to a part in 1e3, which a million draws do not see.
    check_fit({name, {{"location", -3.0}, {"scale", 2.0}}, {}, -25.0, kNumber},
              [](double x) { return std::exp((x + 25) / 2); });
  }
  // Below −2 scales a Gumbel falls as fast as exp(−exp(z)).
  const boost::math::extreme_value law(-3, 2);
  check_fit({"gumbel", {{"location", -3.0}, {"scale", 2.0}}, -9.0, -7.0, kNumber},
            [&](double x) { return (cdf(law, x) - cdf(law, -9.0)) / (cdf(law, -7.0) - cdf(law, -9.0)); });
}

TEST_CASE("inverse gaussian and pert fit, and cut") {
  for (const double shape : {0.05, 4.0, 300.0}) {
    const boost::math::inverse_gaussian_distribution<> law(2, shape);
    check_fit({"inverse_gaussian", {{"mean", 2.0}, {"shape", shape}}, {}, {}, kNumber},
              [&](double x) { return cdf(law, x); });
  }
  const boost::math::inverse_gaussian_distribution<> law(2, 4);
  const double beyond = cdf(complement(law, 9.0));
  check_fit({"inverse_gaussian", {{"mean", 2.0}, {"shape", 4.0}}, 9.0, {}, kNumber},
            [&](double x) { return 1 - cdf(complement(law, x)) / beyond; });
  // Shapes of 1 + 4·2/8 and 1 + 4·6/8.
  const boost::math::beta_distribution<> hill(2, 4);
  check_fit({"pert", {{"low", -1.0}, {"mode", 1.0}, {"high", 7.0}}, {}, {}, kNumber},
            [&](double x) { return cdf(hill, std::clamp((x + 1) / 8, 0.0, 1.0)); });
  const double low = cdf(hill, 0.5);
  check_fit({"pert", {{"low", -1.0}, {"mode", 1.0}, {"high", 7.0}}, 3.0, {}, kNumber},
            [&](double x) { return (cdf(hill, (x + 1) / 8) - low) / (1 - low); });
}

TEST_CASE("quantiles fit, and cut") {
  DrawRequest listed{"quantiles"};
  listed.lists = {{0, 0.2, 0.5, 0.5, 1}, {-3, 0, 1, 4, 14}};
  const auto share = [](double x) {
    return x < 0 ? 0.2 * (x + 3) / 3 : x < 1 ? 0.2 + 0.3 * x : x < 4 ? 0.5 : 0.5 + 0.05 * (x - 4);
  };
  check_fit(listed, share);
  listed.min = -1.5;
  listed.max = 9.0;
  check_fit(listed, [&](double x) { return (share(x) - 0.1) / 0.65; });
}

TEST_CASE("negative binomial fits, by sums, table and search, and cut") {
  for (const auto& [r, p] : {std::pair(2.5, 0.4), std::pair(0.3, 0.02), std::pair(60.0, 0.1), std::pair(1e6, 0.8)}) {
    const boost::math::negative_binomial law(r, p);
    const double mean = r * (1 - p) / p;
    const double sd = std::sqrt(mean / p);
    check_tally({"negative_binomial", {{"r", r}, {"p", p}}, {}, {}, kInteger},
                static_cast<std::int64_t>(std::max(0.0, mean - 6 * sd)),
                static_cast<std::int64_t>(mean + 6 * sd + 30 / p),
                [&](std::int64_t k) { return pdf(law, static_cast<double>(k)); });
  }
  const boost::math::negative_binomial law(2.5, 0.4);
  const double beyond = cdf(complement(law, 11.0));
  check_tally({"negative_binomial", {{"r", every_row(2.5)}, {"p", 0.4}}, 12.0, {}, kInteger}, 12, 80,
              [&](std::int64_t k) { return pdf(law, static_cast<double>(k)) / beyond; });
}

TEST_CASE("hypergeometric fits, by sums, table and expansion, and cut") {
  struct Case {
    std::uint64_t population;
    std::uint64_t successes;
    std::uint64_t draws;
  };
  for (const Case& one : {Case{52, 13, 5}, Case{5000, 2500, 2500}, Case{4'000'000, 2'000'000, 1'000'000}}) {
    const auto population = static_cast<double>(one.population);
    const auto successes = static_cast<double>(one.successes);
    const auto draws = static_cast<double>(one.draws);
    const double mean = draws * successes / population;
    const double sd = std::sqrt(mean * (1 - successes / population) * (1 - draws / population));
    // By logarithms in long double: 4e6·15 has eleven digits left after the point.
    const auto mass = [&](std::int64_t k) {
      const auto log_choose = [](double n, double j) {
        return static_cast<double>(std::lgamma(n + 1.0L) - std::lgamma(j + 1.0L) - std::lgamma(n - j + 1.0L));
      };
      const auto j = static_cast<double>(k);
      return std::exp(log_choose(successes, j) + log_choose(population - successes, draws - j) -
                      log_choose(population, draws));
    };
    check_tally(
        {"hypergeometric", {{"population", population}, {"successes", successes}, {"draws", draws}}, {}, {}, kInteger},
        static_cast<std::int64_t>(std::max(0.0, std::floor(mean - 6 * sd))),
        static_cast<std::int64_t>(std::min(std::min(draws, successes), mean + 6 * sd + 2)), mass);
  }
  const boost::math::hypergeometric law(13, 20, 52);
  const double beyond = cdf(complement(law, 7u));
  check_tally({"hypergeometric",
               {{"population", every_row(52.0, kInteger)}, {"successes", 13.0}, {"draws", 20.0}},
               8.0,
               {},
               kInteger},
              8, 13, [&](std::int64_t k) { return pdf(law, static_cast<unsigned>(k)) / beyond; });
}

TEST_CASE("binomial fits, by sums, table and expansion") {
  for (const auto& [n, p] :
       {std::pair(20.0, 0.15), std::pair(12.0, 0.9), std::pair(2000.0, 0.4), std::pair(1e6, 0.1)}) {
    const boost::math::binomial law(n, p);
    const double sd = std::sqrt(n * p * (1 - p));
    check_tally({"binomial", {{"n", n}, {"p", p}}, {}, {}, kInteger},
                static_cast<std::int64_t>(std::max(0.0, n * p - 6 * sd)),
                static_cast<std::int64_t>(std::min(n, n * p + 6 * sd + 2)),
                [&](std::int64_t k) { return pdf(law, static_cast<double>(k)); });
  }
  const boost::math::binomial law(20, 0.15);
  const double all = cdf(complement(law, 5.0));
  check_tally({"binomial", {{"n", 20.0}, {"p", 0.15}}, 6.0, {}, kInteger}, 6, 20,
              [&](std::int64_t k) { return pdf(law, static_cast<double>(k)) / all; });
}

TEST_CASE("geometric fits, and so does what is left of it after ten trials") {
  check_tally({"geometric", {{"p", 0.25}}, {}, {}, kInteger}, 1, 60,
              [](std::int64_t k) { return 0.25 * std::pow(0.75, static_cast<double>(k - 1)); });
  check_tally({"geometric", {{"p", every_row(0.25)}}, 11.0, 20.0, kInteger}, 11, 20, [](std::int64_t k) {
    return 0.25 * std::pow(0.75, static_cast<double>(k - 11)) / (1 - std::pow(0.75, 10));
  });
}

TEST_CASE("zipf fits, few ranks and a million, flat and steep, and cut") {
  for (const auto& [exponent, n] : {std::pair(1.0, 10.0), std::pair(1.1, 1000.0), std::pair(0.0, 100.0),
                                    std::pair(0.5, 20'000.0), std::pair(2.0, 1e6)}) {
    double total = 0;
    for (double k = n; k >= 1; k -= 1) total += std::pow(k, -exponent);
    check_tally({"zipf", {{"exponent", exponent}, {"n", n}}, {}, {}, kInteger}, 1, static_cast<std::int64_t>(n),
                [&](std::int64_t k) { return std::pow(static_cast<double>(k), -exponent) / total; });
  }
  // Of a billion ranks, by the integral between half ranks: at 1e4 and beyond it is right to 1e-10.
  check_fit({"zipf", {{"exponent", 0.5}, {"n", 1e9}}, 1e4, {}, kNumber}, [](double k) {
    return (std::sqrt(k + 0.5) - std::sqrt(1e4 - 0.5)) / (std::sqrt(1e9 + 0.5) - std::sqrt(1e4 - 0.5));
  });
}
