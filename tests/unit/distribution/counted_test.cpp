// Binomial, geometric and zipf: the exact integers, by table and by row, against Boost and against sums in long
// double; shares; bounds far out.
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/geometric.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>

#include "support/catch.hpp"
#include "support/distributions.hpp"

using namespace synthgen;
using boost::math::complement;

namespace {

const Type kInteger{TypeKind::integer, 0};
constexpr double kShares[] = {1e-300, 1e-100, 1e-20, 1e-12, 1e-6, 6.1e-5, 6.2e-5, 0.001, 0.1, 0.3, 0.4999, 0.5};

/// Whether k is the least integer that reaches the probability, by shares below(k) and above(k) in long double; nothing
/// where a share is so near to the probability that rounding decides.
template <class Below, class Above>
std::optional<bool> is_exact(double k, double below, double above, double least, Below&& share_below,
                             Above&& share_above) {
  const auto excess = [&](double j) -> long double {
    if (j < least) return -1;
    return below <= 0.5 ? share_below(j) / below - 1 : 1 - share_above(j) / above;
  };
  const long double here = excess(k);
  const long double before = excess(k - 1);
  // Ours and theirs are right to 1e-11 at worst.
  if (std::abs(here) < 1e-10L || (k > least && std::abs(before) < 1e-10L)) return std::nullopt;
  return here >= 0 && before < 0;
}

}  // namespace

TEST_CASE("binomial: quantiles are the exact integers, tails included, by table and by search") {
  int decided = 0;
  for (const auto& [n, p] : {std::pair(1.0, 0.3), std::pair(20.0, 0.15), std::pair(20.0, 0.85), std::pair(1000.0, 0.01),
                             std::pair(1000.0, 0.99), std::pair(1000.0, 0.4), std::pair(1e5, 0.5), std::pair(1e6, 0.3),
                             std::pair(1e9, 1e-7), std::pair(1e9, 1 - 1e-7), std::pair(1e8, 0.02)}) {
    const TestDistribution ours("binomial", {{"n", n}, {"p", p}});
    const long double q = 1 - p;
    for (const double share : kShares) {
      for (const bool upper : {false, true}) {
        const double below = upper ? 1 - share : share;
        const double above = upper ? share : 1 - share;
        INFO("n " << n << ", p " << p << ", below " << below << ", above " << above);
        const double k = ours.quantile(below, above);
        CHECK(ours.quantile_per_row(below, above) == k);
        const auto exact = is_exact(
            k, below, above, 0,
            [&](double j) { return j >= n ? 1 : boost::math::ibetac(j + 1.0L, n - j + 0.0L, 1 - q); },
            [&](double j) { return j >= n ? 0 : boost::math::ibeta(j + 1.0L, n - j + 0.0L, 1 - q); });
        if (!exact) continue;
        ++decided;
        CHECK(*exact);
      }
    }
  }
  CHECK(decided > 220);
}

TEST_CASE("binomial: table, sums and expansion give the integers of the search by row") {
  for (const auto& [n, p] : {std::pair(20.0, 0.15), std::pair(20.0, 0.85), std::pair(500.0, 0.5), std::pair(3e5, 0.5),
                             std::pair(1e9, 0.3)}) {
    INFO("n " << n << ", p " << p);
    const DrawRequest fixed{"binomial", {{"n", n}, {"p", p}}, {}, {}, kInteger};
    const DrawRequest by_row{"binomial", {{"n", every_row(n, kInteger)}, {"p", every_row(p)}}, {}, {}, kInteger};
    CHECK(draw_cells(fixed, 50'000) == draw_cells(by_row, 50'000));
  }
}

TEST_CASE("binomial: shares agree with Boost's; certain and impossible trials") {
  for (const auto& [n, p] : {std::pair(20.0, 0.15), std::pair(3000.0, 0.7)}) {
    const TestDistribution ours("binomial", {{"n", n}, {"p", p}});
    const boost::math::binomial theirs(n, p);
    for (const double k : {0.0, 1.0, 3.0, 19.0, n * p, n - 1}) {
      INFO("n " << n << ", k " << k);
      const double whole = std::floor(k);
      if (boost::math::cdf(theirs, whole) > 1e-250) {
        CHECK(ours.share(k).first == Approx(boost::math::cdf(theirs, whole)).epsilon(1e-10));
      }
      if (boost::math::cdf(complement(theirs, whole)) > 1e-250) {
        CHECK(ours.share(k).second == Approx(boost::math::cdf(complement(theirs, whole))).epsilon(1e-10));
      }
    }
    CHECK(ours.share(-1.0) == std::pair(0.0, 1.0));
    CHECK(ours.share(n) == std::pair(1.0, 0.0));
  }
  for (const auto& [n, p, value] : {std::tuple(0.0, 0.5, 0.0), std::tuple(7.0, 0.0, 0.0), std::tuple(7.0, 1.0, 7.0)}) {
    for (const bool by_row : {false, true}) {
      const DrawRequest request{
          "binomial", {{"n", by_row ? every_row(n) : n}, {"p", by_row ? every_row(p) : p}}, {}, {}, kInteger};
      const DrawnCells cells = draw_cells(request, 1000);
      CHECK(cells.nulls() == 0);
      CHECK(std::all_of(cells.numbers.begin(), cells.numbers.end(), [&](double x) { return x == value; }));
    }
  }
  // A fraction of a trial, or one too many, is no number of trials.
  CHECK(draw_cells({"binomial", {{"n", every_row(2.5)}, {"p", 0.5}}}, 10).warned(CellWarning::invalid_parameter) == 10);
  CHECK(draw_cells({"binomial", {{"n", every_row(2e9)}, {"p", 0.5}}}, 10).warned(CellWarning::invalid_parameter) == 10);
}

TEST_CASE("geometric: quantiles are the exact integers, tails included") {
  int decided = 0;
  for (const double p : {1e-12, 1e-3, 0.25, 0.5, 0.9, 0.999999}) {
    const TestDistribution ours("geometric", {{"p", p}});
    const long double rate = -std::log1p(static_cast<long double>(-p));
    for (const double share : kShares) {
      for (const bool upper : {false, true}) {
        const double below = upper ? 1 - share : share;
        const double above = upper ? share : 1 - share;
        INFO("p " << p << ", below " << below << ", above " << above);
        const double k = ours.quantile(below, above);
        CHECK(ours.quantile_per_row(below, above) == k);
        const auto exact = is_exact(
            k, below, above, 1, [&](double j) { return -std::expm1(-j * rate); },
            [&](double j) { return std::exp(-j * rate); });
        if (!exact) continue;
        ++decided;
        CHECK(*exact);
      }
    }
  }
  CHECK(decided > 90);
  const boost::math::geometric theirs(0.25);  // of failures
  const TestDistribution ours("geometric", {{"p", 0.25}});
  for (const double k : {1.0, 2.0, 10.0, 300.0}) {
    CHECK(ours.share(k).first == Approx(boost::math::cdf(theirs, k - 1)).epsilon(1e-12));
    CHECK(ours.share(k).second == Approx(boost::math::cdf(complement(theirs, k - 1))).epsilon(1e-12));
  }
  CHECK(ours.share(0.0) == std::pair(0.0, 1.0));
  const DrawnCells sure = draw_cells({"geometric", {{"p", 1.0}}, {}, {}, kInteger}, 1000);
  CHECK(std::all_of(sure.integers.begin(), sure.integers.end(), [](std::int64_t k) { return k == 1; }));
}

TEST_CASE("zipf: quantiles are the exact ranks, by table and by row") {
  for (const double exponent : {0.0, 0.3, 0.99, 1.0, 1.01, 1.5, 3.0, 20.0}) {
    for (const double n : {1.0, 2.0, 63.0, 64.0, 65.0, 5000.0, 50'000.0}) {
      INFO("exponent " << exponent << ", n " << n);
      const TestDistribution ours("zipf", {{"exponent", exponent}, {"n", n}});
      const auto ranks = static_cast<std::size_t>(n);
      std::vector<long double> below(ranks + 1, 0);
      std::vector<long double> above(ranks + 1, 0);
      for (std::size_t k = 1; k <= ranks; ++k) {
        below[k] = below[k - 1] + std::pow(static_cast<long double>(k), -static_cast<long double>(exponent));
      }
      for (std::size_t k = ranks; k > 0; --k) {
        above[k - 1] = above[k] + std::pow(static_cast<long double>(k), -static_cast<long double>(exponent));
      }
      const long double total = above[0];
      bool good = true;
      for (int i = 0; i < 3000; ++i) {
        const double share = i % 3 == 0 ? std::exp2(-i / 100.0 - 1) : 0.5 * (i + 0.5) / 3000;
        const double low = i % 2 == 0 ? share : 1 - share;
        const double high = i % 2 == 0 ? 1 - share : share;
        const double k = ours.quantile(low, high);
        good = good && ours.quantile_per_row(low, high) == k;
        const auto exact = is_exact(
            k, low, high, 1, [&](double j) { return below[static_cast<std::size_t>(j)] / total; },
            [&](double j) { return above[static_cast<std::size_t>(j)] / total; });
        good = good && exact.value_or(true);
      }
      CHECK(good);
      for (const double k : {1.0, 60.0, 64.0, 100.0, n - 1}) {
        if (k < 1 || k > n) continue;
        const auto at = static_cast<std::size_t>(k);
        CHECK(ours.share(k).first == Approx(static_cast<double>(below[at] / total)).epsilon(1e-12));
        CHECK(ours.share(k).second == Approx(static_cast<double>(above[at] / total)).epsilon(1e-12));
      }
    }
  }
}

TEST_CASE("zipf: a trillion ranks without memory for them; quantile and share lead to each other") {
  for (const double exponent : {0.0, 0.5, 1.0, 1.000001, 1.2, 2.0}) {
    for (const double n : {1e6, 1e9, 1e12}) {
      INFO("exponent " << exponent << ", n " << n);
      const TestDistribution ours("zipf", {{"exponent", exponent}, {"n", n}});
      int astray = 0;
      bool equal = true;
      bool rising = true;
      double before = 0;
      for (int i = 0; i < 2000; ++i) {
        const double u = (i + 0.3706151) / 2000;
        const double k = ours.quantile(u, 1 - u);
        equal = equal && ours.quantile_per_row(u, 1 - u) == k;
        rising = rising && k >= before && k >= 1 && k <= n;
        before = k;
        if (!(ours.share(k).first >= u && ours.share(k - 1).first < u)) ++astray;
      }
      CHECK(equal);
      CHECK(rising);
      // Of 1e12 ranks neighbours differ by less than a share's rounding, now and then.
      CHECK(astray <= (n > 1e11 ? 20 : 0));
    }
  }
}

TEST_CASE("counted kinds: bounds far out follow the conditional law") {
  struct Case {
    DrawRequest request;
    double mean;
    double sd;
  };
  const std::vector<Case> cases = {
      // Memoryless: 5,000 and as many more as ever.
      {{"geometric", {{"p", 0.25}}, 5001.0, {}, kInteger}, 5004, 3.5},
      // Ratios of neighbours: (n − k)/(k + 1)·p/q = 1000/99001·1/99 at the bound.
      {{"binomial", {{"n", 100'000.0}, {"p", 0.01}}, 99'000.0, {}, kInteger}, 99'000 + 1000 / 99'001.0 / 99, 0.0102},
      {{"binomial", {{"n", 100'000.0}, {"p", 0.99}}, {}, 1000.0, kInteger}, 1000 - 1000 / 99'001.0 / 99, 0.0102},
      // Two ranks that differ by less than a billionth in probability.
      {{"zipf", {{"exponent", 1.2}, {"n", 1e12}}, 9e11, 9e11 + 1, kInteger}, 9e11 + 0.5, 0.5},
      {{"zipf", {{"exponent", 20.0}, {"n", 1e6}}, 1000.0, 1001.0, kInteger}, 1000 + 0.49501, 0.5},
  };
  for (const Case& one : cases) {
    INFO(one.request.distribution << " " << one.mean);
    const DrawnCells cells = draw_cells(one.request, 40'000);
    CHECK(cells.nulls() == 0);
    const double low = one.request.min ? *one.request.min->fixed : -INFINITY;
    const double high = one.request.max ? *one.request.max->fixed : INFINITY;
    CHECK(*std::min_element(cells.numbers.begin(), cells.numbers.end()) >= low);
    CHECK(*std::max_element(cells.numbers.begin(), cells.numbers.end()) <= high);
    double sum = 0;  // from the bound on, so that the sum has the digits
    for (const double x : cells.numbers) sum += x - std::floor(one.mean);
    CHECK(sum / 4e4 == Approx(one.mean - std::floor(one.mean)).margin(6 * one.sd / 200 + 2e-6));
  }
  CHECK(draw_cells({"geometric", {{"p", 0.5}}, {}, 0.0, kInteger}, 100).warned(CellWarning::empty_interval) == 100);
  CHECK(draw_cells({"zipf", {{"exponent", 1.0}, {"n", 10.0}}, 11.0, {}, kInteger}, 100)
            .warned(CellWarning::empty_interval) == 100);
  CHECK(draw_cells({"binomial", {{"n", 10.0}, {"p", 0.5}}, 11.0, {}, kInteger}, 100)
            .warned(CellWarning::empty_interval) == 100);
  CHECK(
      draw_cells({"binomial", {{"n", 10.0}, {"p", 1.0}}, {}, 9.0, kInteger}, 100).warned(CellWarning::empty_interval) ==
      100);
}
