// Bounds: what they keep, what they leave unchanged, and the digits far out.
#include <boost/math/distributions/normal.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>

#include "normal_interval.hpp"
#include "support/catch.hpp"
#include "support/distributions.hpp"

using namespace synthgen;

namespace {

using Wide = boost::multiprecision::cpp_bin_float_50;

const Type kNumber{TypeKind::number, 0};
const Type kInteger{TypeKind::integer, 0};

Wide wide_share_above(double z) { return boost::math::erfc(Wide(z) / sqrt(Wide(2))) / 2; }

}  // namespace

TEST_CASE("bounds that remove nothing leave every bit") {
  for (const Type type : {kNumber, kInteger, Type::decimal(2)}) {
    INFO(type_text(type));
    const DrawRequest plain{"normal", {{"mean", 100.0}, {"sd", 15.0}}, {}, {}, type};
    DrawRequest bounded = plain;
    bounded.min = -1e6;
    bounded.max = 1e6;
    CHECK(draw_cells(bounded, 5000) == draw_cells(plain, 5000));
    const DrawRequest plain_waiting{"exponential", {{"mean", 3.0}}, {}, {}, type};
    DrawRequest bounded_waiting = plain_waiting;
    bounded_waiting.min = -5.0;
    CHECK(draw_cells(bounded_waiting, 5000) == draw_cells(plain_waiting, 5000));
  }
  const DrawRequest plain{"poisson", {{"mean", 4.0}}, {}, {}, kInteger};
  DrawRequest bounded = plain;
  bounded.min = 0.0;
  bounded.max = 1e9;
  CHECK(draw_cells(bounded, 5000) == draw_cells(plain, 5000));
}

TEST_CASE("draws stay within the bounds, on the grid of written values") {
  struct Case {
    DrawRequest request;
    double least;
    double greatest;
  };
  const std::vector<Case> cases = {
      {{"normal", {{"mean", 0.0}, {"sd", 0.01}}, 0.005, {}, Type::decimal(2)}, 0.01, 1},
      {{"normal", {{"mean", 0.0}, {"sd", 1.0}}, -0.29, 0.29, Type::decimal(2)}, -0.29, 0.29},
      {{"normal", {{"mean", 0.0}, {"sd", 5.0}}, 9.5, 12.9, kInteger}, 10, 12},
      {{"normal", {{"mean", 0.0}, {"sd", 1.0}}, 8.0, 9.0, kNumber}, 8, 9},
      {{"lognormal", {{"median", 10.0}, {"sigma", 1.0}}, 9.99, 10.01, Type::decimal(2)}, 9.99, 10.01},
      {{"exponential", {{"mean", 1.0}}, 50.0, 50.5, kNumber}, 50, 50.5},
      {{"exponential", {{"mean", 1.0}}, {}, 0.0, Type::decimal(2)}, 0, 0},
      {{"poisson", {{"mean", 3.0}}, 9.1, 12.0, kInteger}, 10, 12},
      {{"poisson", {{"mean", 3.0}}, 9.1, 12.0, Type::decimal(2)}, 10, 12},
  };
  for (const Case& one : cases) {
    INFO(one.request.distribution << " " << one.least);
    const DrawnCells cells = draw_cells(one.request, 20'000);
    CHECK(cells.nulls() == 0);
    CHECK(*std::min_element(cells.numbers.begin(), cells.numbers.end()) >= one.least);
    CHECK(*std::max_element(cells.numbers.begin(), cells.numbers.end()) <= one.greatest);
    // Not one value alone where there is more than one.
    if (one.least < one.greatest) {
      CHECK(*std::min_element(cells.numbers.begin(), cells.numbers.end()) <
            *std::max_element(cells.numbers.begin(), cells.numbers.end()));
    }
  }
}

TEST_CASE("bounds per row equal the same bounds in every row, whatever the parameters' form") {
  const DrawRequest fixed{"normal", {{"mean", 5.0}, {"sd", 2.0}}, 4.0, 9.25, Type::decimal(2)};
  DrawRequest by_row{"normal", {{"mean", every_row(5.0)}, {"sd", every_row(2.0)}}, 4.0, 9.25, Type::decimal(2)};
  const DrawnCells cells = draw_cells(fixed, 5000);
  CHECK(draw_cells(by_row, 5000) == cells);
  by_row.min = every_row(4.0, kInteger);
  by_row.max = every_row(9.25, Type::decimal(4));
  CHECK(draw_cells(by_row, 5000) == cells);
  // Other bounds in the other rows move no bit of these.
  by_row.min = RowNumber([](std::int64_t row) { return std::optional<double>(row % 2 == 0 ? 4.0 : -7.0); });
  const DrawnCells half = draw_cells(by_row, 5000);
  bool equal = true;
  for (std::size_t i = 0; i < 5000; i += 2) equal = equal && half.integers[i] == cells.integers[i];
  CHECK(equal);
}

TEST_CASE("empty intervals are null and counted; so are intervals outside the support") {
  const auto empty = [](DrawRequest request) { return draw_cells(request, 100).warned(CellWarning::empty_interval); };
  CHECK(empty({"normal", {{"mean", 0.0}, {"sd", 1.0}}, 2.0, 1.0, kNumber}) == 100);
  CHECK(empty({"normal", {{"mean", 0.0}, {"sd", 1.0}}, 1.001, 1.009, Type::decimal(2)}) == 100);
  CHECK(empty({"exponential", {{"mean", 1.0}}, {}, -1.0, kNumber}) == 100);
  CHECK(empty({"lognormal", {{"mu", 0.0}, {"sigma", 1.0}}, -5.0, -1.0, kNumber}) == 100);
  CHECK(empty({"poisson", {{"mean", 3.0}}, {}, -1.0, kInteger}) == 100);
  CHECK(empty({"poisson", {{"mean", 3.0}}, 3.1, 3.9, kInteger}) == 100);
  CHECK(empty({"poisson", {{"mean", 0.0}}, 1.0, 2.0, kInteger}) == 100);
  // One value alone is not empty.
  const DrawnCells one = draw_cells({"normal", {{"mean", 0.0}, {"sd", 1.0}}, 1.5, 1.5, kNumber}, 100);
  CHECK(one.nulls() == 0);
  CHECK(std::all_of(one.numbers.begin(), one.numbers.end(), [](double x) { return x == 1.5; }));
}

TEST_CASE("null bounds give null without a warning, bounds that are no number a counted null") {
  const RowNumber low([](std::int64_t row) { return row % 2 == 0 ? std::nullopt : std::optional<double>(0.0); });
  for (const Type type : {kNumber, kInteger, Type::decimal(2)}) {
    const DrawnCells cells = draw_cells({"normal", {{"mean", 0.0}, {"sd", 9.0}}, low, {}, type}, 1000);
    CHECK(cells.nulls() == 500);
    for (const std::uint64_t count : cells.warnings) CHECK(count == 0);
    const DrawnCells wrong =
        draw_cells({"normal", {{"mean", 0.0}, {"sd", 9.0}}, every_row(std::nan("")), {}, type}, 1000);
    CHECK(wrong.warned(CellWarning::invalid_parameter) == 1000);
  }
}

TEST_CASE("the normal law beyond the reach of doubles, against fifty digits") {
  // P(z_low < Z < z) = u P(z_low < Z < z_high), solved for u: the law itself is checked, not a second method.
  for (const auto& [low, high] :
       {std::pair(8.0, 9.0), std::pair(26.0, 27.5), std::pair(39.0, 39.2), std::pair(60.0, 90.0),
        std::pair(-90.0, -60.0), std::pair(500.0, 501.0), std::pair(45.0, 1e9)}) {
    for (const double u : {1e-9, 0.1, 0.5, 0.9, 1 - 0x1p-30}) {
      INFO(low << " … " << high << ", u = " << u);
      const double z = normal_between(u, low, high);
      const bool lower = high < 0;
      const Wide at_low = wide_share_above(lower ? -high : low);
      const Wide at_high = wide_share_above(lower ? -low : high);
      const Wide at_z = wide_share_above(lower ? -z : z);
      const Wide part = lower ? (at_z - at_high) / (at_low - at_high) : (at_low - at_z) / (at_low - at_high);
      // z is a double: its last bit moves the share by the hazard (about z) times its distance (z · 2^-53). Where the
      // table of scores serves, z has the table's error instead.
      const double error = std::abs(z) < 25 ? 1e-9 : 0x1p-51;
      CHECK(static_cast<double>(part) == Approx(u).epsilon(1e-10).margin(z * z * error));
    }
  }
  // Far beyond, the excess over the bound is exponential with mean 1/z.
  CHECK(normal_between(0.5, 1e12, INFINITY) == Approx(1e12));
  CHECK(normal_between(0.25, 1e-12, 3e-12) == Approx(1.5e-12).epsilon(1e-9));
}

TEST_CASE("where the mass between the bounds underflows, draws follow the conditional law") {
  // At 100 sd: exponential with mean sd/100, to a part in 10^4.
  const DrawnCells normal = draw_cells({"normal", {{"mean", -1000.0}, {"sd", 10.0}}, 0.0, {}, kNumber}, 100'000);
  CHECK(normal.nulls() == 0);
  CHECK(normal.mean() == Approx(0.1).margin(0.1 / std::sqrt(1e5) * 6 + 1e-5));
  const DrawnCells lower = draw_cells({"normal", {{"mean", 1000.0}, {"sd", 10.0}}, {}, 0.0, kNumber}, 100'000);
  CHECK(lower.mean() == Approx(-0.1).margin(0.1 / std::sqrt(1e5) * 6 + 1e-5));

  const DrawnCells waiting = draw_cells({"exponential", {{"mean", 1.0}}, 5000.0, {}, kNumber}, 100'000);
  CHECK(waiting.mean() == Approx(5001.0).margin(6 / std::sqrt(1e5)));

  // P(k + 1)/P(k) = 3/(k + 1): at 1000 nearly all mass is at the bound.
  const DrawnCells counts = draw_cells({"poisson", {{"mean", 3.0}}, 1000.0, {}, kInteger}, 100'000);
  CHECK(counts.mean() == Approx(1000 + 3.0 / 1001).margin(6 * std::sqrt(3.0 / 1001 / 1e5)));
  const DrawnCells few = draw_cells({"poisson", {{"mean", 5000.0}}, {}, 1000.0, kInteger}, 100'000);
  // Downwards the ratio is 1000/5000, then 999/5000, …: geometric, mean 0.25 and variance 0.3125, less a part in 10^3.
  CHECK(few.mean() == Approx(999.75).margin(6 * std::sqrt(0.3125 / 1e5) + 0.001));

  const DrawnCells prices = draw_cells({"lognormal", {{"mu", 0.0}, {"sigma", 0.01}}, 2.0, {}, kNumber}, 100'000);
  CHECK(prices.nulls() == 0);
  // Beyond ln 2 = 69.3 sd the logarithm's excess is exponential with mean 0.01/69.3, less a part in 69².
  CHECK(prices.mean() / 2 - 1 == Approx(0.01 / 69.31).epsilon(6 / std::sqrt(1e5) + 0.001));
}

TEST_CASE("an interval much narrower than the spread is filled evenly") {
  const DrawnCells cells = draw_cells({"normal", {{"mean", 0.0}, {"sd", 1.0}}, 1.0, 1.0 + 1e-11, kNumber}, 100'000);
  CHECK(cells.nulls() == 0);
  double sum = 0;
  for (double x : cells.numbers) sum += (x - 1.0) / 1e-11;
  CHECK(sum / 1e5 == Approx(0.5).margin(6 * std::sqrt(1 / 12.0 / 1e5) + 1e-5));  // doubles here are 2e-16 apart
}
