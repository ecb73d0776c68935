// Weibull, Pareto, Student's t, logistic, Laplace and Gumbel: quantiles and shares against Boost in long doubles,
// tails included; and draws between bounds that leave doubles no mass, against fifty digits.
#include <boost/math/distributions/extreme_value.hpp>
#include <boost/math/distributions/laplace.hpp>
#include <boost/math/distributions/logistic.hpp>
#include <boost/math/distributions/pareto.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <random>

#include "support/catch.hpp"
#include "support/distributions.hpp"
#include "table_cache.hpp"

using namespace synthgen;
using boost::math::complement;

namespace {

using Wide =
    boost::multiprecision::number<boost::multiprecision::cpp_bin_float_50::backend_type, boost::multiprecision::et_off>;
using Parameters = std::vector<std::pair<std::string, RowNumber>>;

const Type kNumber{TypeKind::number, 0};
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kShares[] = {1e-15, 1e-12, 1e-9, 5.9e-8, 6.1e-8, 1e-6,   0.003,
                              0.01,  0.2,   0.25, 0.377,  0.49,   0.4999, 0.5};

/// 1e-9 is the promise of Distribution::quantile: relative for kinds from 0 on, and of the standardised value, absolute
/// near its zero, for those with a location.
struct Frame {
  double location = 0;
  double scale = 0;  // 0 for kinds without a location

  double tolerance(double value) const {
    return 1e-9 * (scale > 0 ? std::max(scale, std::abs(value - location)) : std::abs(value));
  }
};

/// `share_tolerance`: shares have lost the digits of the standardised value, which a power or a tail magnifies.
template <class Boost>
void check_against(const TestDistribution& ours, const Boost& theirs, Frame frame = {},
                   double share_tolerance = 1e-12) {
  for (const double p : kShares) {
    for (const bool upper : {false, true}) {
      INFO("p = " << p << (upper ? " above" : " below"));
      const auto wide = static_cast<long double>(p);
      const auto expected = static_cast<double>(upper ? boost::math::quantile(complement(theirs, wide))
                                                      : boost::math::quantile(theirs, wide));
      const double x = upper ? ours.quantile(1 - p, p) : ours.quantile(p, 1 - p);
      CHECK(std::abs(x - expected) <= frame.tolerance(expected));
      CHECK((upper ? ours.quantile_per_row(1 - p, p) : ours.quantile_per_row(p, 1 - p)) == x);
      const auto [below, above] = ours.share(expected);
      const auto at = static_cast<long double>(expected);
      CHECK(below == Approx(static_cast<double>(boost::math::cdf(theirs, at))).epsilon(share_tolerance).margin(0));
      CHECK(above ==
            Approx(static_cast<double>(boost::math::cdf(complement(theirs, at)))).epsilon(share_tolerance).margin(0));
      // There and back: the share of a quantile, by the digits that the quantile has.
      const double back = upper ? ours.share(x).second : ours.share(x).first;
      CHECK(back == Approx(p).epsilon(1e-7));
    }
  }
}

Wide tail_of_t(double df, Wide t) {
  const Wide a = Wide(df) / 2;
  const Wide odds = Wide(df) / (t * t);
  const Wide x = odds / (1 + odds);
  return boost::math::ibeta(a, Wide(0.5), x) / 2;
}

long double density_of_t(long double df, long double t) {
  return std::exp(-(df + 1) / 2 * std::log1p(t * t / df)) / (std::sqrt(df) * boost::math::beta(df / 2, 0.5L));
}

/// Boost's inverse is slow and gives up far out, so its shares judge: the distance over the density is the error of t.
void check_t(double df) {
  const TestDistribution ours("student_t", {{"df", df}, {"location", -3.0}, {"scale", 2.0}});
  const TestDistribution standard("student_t", {{"df", df}});
  const long double a = static_cast<long double>(df) / 2;
  for (const double p : kShares) {
    INFO("df = " << df << ", p = " << p);
    const double t = standard.quantile(1 - p, p);
    CHECK(standard.quantile(p, 1 - p) == (t == 0 ? 0 : -t));
    CHECK(standard.quantile_per_row(1 - p, p) == t);
    CHECK(ours.quantile(1 - p, p) == -3 + 2 * t);
    if (p == 0.5) {
      CHECK(t == 0);
      continue;
    }
    const long double odds = static_cast<long double>(df) / t / t;
    const long double x = odds / (1 + odds);
    const long double y = 1 / (1 + odds);
    // Both halves from the end that has the digits.
    const long double tail = x < 0.5L ? boost::math::ibeta(a, 0.5L, x) / 2 : boost::math::ibetac(0.5L, a, y) / 2;
    const long double density = density_of_t(df, t);
    const auto error = static_cast<double>((tail - p) / density);
    CHECK(std::abs(error) <= 1e-9 * std::max(t, 1.0));
    // beta_shares() promises 5e-12 up to 1e6 and 1e-10 beyond.
    const double promise = df < 1e6 ? 1e-11 : 2e-10;
    CHECK(standard.share(t).second == Approx(static_cast<double>(tail)).epsilon(promise));
    CHECK(standard.share(-t).first == standard.share(t).second);
    CHECK(standard.share(t).first + standard.share(t).second == Approx(1).epsilon(1e-15));
  }
  // Between the table's knots: shares of our own judge, now that Boost has judged them.
  std::mt19937_64 dice(12);
  double worst = 0;
  for (int i = 0; i < 2000; ++i) {
    const double part = static_cast<double>(dice() >> 11) * 0x1p-53;
    const double p = i % 2 == 0 ? std::exp2(-1 - 22 * part) : 0.25 + 0.24999 * part;
    const double t = standard.quantile(1 - p, p);
    const auto density = static_cast<double>(density_of_t(df, t));
    worst = std::max(worst, std::abs((standard.share(t).second - p) / density) / std::max(t, 1.0));
  }
  INFO("df = " << df);
  CHECK(worst <= 1e-9);
}

/// Probabilities of every size, in order, and steps of single draws (2^-52) around where pieces meet: not one may
/// go back.
void check_rising(const TestDistribution& ours) {
  std::mt19937_64 dice(11);
  std::vector<double> tails;
  for (int i = 0; i < 40'000; ++i) {
    const double exponent = 1 + static_cast<double>(dice() >> 11) * 0x1p-53 * 50;
    tails.push_back(std::exp2(-exponent));
  }
  std::sort(tails.begin(), tails.end());
  double before = -kInfinity;
  bool rising = true;
  const auto step = [&](double below, double above) {
    const double value = ours.quantile(below, above);
    rising = rising && value >= before;
    before = value;
  };
  for (const double p : tails) step(p, 1 - p);
  for (auto p = tails.rbegin(); p != tails.rend(); ++p) step(1 - *p, *p);
  CHECK(rising);
  for (const double around :
       {0.5, 0.25, 0.375, 0.625, 0.9375, 0.6321205588, 0.3678794412, 0.29289321881, 0.123456789}) {
    INFO("around " << around);
    before = -kInfinity;
    rising = true;
    for (int i = -20'000; i < 20'000; ++i) step(around + i * 0x1p-52, 1 - (around + i * 0x1p-52));
    CHECK(rising);
  }
}

/// P(low < X < x) = u·P(low < X < high) at x = quantile_between(u, low, high), to within two doubles around x,
/// 1e-9 of u, and the roundings of sums of order 1.
template <class Below, class Above>
void check_between(const TestDistribution& ours, Below&& below, Above&& above, double low, double high) {
  const auto part = [&](double x) {
    // By the tail where the digits are.
    const Wide wide_low(low);
    const Wide wide_high(high);
    if (below(wide_low) < above(wide_low)) {
      return (below(Wide(x)) - below(wide_low)) / (below(wide_high) - below(wide_low));
    }
    return (above(wide_low) - above(Wide(x))) / (above(wide_low) - above(wide_high));
  };
  double before = low;
  for (const double u : {1e-9, 0.01, 0.25, 0.5, 0.75, 0.99, 1 - 0x1p-30}) {
    INFO(low << " … " << high << ", u = " << u);
    const double x = ours.quantile_between(u, low, high);
    CHECK(x >= before);
    CHECK(x <= high);
    before = x;
    double less = x;
    double more = x;
    for (int i = 0; i < 2; ++i) {
      less = std::nextafter(less, low);
      more = std::nextafter(more, high);
    }
    CHECK(static_cast<double>(part(less)) <= u * (1 + 1e-9) + 1e-14);
    CHECK(static_cast<double>(1 - part(more)) <= (1 - u) * (1 + 1e-9) + 1e-14);
  }
}

}  // namespace

TEST_CASE("weibull: quantiles and shares agree with Boost's, tails included, by table and by row") {
  for (const double shape : {0.05, 0.3, 0.99, 1.0, 1.5, 3.6, 40.0, 1e4}) {
    INFO("shape " << shape);
    check_against(TestDistribution("weibull", {{"shape", shape}, {"scale", 3.5}}),
                  boost::math::weibull_distribution<long double>(shape, 3.5L), {}, 1e-12 + shape * 0x1p-48);
  }
}

TEST_CASE("pareto: quantiles and shares agree with Boost's, tails included, by table and by row") {
  for (const double alpha : {0.05, 0.5, 1.0, 1.16, 3.0, 200.0}) {
    INFO("alpha " << alpha);
    const TestDistribution ours("pareto", {{"alpha", alpha}, {"scale", 3.5}});
    for (const double p : kShares) {
      INFO("p = " << p);
      // x = scale·above^(-1/alpha); what lies below is told only by the distance from the least value.
      const long double high = 3.5L * std::pow(static_cast<long double>(p), -1 / static_cast<long double>(alpha));
      CHECK(ours.quantile(1 - p, p) == Approx(static_cast<double>(high)).epsilon(1e-9));
      CHECK(ours.quantile_per_row(1 - p, p) == ours.quantile(1 - p, p));
      CHECK(ours.quantile_per_row(p, 1 - p) == ours.quantile(p, 1 - p));
      CHECK(ours.quantile(p, 1 - p) >= 3.5);
      const boost::math::pareto_distribution<long double> theirs(3.5L, alpha);
      CHECK(ours.quantile(p, 1 - p) ==
            Approx(static_cast<double>(boost::math::quantile(theirs, static_cast<long double>(p)))).epsilon(1e-9));
      const double x = static_cast<double>(high);
      CHECK(ours.share(x).second == Approx(p).epsilon(1e-12));
      CHECK(ours.share(x).first == Approx(1 - p).epsilon(1e-12));
    }
    // Just above the least value, alpha times the relative distance is the share below.
    CHECK(ours.share(3.5 * (1 + 0x1p-50)).first == Approx(alpha * 0x1p-50).epsilon(1e-9));
    CHECK(ours.share(3.5) == std::pair(0.0, 1.0));
    CHECK(ours.share(1.0) == std::pair(0.0, 1.0));
  }
}

TEST_CASE(
    "logistic, laplace and gumbel: quantiles and shares agree with Boost's, tails included, by table and by row") {
  for (const auto& [location, scale] : {std::pair(0.0, 1.0), std::pair(-250.0, 3.5), std::pair(1e6, 0.25)}) {
    INFO("location " << location);
    const Parameters parameters = {{"location", location}, {"scale", scale}};
    const auto l = static_cast<long double>(location);
    const auto s = static_cast<long double>(scale);
    // Where the location dwarfs the scale, the value itself has lost the digits of its shares.
    if (location < 1e6) {
      check_against(TestDistribution("logistic", parameters), boost::math::logistic_distribution<long double>(l, s),
                    {location, scale});
      check_against(TestDistribution("laplace", parameters), boost::math::laplace_distribution<long double>(l, s),
                    {location, scale});
      check_against(TestDistribution("gumbel", parameters), boost::math::extreme_value_distribution<long double>(l, s),
                    {location, scale});
    }
    for (const char* name : {"logistic", "laplace", "gumbel"}) {
      const TestDistribution moved(name, parameters);
      const TestDistribution standard(name, {{"location", 0.0}, {"scale", 1.0}});
      for (const double p : kShares) {
        CHECK(moved.quantile(p, 1 - p) == location + scale * standard.quantile(p, 1 - p));
        CHECK(moved.quantile(1 - p, p) == location + scale * standard.quantile(1 - p, p));
      }
    }
  }
}

TEST_CASE("student_t: quantiles and shares agree with Boost's, tails included, by table and by row") {
  for (const double df : {0.05, 0.3,  0.49, 0.5,   0.51, 0.7,   1.0,    1.5, 2.0, 3.0,
                          4.5,  10.0, 30.0, 250.0, 1e4,  9.9e4, 1.01e5, 1e6, 1e7, 1e9}) {
    check_t(df);
  }
}

TEST_CASE("student_t: whole degrees of freedom have closed forms") {
  const TestDistribution one("student_t", {{"df", 1.0}});
  const TestDistribution two("student_t", {{"df", 2.0}});
  for (const double p : kShares) {
    INFO("p = " << p);
    const long double wide = p;
    const long double pi = std::acos(-1.0L);
    CHECK(one.quantile(1 - p, p) == Approx(static_cast<double>(1 / std::tan(pi * wide))).epsilon(1e-9).margin(1e-9));
    const long double of_two = (1 - 2 * wide) / std::sqrt(2 * wide * (1 - wide));
    CHECK(two.quantile(1 - p, p) == Approx(static_cast<double>(of_two)).epsilon(1e-9).margin(1e-9));
  }
  CHECK(one.share(1.0).first == Approx(0.75).epsilon(1e-13));
  CHECK(one.share(0.0) == std::pair(0.5, 0.5));
  CHECK(one.share(-1e300).first == Approx(1e-300 / 3.14159265358979323846).epsilon(1e-12));
  CHECK(TestDistribution("student_t", {{"df", 0.05}}).share(1e300).second > 1e-16);
}

TEST_CASE("quantiles of tailed kinds do not fall as the probability rises") {
  for (const double shape : {0.2, 1.0, 2.5}) {
    INFO("shape " << shape);
    check_rising(TestDistribution("weibull", {{"shape", shape}, {"scale", 3.0}}));
    check_rising(TestDistribution("pareto", {{"alpha", shape}, {"scale", 3.0}}));
  }
  for (const double df : {0.5, 1.0, 4.0, 100.0, 1e7}) {
    INFO("df " << df);
    check_rising(TestDistribution("student_t", {{"df", df}}));
  }
  for (const char* name : {"logistic", "laplace", "gumbel"}) {
    INFO(name);
    check_rising(TestDistribution(name, {{"location", 0.0}, {"scale", 1.0}}));
  }
}

TEST_CASE("between bounds far out or close together the law is exact: weibull and pareto") {
  for (const double shape : {0.4, 1.0, 5.0}) {
    INFO("shape " << shape);
    const TestDistribution ours("weibull", {{"shape", shape}, {"scale", 2.0}});
    const auto e = [&](const Wide& x) { return x > 0 ? Wide(pow(x / 2, Wide(shape))) : Wide(0); };
    const auto below = [&](const Wide& x) { return Wide(-expm1(-e(x))); };
    const auto above = [&](const Wide& x) { return Wide(exp(-e(x))); };
    for (const auto& [low, high] :
         {std::pair(0.0, 1e-80), std::pair(1e-80, 3e-80), std::pair(1e-80, 1e-60), std::pair(0.0, 1.0),
          std::pair(1.0, 1 + 1e-12), std::pair(1.0, 1.5), std::pair(1e-20, 4.0), std::pair(10.0, 10.001),
          std::pair(20.0, 22.0), std::pair(50.0, kInfinity)}) {
      check_between(ours, below, above, low, high);
    }
  }
  CHECK(std::isnan(TestDistribution("weibull", {{"shape", 2.0}, {"scale", 2.0}}).quantile_between(0.5, -2, -1)));
  for (const double alpha : {0.1, 2.0, 900.0}) {
    INFO("alpha " << alpha);
    const TestDistribution ours("pareto", {{"alpha", alpha}, {"scale", 2.0}});
    const auto above = [&](const Wide& x) { return x > 2 ? Wide(pow(x / 2, -Wide(alpha))) : Wide(1); };
    const auto below = [&](const Wide& x) { return Wide(1 - above(x)); };
    for (const auto& [low, high] : {std::pair(-1.0, 3.0), std::pair(2.0, 2 + 1e-12), std::pair(5.0, 5 + 1e-12),
                                    std::pair(5.0, 8.0), std::pair(1e10, 1e11), std::pair(1e10, kInfinity)}) {
      check_between(ours, below, above, low, high);
    }
  }
  CHECK(std::isnan(TestDistribution("pareto", {{"alpha", 2.0}, {"scale", 2.0}}).quantile_between(0.5, 0, 1.5)));
}

TEST_CASE("between bounds far out or close together the law is exact: logistic, laplace and gumbel") {
  const Parameters parameters = {{"location", 0.5}, {"scale", 2.0}};
  const auto z = [](const Wide& x) { return Wide((x - Wide(0.5)) / 2); };
  const auto logistic_below = [&](const Wide& x) { return Wide(1 / (1 + exp(-z(x)))); };
  const auto logistic_above = [&](const Wide& x) { return Wide(1 / (1 + exp(z(x)))); };
  const auto laplace_below = [&](const Wide& x) { return z(x) < 0 ? Wide(exp(z(x)) / 2) : Wide(1 - exp(-z(x)) / 2); };
  const auto laplace_above = [&](const Wide& x) { return z(x) < 0 ? Wide(1 - exp(z(x)) / 2) : Wide(exp(-z(x)) / 2); };
  const auto gumbel_below = [&](const Wide& x) { return Wide(exp(-exp(-z(x)))); };
  const auto gumbel_above = [&](const Wide& x) { return Wide(-expm1(-exp(-z(x)))); };
  for (const auto& [low, high] :
       {std::pair(16.5, 18.5), std::pair(-17.5, -15.5), std::pair(0.5, 0.5 + 1e-12),
        std::pair(0.5 - 1e-10, 0.5 + 1e-10), std::pair(3.0, 3 + 1e-12), std::pair(-4.0, -4 + 1e-11),
        std::pair(-2.0, 5.0), std::pair(-1.0, kInfinity), std::pair(-1e3, 0.25), std::pair(2000.0, 2003.0),
        std::pair(-2003.0, -2000.0), std::pair(3000.0, kInfinity)}) {
    check_between(TestDistribution("logistic", parameters), logistic_below, logistic_above, low, high);
    check_between(TestDistribution("laplace", parameters), laplace_below, laplace_above, low, high);
    // Fifty digits hold exp(-exp(1000)) no more: there all of the mass is at the upper bound.
    if (low > -100) check_between(TestDistribution("gumbel", parameters), gumbel_below, gumbel_above, low, high);
  }
  CHECK(TestDistribution("gumbel", parameters).quantile_between(0.5, -2003, -2000) == -2000);
  CHECK(TestDistribution("gumbel", parameters).quantile_between(0.5, -kInfinity, -12.0) ==
        Approx(-12 - 2 * std::log1p(std::log(2) / std::exp(6.25))).epsilon(1e-14));
  CHECK(TestDistribution("logistic", parameters).quantile_between(0.25, -kInfinity, -2000.0) ==
        Approx(-2000 + 2 * std::log(0.25)).epsilon(1e-14));
  CHECK(TestDistribution("laplace", parameters).quantile_between(0.25, -kInfinity, -2000.0) ==
        Approx(-2000 + 2 * std::log(0.25)).epsilon(1e-14));
  CHECK(TestDistribution("logistic", parameters).quantile_between(0.75, -kInfinity, kInfinity) ==
        Approx(0.5 + 2 * std::log(3)).epsilon(1e-14));
}

TEST_CASE("between bounds far out or close together the law is exact: student_t") {
  for (const double df : {0.1, 1.0, 4.0, 60.0}) {
    INFO("df " << df);
    const TestDistribution ours("student_t", {{"df", df}});
    const auto above = [&](const Wide& t) {
      if (t == Wide(kInfinity)) return Wide(0);
      return t < 0 ? Wide(1 - tail_of_t(df, -t)) : t > 0 ? tail_of_t(df, t) : Wide(0.5);
    };
    const auto below = [&](const Wide& t) { return above(Wide(-t)); };
    for (const auto& [low, high] :
         {std::pair(8.0, 9.0), std::pair(-9.0, -8.0), std::pair(2.0, 2 + 1e-11), std::pair(-2 - 1e-11, -2.0),
          std::pair(0.3, 0.3 + 1e-12), std::pair(0.0, 1e-6), std::pair(-1e-9, 2e-9), std::pair(1e30, 2e30),
          std::pair(-0.5, 3.0), std::pair(0.9, 1.1)}) {
      check_between(ours, below, above, low, high);
    }
    // Where nothing is left in doubles the tail is a power, whose index is df.
    CHECK(ours.quantile_between(0.5, 1e100, kInfinity) == Approx(1e100 * std::pow(2, 1 / df)).epsilon(1e-10));
  }
}

TEST_CASE("tailed kinds: draws between bounds without digits lie within them and follow the law") {
  struct Case {
    DrawRequest request;
    double mean;
    double sd;  // of the conditioned law, to size the error of the mean
  };
  const std::vector<Case> cases = {
      // Far out laplace, logistic and gumbel are exponential with mean scale.
      {{"laplace", {{"location", 0.0}, {"scale", 2.0}}, 2000.0, {}, kNumber}, 2002, 2},
      {{"logistic", {{"location", 0.0}, {"scale", 2.0}}, {}, -2000.0, kNumber}, -2002, 2},
      {{"gumbel", {{"location", 0.0}, {"scale", 2.0}}, 2000.0, {}, kNumber}, 2002, 2},
      // Of E beyond 20² the excess is 1 on average, and x = sqrt(E): 20 + 1/40 less 1/(4·20³)·… .
      {{"weibull", {{"shape", 2.0}, {"scale", 1.0}}, 30.0, {}, kNumber}, 30 + 1 / 60.0 - 1 / (4 * 27000.0), 1 / 60.0},
      // A Pareto's mean is alpha/(alpha − 1) times its least value; its sd is a 1/1000 of it.
      {{"pareto", {{"alpha", 1001.0}, {"scale", 1.0}}, 3.0, {}, kNumber}, 3 * 1.001, 0.003},
      {{"student_t", {{"df", 21.0}}, 1e20, {}, kNumber}, 1.05e20, 0.06e20},
      {{"student_t", {{"df", 4.0}}, 3.0, 3 + 1e-10, kNumber}, 3 + 5e-11, 3e-11},
      {{"weibull", {{"shape", 0.7}, {"scale", 1.0}}, 3.0, 3 + 1e-10, kNumber}, 3 + 5e-11, 3e-11},
  };
  for (const Case& one : cases) {
    INFO(one.request.distribution << " " << one.mean);
    const DrawnCells cells = draw_cells(one.request, 20'000);
    CHECK(cells.nulls() == 0);
    const double low = one.request.min ? *one.request.min->fixed : -kInfinity;
    const double high = one.request.max ? *one.request.max->fixed : kInfinity;
    CHECK(*std::min_element(cells.numbers.begin(), cells.numbers.end()) >= low);
    CHECK(*std::max_element(cells.numbers.begin(), cells.numbers.end()) <= high);
    // Six standard errors, and the roundings of the mean's sum.
    CHECK(std::abs(cells.mean() - one.mean) < 6 * one.sd / std::sqrt(2e4) + std::abs(one.mean) * 1e-12);
    CHECK(*std::min_element(cells.numbers.begin(), cells.numbers.end()) <
          *std::max_element(cells.numbers.begin(), cells.numbers.end()));
  }
}

TEST_CASE("tailed kinds: parameters of rows out of range give a counted null, values beyond doubles too") {
  const auto invalid = [](DrawRequest request) {
    return draw_cells(request, 10).warned(CellWarning::invalid_parameter);
  };
  CHECK(invalid({"weibull", {{"shape", every_row(0.001)}, {"scale", 1.0}}}) == 10);
  CHECK(invalid({"pareto", {{"alpha", 1.0}, {"scale", every_row(0.0)}}}) == 10);
  CHECK(invalid({"student_t", {{"df", every_row(0.0)}}}) == 10);
  CHECK(invalid({"logistic", {{"location", 0.0}, {"scale", every_row(-1.0)}}}) == 10);
  CHECK(invalid({"laplace", {{"location", every_row(std::nan(""))}, {"scale", 1.0}}}) == 10);
  CHECK(invalid({"gumbel", {{"location", 0.0}, {"scale", every_row(0.0)}}}) == 10);
  // The heaviest tails stay within doubles: 2^-53 of the mass at most lies above.
  for (const DrawRequest& request :
       {DrawRequest{"pareto", {{"alpha", 0.05}, {"scale", 1.0}}}, DrawRequest{"student_t", {{"df", 0.05}}},
        DrawRequest{"weibull", {{"shape", 0.01}, {"scale", 1.0}}}}) {
    CHECK(draw_cells(request, 10'000).nulls() == 0);
  }
  // With a great scale they do not, and each is counted.
  const DrawnCells great = draw_cells({"pareto", {{"alpha", 0.5}, {"scale", 1e307}}}, 1000);
  CHECK(great.nulls() > 0);
  CHECK(great.warned(CellWarning::overflow) == great.nulls());
}

TEST_CASE("parameters that come by row and are round and few get tables, each its own") {
  struct Numbers {
    Numbers(double first, double second) : a(first), b(second) {}
    double a;
    double b;
  };
  const TableCache<Numbers> cache;
  // Round numbers differ in their upper bits alone; whether they keep each other out depends on these ten, not on luck.
  bool own = true;
  for (int round = 0; round < 1100; ++round) {
    for (const double a : {0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 8.0, 12.0, 30.0, 100.0}) {
      const Numbers* tables = cache.find(a, 0);
      if (round > 1001) own = own && tables != nullptr && tables->a == a;
    }
  }
  CHECK(own);
}
