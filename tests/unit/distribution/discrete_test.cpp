// Poisson and bernoulli: exact integers, tables equal to the search, shares against Boost.
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "support/catch.hpp"
#include "support/distributions.hpp"

using namespace synthgen;

namespace {

/// The least k whose share reaches the probability, by Boost's incomplete gamma functions; nothing where a share is
/// so near to the probability that rounding decides.
std::optional<double> exact_quantile(double mean, double below, double above, double start) {
  using boost::math::gamma_p;
  using boost::math::gamma_q;
  const auto excess = [&](double k) {  // positive where k reaches the probability
    if (k < 0) return -1.0;
    return below <= 0.5 ? gamma_q(k + 1, mean) / below - 1 : 1 - gamma_p(k + 1, mean) / above;
  };
  double k = start;
  while (excess(k) < 0) ++k;
  while (k > 0 && excess(k - 1) >= 0) --k;
  // 1e-11: Boost's relative error of the share for means up to 1e6 is below 1e-12, ours as well.
  if (std::abs(excess(k)) < 1e-11 || (k > 0 && std::abs(excess(k - 1)) < 1e-11)) return std::nullopt;
  return k;
}

}  // namespace

TEST_CASE("poisson: quantiles are the exact integers, tails included, by table and by search") {
  int decided = 0;
  for (const double mean : {1e-10, 0.01, 0.5, 3.0, 17.25, 99.0, 100.0, 100.5, 640.0, 19'999.0, 20'001.0, 1e6}) {
    const TestDistribution ours("poisson", {{"mean", mean}});
    for (const double p : {1e-300, 1e-100, 1e-20, 1e-12, 1e-6, 6.1e-5, 6.2e-5, 0.001, 0.1, 0.3, 0.4999, 0.5}) {
      for (const bool upper : {false, true}) {
        const double below = upper ? 1 - p : p;
        const double above = upper ? p : 1 - p;
        INFO("mean " << mean << ", below " << below << ", above " << above);
        const double k = ours.quantile(below, above);
        CHECK(ours.quantile_per_row(below, above) == k);
        const std::optional<double> exact = exact_quantile(mean, below, above, k);
        if (!exact) continue;
        ++decided;
        CHECK(k == *exact);
      }
    }
  }
  CHECK(decided > 250);
}

TEST_CASE("poisson: table and search agree on a hundred thousand probabilities") {
  for (const double mean : {0.7, 3.0, 64.0, 100.0, 101.0, 5000.0}) {
    INFO("mean " << mean);
    DrawRequest fixed{"poisson", {{"mean", mean}}};
    DrawRequest by_row{"poisson", {{"mean", every_row(mean)}}};
    CHECK(draw_cells(fixed, 100'000) == draw_cells(by_row, 100'000));
  }
}

TEST_CASE("poisson: shares agree with Boost's, the value included below") {
  for (const double mean : {0.5, 3.0, 300.0}) {
    const TestDistribution ours("poisson", {{"mean", mean}});
    const boost::math::poisson theirs(mean);
    for (const double k : {0.0, 1.0, 3.0, 40.0, 290.0, 400.0}) {
      INFO("mean " << mean << ", k " << k);
      CHECK(ours.share(k).first == Approx(boost::math::cdf(theirs, k)).epsilon(1e-11));
      CHECK(ours.share(k).second == Approx(boost::math::cdf(boost::math::complement(theirs, k))).epsilon(1e-11));
      CHECK(ours.share(k + 0.5) == ours.share(k));
    }
    CHECK(ours.share(-1.0) == std::pair(0.0, 1.0));
    CHECK(ours.share(INFINITY) == std::pair(1.0, 0.0));
  }
}

TEST_CASE("poisson: a mean of 0 gives zeros, one beyond the stated bound a counted null") {
  const DrawnCells zeros = draw_cells({"poisson", {{"mean", 0.0}}, {}, {}, {TypeKind::integer, 0}}, 100);
  CHECK(zeros.nulls() == 0);
  CHECK(std::all_of(zeros.integers.begin(), zeros.integers.end(), [](std::int64_t k) { return k == 0; }));
  CHECK(draw_cells({"poisson", {{"mean", every_row(0.0)}}, {}, {}, {TypeKind::integer, 0}}, 100) == zeros);

  CHECK(draw_cells({"poisson", {{"mean", every_row(1.0001e9)}}}, 10).warned(CellWarning::invalid_parameter) == 10);
  const DrawnCells greatest = draw_cells({"poisson", {{"mean", 1e9}}}, 1000);
  CHECK(greatest.nulls() == 0);
  CHECK(greatest.mean() == Approx(1e9).margin(6 * std::sqrt(1e9 / 1000)));  // six standard errors
  CHECK(greatest.sd() == Approx(std::sqrt(1e9)).epsilon(0.14));             // six times 1/sqrt(2·1000)
}

TEST_CASE("poisson: the same integers in integer, decimal and number cells") {
  DrawRequest request{"poisson", {{"mean", 12.0}}, {}, {}, {TypeKind::integer, 0}};
  const DrawnCells integers = draw_cells(request, 2000);
  request.type = {TypeKind::number, 0};
  const DrawnCells numbers = draw_cells(request, 2000);
  request.type = Type::decimal(3);
  const DrawnCells decimals = draw_cells(request, 2000);
  for (std::size_t i = 0; i < 2000; ++i) {
    REQUIRE(numbers.numbers[i] == static_cast<double>(integers.integers[i]));
    REQUIRE(decimals.integers[i] == 1000 * integers.integers[i]);
  }
  // 18 decimals leave room for 9 only.
  request.type = Type::decimal(18);
  const DrawnCells full = draw_cells(request, 2000);
  for (std::size_t i = 0; i < 2000; ++i) REQUIRE((full.valid[i] != 0) == (integers.integers[i] <= 9));
  CHECK(full.warned(CellWarning::overflow) == full.nulls());
}

TEST_CASE("bernoulli: booleans, integers, decimals and numbers of the same draws") {
  DrawRequest request{"bernoulli", {{"p", 0.3}}, {}, {}, {TypeKind::boolean, 0}};
  const DrawnCells booleans = draw_cells(request, 100'000);
  // Six standard errors: sqrt(0.21 / 1e5) · 6.
  CHECK(booleans.mean() == Approx(0.3).margin(0.0087));
  request.type = {TypeKind::integer, 0};
  CHECK(draw_cells(request, 100'000) == booleans);
  request.type = Type::decimal(2);
  CHECK(draw_cells(request, 100'000).numbers == booleans.numbers);
  request.type = {TypeKind::number, 0};
  CHECK(draw_cells(request, 100'000).numbers == booleans.numbers);
}

TEST_CASE("bernoulli: never at 0, always at 1, null where the probability is out of range") {
  for (const double p : {0.0, 1.0}) {
    const DrawnCells cells = draw_cells({"bernoulli", {{"p", p}}, {}, {}, {TypeKind::boolean, 0}}, 10'000);
    CHECK(cells.nulls() == 0);
    CHECK(std::all_of(cells.numbers.begin(), cells.numbers.end(), [&](double x) { return x == p; }));
  }
  const RowNumber by_row([](std::int64_t row) -> std::optional<double> {
    if (row % 3 == 0) return std::nullopt;
    return row % 3 == 1 ? 1.0 : 1.5;
  });
  const DrawnCells cells = draw_cells({"bernoulli", {{"p", by_row}}, {}, {}, {TypeKind::boolean, 0}}, 300);
  CHECK(cells.nulls() == 200);
  CHECK(cells.warned(CellWarning::invalid_parameter) == 100);
  for (std::size_t i = 1; i < 300; i += 3) REQUIRE(cells.numbers[i] == 1.0);
}

TEST_CASE("bernoulli: bounds leave both values, one, or none") {
  const Type integer{TypeKind::integer, 0};
  const DrawnCells ones = draw_cells({"bernoulli", {{"p", 0.01}}, 1.0, {}, integer}, 100);
  CHECK(std::all_of(ones.integers.begin(), ones.integers.end(), [](std::int64_t k) { return k == 1; }));
  const DrawnCells zeros = draw_cells({"bernoulli", {{"p", 0.99}}, {}, 0.5, integer}, 100);
  CHECK(zeros.nulls() == 0);
  CHECK(std::all_of(zeros.integers.begin(), zeros.integers.end(), [](std::int64_t k) { return k == 0; }));
  CHECK(draw_cells({"bernoulli", {{"p", 0.5}}, 0.0, 1.0, integer}, 100) ==
        draw_cells({"bernoulli", {{"p", 0.5}}, {}, {}, integer}, 100));
  CHECK(draw_cells({"bernoulli", {{"p", 0.5}}, 2.0, {}, integer}, 100).warned(CellWarning::empty_interval) == 100);
  CHECK(draw_cells({"bernoulli", {{"p", 0.0}}, 1.0, {}, integer}, 100).warned(CellWarning::empty_interval) == 100);
}
