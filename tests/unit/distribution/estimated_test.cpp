// Inverse Gaussian, pert and quantiles: against fifty digits, Boost and hand-made lists; tables and rows alike; bounds
// far out; single values with a share of their own.
#include <boost/math/distributions/beta.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>

#include "support/catch.hpp"
#include "support/distributions.hpp"

using namespace synthgen;

namespace {

using Wide = boost::multiprecision::cpp_bin_float_50;

const Type kNumber{TypeKind::number, 0};
const Type kInteger{TypeKind::integer, 0};
constexpr double kShares[] = {1e-200, 1e-30, 1e-15, 1e-12, 1e-8,  5.9e-8, 6.1e-8, 1e-6,
                              0.003,  0.01,  0.2,   0.25,  0.377, 0.4999, 0.5};

/// Of the inverse Gaussian with mean 1, in fifty digits.
struct WideLaw {
  Wide phi;

  Wide at_or_below(const Wide& x) const { return phi_of(a(x)) + exp(2 * phi) * phi_of(-b(x)); }
  Wide above(const Wide& x) const { return phi_of(-a(x)) - exp(2 * phi) * phi_of(-b(x)); }
  Wide density(const Wide& x) const {
    return sqrt(phi / (2 * boost::math::constants::pi<Wide>() * x * x * x)) * exp(-a(x) * a(x) / 2);
  }

 private:
  Wide a(const Wide& x) const { return sqrt(phi / x) * (x - 1); }
  Wide b(const Wide& x) const { return sqrt(phi / x) * (x + 1); }
  static Wide phi_of(const Wide& z) { return boost::math::erfc(Wide(-z / sqrt(Wide(2)))) / 2; }
};

void check_inverse_gaussian(double mean, double shape) {
  const TestDistribution ours("inverse_gaussian", {{"mean", mean}, {"shape", shape}});
  const WideLaw law{Wide(shape) / mean};
  for (const double p : kShares) {
    for (const bool upper : {false, true}) {
      INFO("p = " << p << (upper ? " above" : " below"));
      const double below = upper ? 1 - p : p;
      const double above = upper ? p : 1 - p;
      const double value = ours.quantile(below, above);
      CHECK(ours.quantile_per_row(below, above) == value);
      const Wide x = Wide(value) / mean;
      // The distance of the shares over the density is the distance of the values.
      const Wide miss = (upper ? law.above(x) : law.at_or_below(x)) - p;
      CHECK(std::abs(static_cast<double>(miss / (law.density(x) * x))) < 1e-9);
      // A double x is no nearer than 2^-53 of itself; over the spread that moves a share by as much more.
      const double grain = 4e-16 * static_cast<double>(law.density(x) * x / p);
      CHECK(ours.share(value).first == Approx(static_cast<double>(law.at_or_below(x))).epsilon(2e-12 + grain));
      CHECK(ours.share(value).second == Approx(static_cast<double>(law.above(x))).epsilon(2e-12 + grain));
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

DrawRequest listed(std::vector<double> probabilities, std::vector<double> values) {
  DrawRequest request{"quantiles"};
  request.lists = {std::move(probabilities), std::move(values)};
  return request;
}

/// Which share of the cells have the value.
double share_of(const DrawnCells& cells, double value) {
  return static_cast<double>(std::count(cells.numbers.begin(), cells.numbers.end(), value)) /
         static_cast<double>(cells.size());
}

}  // namespace

TEST_CASE("inverse gaussian: quantiles and shares agree with fifty digits, tails included, by table and by row") {
  for (const double phi : {1e-6, 1e-4, 0.01, 0.3, 0.5, 1.0, 2.5, 20.0, 300.0, 1e5}) {
    INFO("phi " << phi);
    check_inverse_gaussian(3.5, 3.5 * phi);
  }
}

TEST_CASE("inverse gaussian: so narrow that it is normal") {
  const TestDistribution ours("inverse_gaussian", {{"mean", 1.0}, {"shape", 1e12}});
  for (const double z : {-6.0, -1.0, 0.0, 0.5, 6.0}) {
    const double p = 0.5 * std::erfc(-z / std::sqrt(2.0));
    // The sd is 1e-6, a double near 1 is 1e-16: 2e-10 of it. The skewness moves z by (z² − 1)/2·1e-6.
    CHECK((ours.quantile(p, 1 - p) - 1) * 1e6 == Approx(z).margin(1e-5 + 20e-6));
    CHECK(ours.quantile_per_row(p, 1 - p) == ours.quantile(p, 1 - p));
  }
}

TEST_CASE("inverse gaussian: the ends, and parameters too far apart") {
  const TestDistribution ours("inverse_gaussian", {{"mean", 2.0}, {"shape", 3.0}});
  CHECK(ours.share(0.0) == std::pair(0.0, 1.0));
  CHECK(ours.share(-1.0) == std::pair(0.0, 1.0));
  CHECK(ours.share(INFINITY) == std::pair(1.0, 0.0));
  CHECK(ours.share(1e-300) == std::pair(0.0, 1.0));
  const auto invalid = [](double mean, double shape) {
    return draw_cells({"inverse_gaussian", {{"mean", mean}, {"shape", every_row(shape)}}}, 10)
        .warned(CellWarning::invalid_parameter);
  };
  CHECK(invalid(1, 0.9e-6) == 10);
  CHECK(invalid(1, 1.1e12) == 10);
  CHECK(invalid(1, 0) == 10);
  CHECK(invalid(1, 1e-6) == 0);
}

TEST_CASE("pert: it is the beta that its mode asks for, at both ends too") {
  for (const double mode : {2.0, 5.0, 11.0, 20.0}) {
    INFO("mode " << mode);
    const TestDistribution ours("pert", {{"low", 2.0}, {"mode", mode}, {"high", 20.0}});
    const long double a = 1 + 4 * (mode - 2.0L) / 18;
    const long double b = 1 + 4 * (20.0L - mode) / 18;
    for (const double p : kShares) {
      for (const bool upper : {false, true}) {
        INFO("p = " << p << (upper ? " above" : " below"));
        const double x = upper ? ours.quantile(1 - p, p) : ours.quantile(p, 1 - p);
        CHECK((upper ? ours.quantile_per_row(1 - p, p) : ours.quantile_per_row(p, 1 - p)) == x);
        const long double part = (x - 2.0L) / 18;
        // Nearer to a bound than its doubles are apart.
        if (part < 1e-6L || part > 1 - 1e-6L) continue;
        const long double share = upper ? boost::math::ibetac(a, b, part) : boost::math::ibeta(a, b, part);
        const long double density = boost::math::ibeta_derivative(a, b, part) / 18;
        CHECK(std::abs(static_cast<double>((share - p) / (density * x))) < 1e-9);
        CHECK(ours.share(x).first == Approx(static_cast<double>(boost::math::ibeta(a, b, part))).epsilon(1e-8));
        CHECK(ours.share(x).second == Approx(static_cast<double>(boost::math::ibetac(a, b, part))).epsilon(1e-8));
      }
    }
  }
  // The lower tail keeps its digits where the least value is 0: of shapes 3 and 3, x³·10 there.
  CHECK(TestDistribution("pert", {{"low", 0.0}, {"mode", 0.5}, {"high", 1.0}}).quantile(1e-30, 1) ==
        Approx(std::cbrt(1e-31)).epsilon(1e-9));
}

TEST_CASE("pert: the mean is a sixth of low, four modes and high; contradicting rows are null and counted") {
  const DrawnCells cells = draw_cells({"pert", {{"low", 2.0}, {"mode", 5.0}, {"high", 20.0}}}, 200'000);
  CHECK(cells.mean() == Approx(7.0).margin(6 * 3.0 / std::sqrt(2e5)));  // the sd is 2.998
  const RowNumber mode([](std::int64_t row) { return std::optional<double>(row % 2 == 0 ? 5.0 : 25.0); });
  const DrawnCells by_row = draw_cells({"pert", {{"low", 2.0}, {"mode", mode}, {"high", 20.0}}}, 1000);
  CHECK(by_row.warned(CellWarning::invalid_parameter) == 500);
  CHECK(by_row.nulls() == 500);
  for (std::size_t i = 0; i < 1000; i += 2) REQUIRE(by_row.numbers[i] == cells.numbers[i]);
}

TEST_CASE("quantiles: exact at the listed ones, straight between them, both tails with their digits") {
  const TestDistribution ours("quantiles", {}, {{0, 0.25, 0.5, 0.9, 1}, {-5, 0, 1, 11, 40}});
  CHECK(ours.quantile(0.25, 0.75) == 0.0);
  CHECK(ours.quantile(0.5, 0.5) == 1.0);
  CHECK(ours.quantile(0.9, 1 - 0.9) == 11.0);
  CHECK(ours.quantile(0.125, 0.875) == -2.5);
  CHECK(ours.quantile(0.7, 0.3) == Approx(6.0).epsilon(1e-14));
  CHECK(ours.quantile(1 - 1e-15, 1e-15) == Approx(40.0).epsilon(1e-14));
  CHECK(ours.share(-5.0) == std::pair(0.0, 1.0));
  CHECK(ours.share(40.0) == std::pair(1.0, 0.0));
  CHECK(ours.share(6.0).first == Approx(0.7).epsilon(1e-14));
  CHECK(ours.share(6.0).second == Approx(0.3).epsilon(1e-14));
  const TestDistribution thin("quantiles", {}, {{0, 1e-12, 1 - 1e-12, 1}, {0, 1, 2, 3}});
  CHECK(thin.quantile(1e-20, 1) == Approx(1e-8).epsilon(1e-14));
  CHECK(3 - thin.quantile(1, 5e-13) == Approx(0.5).epsilon(1e-4));  // 1 − (1 − 1e-12) has five digits
  CHECK(thin.share(1e-3).first == Approx(1e-15).epsilon(1e-14));
  // Ten thousand of them, every one met.
  std::vector<double> probabilities;
  std::vector<double> values;
  for (int i = 0; i <= 10'000; ++i) {
    probabilities.push_back(i / 10'000.0);
    values.push_back(std::sqrt(i));
  }
  const TestDistribution many("quantiles", {}, {probabilities, values});
  for (std::size_t i = 0; i <= 10'000; i += 7) {
    REQUIRE(many.quantile(probabilities[i], 1 - probabilities[i]) == Approx(values[i]).epsilon(1e-12));
  }
}

TEST_CASE("quantiles: a value given twice is drawn as often as its probabilities span, gaps stay empty") {
  const DrawRequest request = listed({0, 0.3, 0.5, 0.5, 0.9, 1}, {0, 0, 10, 20, 30, 30});
  const TestDistribution ours("quantiles", {}, request.lists);
  CHECK(ours.quantile(0.3, 0.7) == 0.0);
  CHECK(ours.quantile(0.4, 0.6) == Approx(5.0).epsilon(1e-14));
  CHECK(ours.quantile(0.5, 0.5) == 10.0);
  CHECK(ours.quantile(0.5 + 0x1p-50, 0.5 - 0x1p-50) == Approx(20.0).epsilon(1e-13));
  CHECK(ours.quantile(0.95, 0.05) == 30.0);
  CHECK(ours.share(-1e-300) == std::pair(0.0, 1.0));
  CHECK(ours.share(0.0).first == Approx(0.3).epsilon(1e-15));
  CHECK(ours.share(0.0).second == Approx(0.7).epsilon(1e-15));
  CHECK(ours.share(15.0).first == Approx(0.5).epsilon(1e-15));
  CHECK(ours.share(29.999999).second > 0.1);
  CHECK(ours.share(30.0) == std::pair(1.0, 0.0));
  const DrawnCells cells = draw_cells(request, 200'000);
  CHECK(share_of(cells, 0) == Approx(0.3).margin(6 * std::sqrt(0.21 / 2e5)));
  CHECK(share_of(cells, 30) == Approx(0.1).margin(6 * std::sqrt(0.09 / 2e5)));
  CHECK(std::none_of(cells.numbers.begin(), cells.numbers.end(), [](double x) { return x > 10 && x < 20; }));
  // One value alone.
  const DrawnCells same = draw_cells(listed({0, 1}, {7, 7}), 100);
  CHECK(std::all_of(same.numbers.begin(), same.numbers.end(), [](double x) { return x == 7; }));
}

TEST_CASE("quantiles: a bound on a value with a share of its own keeps it") {
  DrawRequest request = listed({0, 0.3, 0.8, 1}, {0, 0, 100, 100});
  request.min = 0.0;
  CHECK(draw_cells(request, 5000) == draw_cells(listed({0, 0.3, 0.8, 1}, {0, 0, 100, 100}), 5000));
  request.max = 100.0;
  CHECK(draw_cells(request, 5000) == draw_cells(listed({0, 0.3, 0.8, 1}, {0, 0, 100, 100}), 5000));
  for (const Type type : {kNumber, kInteger, Type::decimal(1)}) {
    INFO(type_text(type));
    request.type = type;
    request.min = 0.0;
    request.max = 50.0;
    const DrawnCells low = draw_cells(request, 200'000);
    // 0.3 of 0.3 + 0.25, and what rounds to 0.
    const double rounded = type.kind == TypeKind::number ? 0 : type.kind == TypeKind::integer ? 0.0025 : 0.00025;
    CHECK(share_of(low, 0) == Approx((0.3 + rounded) / (0.55 + rounded)).margin(6 * std::sqrt(0.25 / 2e5)));
    request.min = 100.0;
    request.max = 100.0;
    const DrawnCells high = draw_cells(request, 1000);
    CHECK(high.nulls() == 0);
    CHECK(share_of(high, 100) == 1);
  }
  // Halves are rounded away from 0: of the values 0.5 and 2.5, each half of the draws, whole numbers from 1 to 2 have
  // the first one alone.
  DrawRequest halves = listed({0, 0.5, 0.5, 1}, {0.5, 0.5, 2.5, 2.5});
  halves.type = kInteger;
  halves.min = 1.0;
  halves.max = 2.0;
  CHECK(share_of(draw_cells(halves, 1000), 1) == 1);
  halves.max = 3.0;
  CHECK(share_of(draw_cells(halves, 200'000), 1) == Approx(0.5).margin(6 * std::sqrt(0.25 / 2e5)));
}

TEST_CASE("estimated kinds: quantiles do not fall from one double to the next") {
  for (const double around : {0.5, 0.25, 0.375, 0.625, 0.9375, 0.123456789}) {
    INFO("around " << around);
    for (const double shape : {1e-5, 0.3, 4.0, 1e9}) {
      check_rising(TestDistribution("inverse_gaussian", {{"mean", 1.0}, {"shape", shape}}), around);
    }
    check_rising(TestDistribution("pert", {{"low", 2.0}, {"mode", 5.0}, {"high", 20.0}}), around);
    check_rising(TestDistribution("quantiles", {}, {{0, 0.25, 0.5, 0.9375, 1}, {0, 1, 5, 20, 21}}), around);
  }
}

TEST_CASE("estimated kinds: between bounds without digits draws follow the density itself") {
  struct Case {
    DrawRequest request;
    double mean;
    double sd;  // of the conditioned law, to size the error of the mean
    double error = 0;
  };
  DrawRequest line = listed({0, 1}, {0, 100});
  line.min = 10.0;
  line.max = 10.0000001;
  const auto gaussian = [](double mean, double shape) {
    return std::vector<std::pair<std::string, RowNumber>>{{"mean", mean}, {"shape", shape}};
  };
  const std::vector<Case> cases = {
      // Far above the density falls as exp(−phi·x/2): the excess is 2/phi, less 3/x of it.
      {{"inverse_gaussian", gaussian(1, 2), 5000.0, {}, kNumber}, 5001 - 3 / 5000.0, 1, 3 / 5000.0},
      {{"inverse_gaussian", gaussian(1e3, 2e3), 5e6, {}, kNumber}, 5.001e6 - 0.6, 1e3, 0.6},
      // Below it falls as exp(−phi/(2x)): over x − x²·2/phi.
      {{"inverse_gaussian", gaussian(1, 2), {}, 1e-4, kNumber}, 1e-4 - 1e-8, 1e-8, 3e-12},
      {{"inverse_gaussian", gaussian(1, 2), 0.5, 0.5 + 1e-11, kNumber}, 0.5 + 5e-12, 3e-12},
      // 60 standard deviations above and below, where it is nearly normal: sd²/distance.
      {{"inverse_gaussian", gaussian(1, 1e8), 1.006, {}, kNumber}, 1.006 + 1e-4 / 60, 1e-4 / 60, 2e-8},
      {{"inverse_gaussian", gaussian(1, 1e8), {}, 0.994, kNumber}, 0.994 - 1e-4 / 60, 1e-4 / 60, 2e-8},
      {{"pert", {{"low", 0.0}, {"mode", 4.0}, {"high", 10.0}}, 4.0, 4.0 + 1e-10, kNumber}, 4 + 5e-11, 3e-11},
      // Shapes 2.6 and 3.4: x^1.6 below.
      {{"pert", {{"low", 0.0}, {"mode", 4.0}, {"high", 10.0}}, 0.0, 1e-150, kNumber}, 1e-150 * 2.6 / 3.6, 3e-151},
      {line, 10.00000005, 3e-8},
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
    CHECK(std::abs(cells.mean() - one.mean) <
          6 * one.sd / std::sqrt(2e4) + std::abs(one.mean) * 1e-12 + 1e-300 + one.error);
    CHECK(*std::min_element(cells.numbers.begin(), cells.numbers.end()) <
          *std::max_element(cells.numbers.begin(), cells.numbers.end()));
  }
}

TEST_CASE("estimated kinds: outside their support nothing is drawn") {
  const auto empty = [](DrawRequest request) { return draw_cells(request, 100).warned(CellWarning::empty_interval); };
  CHECK(empty({"inverse_gaussian", {{"mean", 1.0}, {"shape", 2.0}}, {}, -1.0, kNumber}) == 100);
  CHECK(empty({"pert", {{"low", 0.0}, {"mode", 4.0}, {"high", 10.0}}, 11.0, {}, kNumber}) == 100);
  DrawRequest gap = listed({0, 0.5, 0.5, 1}, {0, 10, 20, 30});
  gap.min = 12.0;
  gap.max = 18.0;
  CHECK(empty(gap) == 100);
}

TEST_CASE("lists of quantiles are judged: lengths, ends, order, points given twice") {
  const DistributionKind& kind = distribution_kind("quantiles");
  const auto fault = [&](std::vector<std::vector<double>> lists) { return kind.list_fault(0, lists); };
  CHECK(!fault({{0, 1}, {2, 3}}));
  CHECK(!fault({{0, 0.5, 0.5, 1, 1}, {2, 3, 4, 4, 6}}));
  CHECK(fault({{0}, {1}})->parameter == 0);
  CHECK(fault({{0, 0.5, 1}, {1, 2}})->parameter == 1);
  CHECK(fault({{0.1, 1}, {1, 2}})->item == 0u);
  CHECK(fault({{0, 0.9}, {1, 2}})->item == 1u);
  CHECK(fault({{0, 0.6, 0.5, 1}, {1, 2, 3, 4}})->item == 2u);
  CHECK(fault({{0, 0.5, 1}, {1, 0, 4}})->parameter == 1);
  CHECK(fault({{0, 0.5, 0.5, 1}, {1, 2, 2, 4}})->item == 2u);
  CHECK(fault({{0, 1}, {-1.7e308, 1.7e308}})->parameter == 1);
}
