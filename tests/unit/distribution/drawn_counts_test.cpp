// Negative binomial and hypergeometric: the exact integers, by table and by row, against Boost and sums in long double;
// shares; bounds far out; parameters that do not go together.
#include <boost/math/distributions/hypergeometric.hpp>
#include <boost/math/distributions/negative_binomial.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <vector>

#include "support/catch.hpp"
#include "support/distributions.hpp"

using namespace synthgen;

namespace {

const Type kInteger{TypeKind::integer, 0};
constexpr double kShares[] = {1e-200, 1e-100, 1e-20,  1e-15, 1e-12, 1e-6,   6.1e-5,
                              6.2e-5, 0.001,  0.0371, 0.1,   0.3,   0.4999, 0.5};

/// Whether k is the least integer that reaches the probability, by shares in long double; nothing where a share is so
/// near to the probability that rounding decides.
template <class Shares>
std::optional<bool> is_exact(double k, double below, double above, double least, double digits, Shares&& shares) {
  const auto excess = [&](double j) -> long double {
    if (j < least) return -1;
    const std::pair<long double, long double> pair = shares(j);
    return below <= 0.5 ? pair.first / below - 1 : 1 - pair.second / above;
  };
  const long double here = excess(k);
  const long double before = excess(k - 1);
  if (std::abs(here) < digits || (k > least && std::abs(before) < digits)) return std::nullopt;
  return here >= 0 && before < 0;
}

/// How many of the probabilities were decided; all of these must be right.
template <class Shares>
int check_exact(const TestDistribution& ours, double least, double digits, Shares&& shares) {
  int decided = 0;
  for (const double share : kShares) {
    for (const bool upper : {false, true}) {
      const double below = upper ? 1 - share : share;
      const double above = upper ? share : 1 - share;
      INFO("below " << below << ", above " << above);
      const double k = ours.quantile(below, above);
      CHECK(ours.quantile_per_row(below, above) == k);
      const std::optional<bool> exact = is_exact(k, below, above, least, digits, shares);
      if (!exact) continue;
      ++decided;
      CHECK(*exact);
    }
  }
  return decided;
}

/// All probabilities of a hypergeometric law in long double, by ratios from its mode; as the shares of every integer.
class LongSums {
 public:
  LongSums(long double population, long double successes, long double draws) {
    const long double failures = population - successes;
    least_ = std::max(0.0L, draws - failures);
    const long double greatest = std::min(draws, successes);
    const auto size = static_cast<std::size_t>(greatest - least_) + 1;
    const long double centre = std::floor((draws + 1) * (successes + 1) / (population + 2));
    const auto mode = std::min(static_cast<std::size_t>(std::max(centre - least_, 0.0L)), size - 1);
    std::vector<long double> masses(size, 1);
    for (std::size_t i = mode; i + 1 < size; ++i) {
      const long double k = least_ + static_cast<long double>(i);
      masses[i + 1] = masses[i] * ((successes - k) * (draws - k) / ((k + 1) * (failures - draws + k + 1)));
    }
    for (std::size_t i = mode; i > 0; --i) {
      const long double k = least_ + static_cast<long double>(i);
      masses[i - 1] = masses[i] * (k * (failures - draws + k) / ((successes - k + 1) * (draws - k + 1)));
    }
    below_.resize(size);
    above_.resize(size);
    long double sum = 0;
    for (std::size_t i = 0; i < size; ++i) below_[i] = sum += masses[i];
    const long double total = sum;
    sum = 0;
    for (std::size_t i = size; i-- > 0;) {
      above_[i] = sum / total;
      sum += masses[i];
    }
    for (long double& share : below_) share /= total;
  }
  std::pair<long double, long double> operator()(double k) const {
    const auto i = static_cast<std::size_t>(static_cast<long double>(k) - least_);
    if (i >= below_.size()) return {1, 0};
    return {below_[i], above_[i]};
  }
  double least() const { return static_cast<double>(least_); }

 private:
  long double least_ = 0;
  std::vector<long double> below_;
  std::vector<long double> above_;
};

}  // namespace

TEST_CASE("negative binomial: quantiles are the exact integers, tails included, by table and by search") {
  int decided = 0;
  for (const auto& [r, p] :
       {std::pair(1.0, 0.3), std::pair(0.001, 0.5), std::pair(0.05, 1e-3), std::pair(2.5, 0.4), std::pair(3.0, 0.999),
        std::pair(9.9, 0.02), std::pair(40.0, 0.3), std::pair(1.5, 1e-4), std::pair(1e4, 0.5), std::pair(1e6, 0.5),
        std::pair(1e6, 0.1), std::pair(10.0, 1e-5), std::pair(0.3, 1e-7), std::pair(1e9, 0.99)}) {
    INFO("r " << r << ", p " << p);
    const TestDistribution ours("negative_binomial", {{"r", r}, {"p", p}});
    // What was asked for as p is kept as (1 − p)/p.
    const long double scale = ours.canonical()[1];
    const long double success = 1 / (1 + scale);
    const long double failure = scale / (1 + scale);
    // Ours and Boost's are right to 1e-10 for parameters beyond 1e6.
    const double digits = r > 1e6 ? 1e-9 : r >= 1e4 || p < 1e-4 ? 1e-10 : 1e-11;
    decided += check_exact(ours, 0, digits, [&, shape = static_cast<long double>(r)](double k) {
      const long double next = k + 1.0L;
      return success < failure
                 ? std::pair(boost::math::ibeta(shape, next, success), boost::math::ibetac(shape, next, success))
                 : std::pair(boost::math::ibetac(next, shape, failure), boost::math::ibeta(next, shape, failure));
    });
  }
  CHECK(decided > 320);
}

TEST_CASE("negative binomial: table, sums and expansion give the integers of the search by row") {
  for (const auto& [r, p] : {std::pair(1.5, 0.3), std::pair(0.2, 0.01), std::pair(60.0, 0.2), std::pair(2.0, 0.0005),
                             std::pair(1e6, 0.5), std::pair(1e5, 0.01)}) {
    INFO("r " << r << ", p " << p);
    const DrawRequest fixed{"negative_binomial", {{"r", r}, {"p", p}}, {}, {}, kInteger};
    const DrawRequest by_row{"negative_binomial", {{"r", every_row(r)}, {"p", every_row(p)}}, {}, {}, kInteger};
    CHECK(draw_cells(fixed, 30'000) == draw_cells(by_row, 30'000));
  }
}

TEST_CASE("negative binomial: shares agree with Boost's; the mean and variance are those asked for") {
  for (const auto& [r, p] : {std::pair(2.5, 0.4), std::pair(0.5, 0.01), std::pair(300.0, 0.7)}) {
    const TestDistribution ours("negative_binomial", {{"r", r}, {"p", p}});
    const boost::math::negative_binomial theirs(r, p);
    for (const double k : {0.0, 1.0, 3.0, 19.0, 130.0, 400.0}) {
      INFO("r " << r << ", k " << k);
      CHECK(ours.share(k).first == Approx(boost::math::cdf(theirs, k)).epsilon(1e-11));
      CHECK(ours.share(k).second == Approx(boost::math::cdf(boost::math::complement(theirs, k))).epsilon(1e-11));
      CHECK(ours.share(k + 0.5) == ours.share(k));
    }
    CHECK(ours.share(-1.0) == std::pair(0.0, 1.0));
    CHECK(ours.share(INFINITY) == std::pair(1.0, 0.0));
  }
  const DrawnCells cells = draw_cells({"negative_binomial", {{"mean", 30.0}, {"r", 2.5}}, {}, {}, kInteger}, 1'000'000);
  const double variance = 30 + 900 / 2.5;
  CHECK(cells.mean() == Approx(30.0).margin(6 * std::sqrt(variance / 1e6)));
  // The kurtosis is 3 + 6/r + 1/variance: sd of the variance's estimate is variance·sqrt(4.4/n).
  CHECK(cells.sd() * cells.sd() == Approx(variance).margin(6 * variance * std::sqrt(4.4 / 1e6)));
}

TEST_CASE("negative binomial: both ways to give it agree; certain success gives zeros") {
  const TestDistribution by_p("negative_binomial", {{"r", 4.0}, {"p", 0.25}});
  const TestDistribution by_mean("negative_binomial", {{"mean", 12.0}, {"r", 4.0}});
  CHECK(by_p.canonical() == by_mean.canonical());
  for (const DrawRequest& request :
       {DrawRequest{"negative_binomial", {{"r", 3.0}, {"p", 1.0}}, {}, {}, kInteger},
        DrawRequest{"negative_binomial", {{"mean", every_row(0.0)}, {"r", 3.0}}, {}, {}, kInteger}}) {
    const DrawnCells zeros = draw_cells(request, 100);
    CHECK(zeros.nulls() == 0);
    CHECK(std::all_of(zeros.integers.begin(), zeros.integers.end(), [](std::int64_t k) { return k == 0; }));
    DrawRequest above = request;
    above.min = 1.0;
    CHECK(draw_cells(above, 100).warned(CellWarning::empty_interval) == 100);
  }
}

TEST_CASE("negative binomial: parameters whose mean is out of reach are null and counted") {
  const auto invalid = [](const char* first, double a, const char* second, double b) {
    return draw_cells({"negative_binomial", {{first, every_row(a)}, {second, b}}}, 10)
        .warned(CellWarning::invalid_parameter);
  };
  CHECK(invalid("r", 1e4, "p", 1e-5) == 10);
  CHECK(invalid("r", 10.0, "p", 1e-7) == 0);
  CHECK(invalid("mean", 1e5, "r", 1e-3) == 10);
  CHECK(invalid("mean", 1e8, "r", 10.0) == 0);
  CHECK(invalid("mean", 1.1e8, "r", 100.0) == 10);
  CHECK(invalid("r", 1e-4, "p", 0.5) == 10);
}

TEST_CASE("negative binomial: where the mass between the bounds underflows, draws follow the conditional law") {
  // Ratios of (r + k)/(k + 1)·q: at 3000, with q = ½, nearly geometric; mean of what is beyond: q'/(1 − q').
  const DrawnCells near = draw_cells({"negative_binomial", {{"r", 2.0}, {"p", 0.5}}, 3000.0, {}, kInteger}, 100'000);
  const double ratio = 0.5 * 3002 / 3001;
  CHECK(near.nulls() == 0);
  CHECK(near.mean() == Approx(3000 + ratio / (1 - ratio)).margin(6 * std::sqrt(2 / 1e5) + 1e-3));
  // With p = 1e-6 it falls off over a million integers: exponential with the mean 1e6, longer by 1e6/5e9 of it for r
  // − 1.
  const DrawnCells far = draw_cells({"negative_binomial", {{"r", 2.0}, {"p", 1e-6}}, 5e9, {}, kInteger}, 20'000);
  CHECK(far.nulls() == 0);
  CHECK(far.mean() == Approx(5e9 + 1e6).margin(6 * 1e6 / std::sqrt(2e4) + 300));
  CHECK(far.sd() == Approx(1e6).epsilon(6 / std::sqrt(2e4)));
  // Downwards from 60 sd below: r = 1e6 and mean 1e6 (sd 1414), from 9e5 on: log ratio of neighbours is
  // log((r + k)/(k + 1)·q) = log(0.95/0.9) = 0.0541 each.
  const DrawnCells low = draw_cells({"negative_binomial", {{"mean", 1e6}, {"r", 1e6}}, {}, 9e5, kInteger}, 100'000);
  CHECK(low.nulls() == 0);
  CHECK(low.mean() == Approx(9e5 - 1 / (0.95 / 0.9 - 1)).margin(6 * 18.5 / std::sqrt(1e5) + 0.02));
  CHECK(*std::max_element(low.integers.begin(), low.integers.end()) == 900'000);
}

TEST_CASE("hypergeometric: quantiles are the exact integers, tails included, by table and by search") {
  int decided = 0;
  struct Case {
    double population;
    double successes;
    double draws;
  };
  for (const Case& one :
       {Case{1, 1, 1}, Case{2, 1, 1}, Case{3, 2, 1}, Case{10, 4, 5}, Case{52, 13, 5}, Case{500, 30, 50},
        Case{500, 470, 450}, Case{5000, 2500, 2500}, Case{1e5, 200, 3e4}, Case{1e6, 3e5, 1e5}, Case{2e6, 1e6, 1e6},
        Case{1e7, 5e6, 5e6}, Case{1e9, 1000, 5e8}, Case{1e9, 1e6, 3e6}}) {
    INFO("population " << one.population << ", successes " << one.successes << ", draws " << one.draws);
    const TestDistribution ours("hypergeometric",
                                {{"population", one.population}, {"successes", one.successes}, {"draws", one.draws}});
    const LongSums sums(one.population, one.successes, one.draws);
    // Ours are right to 1e-12, or for the largest to 1e-10 like the density that they stand on.
    decided += check_exact(ours, sums.least(), one.population > 1e6 ? 1e-9 : 1e-11, sums);
  }
  CHECK(decided > 330);
}

TEST_CASE("hypergeometric: table, sums and expansion give the integers of the search by row") {
  struct Case {
    double population;
    double successes;
    double draws;
    std::size_t rows;
  };
  for (const Case& one : {Case{52, 13, 5, 50'000}, Case{5000, 2500, 2500, 20'000}, Case{100'000, 99'000, 5000, 20'000},
                          Case{600'000, 300'000, 300'000, 5000}, Case{1e9, 5e8, 5e8, 2000}}) {
    INFO("population " << one.population);
    const DrawRequest fixed{"hypergeometric",
                            {{"population", one.population}, {"successes", one.successes}, {"draws", one.draws}},
                            {},
                            {},
                            kInteger};
    const DrawRequest by_row{"hypergeometric",
                             {{"population", every_row(one.population, kInteger)},
                              {"successes", every_row(one.successes, kInteger)},
                              {"draws", every_row(one.draws, kInteger)}},
                             {},
                             {},
                             kInteger};
    CHECK(draw_cells(fixed, one.rows) == draw_cells(by_row, one.rows));
  }
}

TEST_CASE("hypergeometric: shares agree with Boost's and with long sums; one value alone where it is certain") {
  const TestDistribution ours("hypergeometric", {{"population", 500.0}, {"successes", 30.0}, {"draws", 50.0}});
  const boost::math::hypergeometric theirs(30, 50, 500);
  for (const unsigned k : {0u, 1u, 3u, 10u, 29u}) {
    INFO("k " << k);
    CHECK(ours.share(k).first == Approx(boost::math::cdf(theirs, k)).epsilon(1e-11));
    CHECK(ours.share(k).second == Approx(boost::math::cdf(boost::math::complement(theirs, k))).epsilon(1e-11));
    CHECK(ours.share(k + 0.5) == ours.share(k));
  }
  CHECK(ours.share(-1.0) == std::pair(0.0, 1.0));
  CHECK(ours.share(30.0) == std::pair(1.0, 0.0));
  CHECK(ours.share(INFINITY) == std::pair(1.0, 0.0));
  const TestDistribution large("hypergeometric", {{"population", 1e6}, {"successes", 3e5}, {"draws", 1e5}});
  const LongSums sums(1e6, 3e5, 1e5);
  for (const double k : {28'000.0, 29'500.0, 29'999.0, 30'000.0, 30'100.0, 32'000.0}) {
    INFO("k " << k);
    CHECK(large.share(k).first == Approx(static_cast<double>(sums(k).first)).epsilon(1e-11));
    CHECK(large.share(k).second == Approx(static_cast<double>(sums(k).second)).epsilon(1e-11));
  }
  for (const auto& [successes, draws, only] :
       {std::tuple(0.0, 5.0, 0.0), std::tuple(20.0, 5.0, 5.0), std::tuple(7.0, 20.0, 7.0), std::tuple(7.0, 0.0, 0.0)}) {
    const DrawnCells cells = draw_cells(
        {"hypergeometric", {{"population", 20.0}, {"successes", successes}, {"draws", draws}}, {}, {}, kInteger}, 50);
    CHECK(cells.nulls() == 0);
    CHECK(std::all_of(cells.numbers.begin(), cells.numbers.end(), [&, value = only](double k) { return k == value; }));
  }
}

TEST_CASE("hypergeometric: the expansion is sure only of what the shares confirm") {
  // Population 2.4e6 of equal kinds: sd 387, beyond tables. Every share in the middle asks for its own integer.
  const TestDistribution ours("hypergeometric", {{"population", 2.4e6}, {"successes", 1e6}, {"draws", 1.2e6}});
  const LongSums sums(2.4e6, 1e6, 1.2e6);
  int decided = 0;
  for (int i = 1; i < 3000; ++i) {
    const double below = i / 3000.0;
    const auto exact = is_exact(ours.quantile(below, 1 - below), below, 1 - below, 0, 1e-10, sums);
    if (!exact) continue;
    ++decided;
    REQUIRE(*exact);
  }
  CHECK(decided > 2990);
}

TEST_CASE("hypergeometric: where the mass between the bounds underflows, draws follow the conditional law") {
  // Ratio of k + 1 to k at 90'000: (3e5 − k)(1e5 − k)/((k + 1)(6e5 + k + 1)) = 0.0338.
  const DrawRequest request{
      "hypergeometric", {{"population", 1e6}, {"successes", 3e5}, {"draws", 1e5}}, 90'000.0, {}, kInteger};
  const DrawnCells cells = draw_cells(request, 100'000);
  const double ratio = 2.1e5 * 1e4 / (90'001.0 * 690'001.0);
  CHECK(cells.nulls() == 0);
  CHECK(cells.mean() == Approx(90'000 + ratio / (1 - ratio)).margin(6 * std::sqrt(ratio / 1e5) + 1e-4));
  DrawRequest low = request;
  low.min.reset();
  low.max = 5000.0;
  // Downwards: k(6e5 + k)/((3e5 − k + 1)(1e5 − k + 1)) at 5000.
  const double down = 5000.0 * 605'000.0 / (295'001.0 * 95'001.0);
  CHECK(draw_cells(low, 100'000).mean() == Approx(5000 - down / (1 - down)).margin(6 * std::sqrt(down / 1e5) + 1e-3));
}

TEST_CASE("hypergeometric: rows that contradict themselves are null and counted, others keep their value") {
  const RowNumber draws([](std::int64_t row) { return std::optional<double>(row % 2 == 0 ? 5.0 : 53.0); });
  const DrawnCells cells =
      draw_cells({"hypergeometric", {{"population", 52.0}, {"successes", 13.0}, {"draws", draws}}}, 1000);
  CHECK(cells.warned(CellWarning::invalid_parameter) == 500);
  const DrawnCells good =
      draw_cells({"hypergeometric", {{"population", 52.0}, {"successes", 13.0}, {"draws", 5.0}}}, 1000);
  for (std::size_t i = 0; i < 1000; i += 2) REQUIRE(cells.numbers[i] == good.numbers[i]);
  CHECK(draw_cells({"hypergeometric", {{"population", every_row(52.0)}, {"successes", 53.0}, {"draws", 5.0}}}, 10)
            .warned(CellWarning::invalid_parameter) == 10);
  CHECK(draw_cells({"hypergeometric", {{"population", every_row(52.5)}, {"successes", 13.0}, {"draws", 5.0}}}, 10)
            .warned(CellWarning::invalid_parameter) == 10);
}

TEST_CASE("counts drawn: quantiles do not fall from one double to the next, at the ends of tables too") {
  for (const double around : {0.5, 0x1p-14, 1 - 0x1p-14, 0.25, 0.123456789}) {
    INFO("around " << around);
    for (const TestDistribution& ours :
         {TestDistribution("negative_binomial", {{"r", 2.5}, {"p", 0.05}}),
          TestDistribution("negative_binomial", {{"r", 2.5}, {"p", 0.001}}),
          TestDistribution("hypergeometric", {{"population", 500.0}, {"successes", 30.0}, {"draws", 50.0}}),
          TestDistribution("hypergeometric", {{"population", 5000.0}, {"successes", 2500.0}, {"draws", 2500.0}})}) {
      double before = -INFINITY;
      bool rising = true;
      for (int i = -1000; i < 1000; ++i) {
        const double below = around + i * 0x1p-53 * 4096;
        const double value = ours.quantile(below, 1 - below);
        rising = rising && value >= before;
        before = value;
      }
      CHECK(rising);
    }
  }
}
