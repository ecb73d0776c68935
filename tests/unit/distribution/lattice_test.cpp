// Uniform and integer on grids: supports, ends, exactness, equality of the ways to give bounds.
#include <limits>
#include <set>

#include "support/catch.hpp"
#include "support/distributions.hpp"
#include "synthgen/base/civil_time.hpp"

using namespace synthgen;

namespace {

const Type kNumber{TypeKind::number, 0};
const Type kInteger{TypeKind::integer, 0};
const Type kDate{TypeKind::date, 0};
const Type kTimestamp{TypeKind::timestamp, 0};

DrawRequest uniform_request(RowNumber min, RowNumber max, Type type) {
  return {"uniform", {{"min", std::move(min)}, {"max", std::move(max)}}, {}, {}, type};
}

std::set<std::int64_t> values_of(const DrawnCells& cells) { return {cells.integers.begin(), cells.integers.end()}; }

/// First to last without a gap. Of 10,000 draws over at most 20 values, one is missing with probability
/// 20·(19/20)^10000.
void check_support(const DrawRequest& request, std::int64_t first, std::int64_t last, std::int64_t step = 1) {
  const DrawnCells cells = draw_cells(request, 10'000);
  CHECK(cells.nulls() == 0);
  std::set<std::int64_t> expected;
  for (std::int64_t k = first; k <= last; k += step) expected.insert(k);
  CHECK(values_of(cells) == expected);
}

}  // namespace

TEST_CASE("integers and dates reach both ends, decimals and timestamps leave the greatest out") {
  check_support(uniform_request(1.0, 6.0, kInteger), 1, 6);
  check_support(uniform_request(0.5, 6.5, kInteger), 1, 6);
  check_support({"integer", {{"min", -3.0}, {"max", 3.0}}, {}, {}, kInteger}, -3, 3);
  check_support(uniform_request(19'000.0, 19'009.0, kDate), 19'000, 19'009);
  check_support(uniform_request(0.0, 1.0, Type::decimal(1)), 0, 9);
  check_support(uniform_request(0.005, 0.1, Type::decimal(2)), 1, 9);
  check_support(uniform_request(-0.05, 0.05, Type::decimal(2)), -5, 4);
  check_support(uniform_request(0.0, 10e6, kTimestamp), 0, 9'000'000, kMicrosPerSecond);
  check_support(uniform_request(500.0, 8'500.0, {TypeKind::timestamp, 3}), 1'000, 8'000, 1'000);
  check_support(uniform_request(-3.0, 4.0, {TypeKind::datetime, 6}), -3, 3);
  check_support(uniform_request(86'390e6, 86'400e6, {TypeKind::time, 0}), 86'390'000'000, 86'399'000'000,
                kMicrosPerSecond);
}

TEST_CASE("a time of day that would be beyond midnight is null and counted") {
  const DrawnCells cells = draw_cells(uniform_request(-10e6, 86'410e6, {TypeKind::time, 0}), 100'000);
  // 20 of 86,420 seconds; 23 rows expected, six standard deviations are 29.
  CHECK(cells.nulls() > 0);
  CHECK(cells.nulls() < 23 + 29);
  CHECK(cells.warned(CellWarning::overflow) == cells.nulls());
}

TEST_CASE("integers in decimal and number cells are the same integers") {
  DrawRequest request{"integer", {{"min", 1.0}, {"max", 6.0}}, {}, {}, kInteger};
  const DrawnCells integers = draw_cells(request, 1000);
  request.type = Type::decimal(2);
  CHECK(draw_cells(request, 1000).numbers == integers.numbers);
  request.type = kNumber;
  CHECK(draw_cells(request, 1000).numbers == integers.numbers);
  request.type = Type::decimal(18);
  request.parameters[1].second = 100.0;
  const DrawnCells full = draw_cells(request, 1000);
  CHECK(full.warned(CellWarning::overflow) == full.nulls());
  CHECK(full.nulls() > 800);  // only 1 … 9 fit; 910 expected, six standard errors are 55
}

TEST_CASE("bounds by column, by parameter and as fixed numbers give the same cells") {
  for (const Type type : {kNumber, kInteger, kDate, kTimestamp, Type::decimal(2)}) {
    INFO(type_text(type));
    const double low = type == kTimestamp ? 1e12 : 10.0;
    const double high = type == kTimestamp ? 2e15 : 1000.0;
    const DrawnCells fixed = draw_cells(uniform_request(low, high, type), 3000);
    const Type carrier = is_numeric(type.kind) ? kNumber : type;
    const DrawnCells by_parameter =
        draw_cells(uniform_request(every_row(low, carrier), every_row(high, carrier), type), 3000);
    DrawRequest by_bound = uniform_request(0.0, 0.0, type);
    by_bound.min = every_row(low, carrier);
    by_bound.max = every_row(high, carrier);
    CHECK(by_parameter == fixed);
    CHECK(draw_cells(by_bound, 3000) == fixed);
    if (!is_numeric(type.kind)) continue;
    by_bound.min = every_row(low, kInteger);
    by_bound.max = every_row(high, Type::decimal(3));
    CHECK(draw_cells(by_bound, 3000) == fixed);
  }
}

TEST_CASE("a timestamp's bounds may be dates") {
  DrawRequest by_date = uniform_request(0.0, 0.0, kTimestamp);
  by_date.min = every_row(19'000, kDate);
  by_date.max = every_row(19'001, kDate);
  const DrawnCells cells = draw_cells(by_date, 5000);
  CHECK(cells == draw_cells(uniform_request(19'000 * 86'400e6, 19'001 * 86'400e6, kTimestamp), 5000));
  CHECK(*std::min_element(cells.integers.begin(), cells.integers.end()) >= 19'000 * kMicrosPerDay);
  CHECK(*std::max_element(cells.integers.begin(), cells.integers.end()) < 19'001 * kMicrosPerDay);
}

TEST_CASE("uniform numbers stay below the greatest, even where rounding would reach it") {
  const double high = std::nextafter(1.0, 2.0);
  const DrawnCells narrow = draw_cells(uniform_request(1.0, high, kNumber), 1000);
  CHECK(narrow.nulls() == 0);
  CHECK(std::all_of(narrow.numbers.begin(), narrow.numbers.end(), [](double x) { return x == 1.0; }));
  const double tiny = std::numeric_limits<double>::denorm_min();
  const DrawnCells least = draw_cells(uniform_request(-tiny, 0.0, kNumber), 1000);
  CHECK(std::all_of(least.numbers.begin(), least.numbers.end(), [&](double x) { return x == -tiny; }));
  const DrawnCells wide = draw_cells(uniform_request(-1.7e308, 1.7e308, kNumber), 1000);
  CHECK(wide.nulls() == 0);
  double mean = 0;
  for (double x : wide.numbers) mean += x / 1.7e308 / 1000;
  CHECK(std::abs(mean) < 6 / std::sqrt(3.0 * 1000));  // six standard errors
}

TEST_CASE("empty intervals are null and counted, null bounds null and not counted") {
  CHECK(draw_cells(uniform_request(1.0, 1.0, kNumber), 10).warned(CellWarning::empty_interval) == 10);
  CHECK(draw_cells(uniform_request(1.0, 1.0, kInteger), 10).nulls() == 0);
  CHECK(draw_cells(uniform_request(1.2, 1.8, kInteger), 10).warned(CellWarning::empty_interval) == 10);
  CHECK(draw_cells(uniform_request(0.001, 0.009, Type::decimal(2)), 10).warned(CellWarning::empty_interval) == 10);
  CHECK(draw_cells(uniform_request(5.0, 4.0, kDate), 10).warned(CellWarning::empty_interval) == 10);
  CHECK(draw_cells(uniform_request(1e19, 1e20, kInteger), 10).warned(CellWarning::empty_interval) == 10);

  const RowNumber low([](std::int64_t row) -> std::optional<double> {
    if (row % 4 == 0) return std::nullopt;
    return row % 4 == 1 ? 50.0 : 0.0;
  });
  for (const Type type : {kNumber, kInteger, Type::decimal(2)}) {
    const DrawnCells cells = draw_cells(uniform_request(low, 10.0, type), 1200);
    CHECK(cells.nulls() == 600);
    CHECK(cells.warned(CellWarning::empty_interval) == 300);
    CHECK(cells.warned(CellWarning::invalid_parameter) == 0);
  }
}

TEST_CASE("a uniform number between bounds that are not finite is invalid") {
  CHECK(draw_cells(uniform_request(every_row(0.0), every_row(INFINITY), kNumber), 10)
            .warned(CellWarning::invalid_parameter) == 10);
  CHECK(draw_cells(uniform_request(every_row(0.0), every_row(std::nan("")), kInteger), 10)
            .warned(CellWarning::invalid_parameter) == 10);
}

TEST_CASE("dates and timestamps beyond the calendar are null and counted") {
  const DrawnCells dates = draw_cells(uniform_request(kLastDay - 5.0, kLastDay + 5.0, kDate), 100);
  CHECK(dates.warned(CellWarning::overflow) == 100);
  CHECK(draw_cells(uniform_request(kLastDay - 5.0, double{kLastDay}, kDate), 100).nulls() == 0);
  const DrawnCells instants = draw_cells(uniform_request(4e17, 5e17, kTimestamp), 100);
  CHECK(instants.warned(CellWarning::overflow) == 100);
}

TEST_CASE("the whole range of 64-bit integers can be drawn") {
  DrawRequest request{"integer", {{"min", -9223372036854775808.0}, {"max", 1e19}}, {}, {}, kInteger};
  const DrawnCells cells = draw_cells(request, 10'000);
  CHECK(cells.nulls() == 0);
  CHECK(values_of(cells).size() == 10'000);
  CHECK(std::abs(cells.mean()) < 9.3e18 / std::sqrt(3.0 * 10'000) * 6);  // six standard errors
}
