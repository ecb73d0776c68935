// Bounds onto the grid of written values.
#include "grid.hpp"

#include <limits>

#include "support/catch.hpp"
#include "support/distributions.hpp"
#include "synthgen/base/civil_time.hpp"

using namespace synthgen;

namespace {

constexpr std::int64_t kLeast64 = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kGreatest64 = std::numeric_limits<std::int64_t>::max();

std::optional<std::int64_t> placed(const Grid& grid, double bound, Edge edge) {
  std::int64_t k = 0;
  if (!grid.place(bound, edge, k)) return std::nullopt;
  return k;
}

}  // namespace

TEST_CASE("a bound on the grid is itself, decided on its decimal form") {
  // Of the doubles nearest to 0.29, 0.57 and 1.15, times 100, none is a whole number.
  for (int cents = -2000; cents <= 2000; ++cents) {
    const double bound = cents / 100.0;
    const Grid grid = Grid::numbers(2);
    REQUIRE(placed(grid, bound, Edge::least) == cents);
    REQUIRE(placed(grid, bound, Edge::greatest) == cents);
    REQUIRE(placed(grid, bound, Edge::before) == cents - 1);
  }
}

TEST_CASE("a bound between grid values goes inwards") {
  const Grid grid = Grid::numbers(2);
  CHECK(placed(grid, 0.005, Edge::least) == 1);
  CHECK(placed(grid, 0.005, Edge::greatest) == 0);
  CHECK(placed(grid, 0.005, Edge::before) == 0);
  CHECK(placed(grid, -0.005, Edge::least) == 0);
  CHECK(placed(grid, -0.005, Edge::greatest) == -1);
  CHECK(placed(grid, 1e-300, Edge::least) == 1);
  CHECK(placed(grid, 1e-300, Edge::greatest) == 0);
  CHECK(placed(Grid::numbers(0), 2.9999999999999996, Edge::greatest) == 2);
  CHECK(placed(Grid::numbers(0), 3.0000000000000004, Edge::least) == 4);
}

TEST_CASE("a bound beyond 64 bits leaves out all or nothing") {
  const Grid grid = Grid::numbers(0);
  CHECK(placed(grid, 1e19, Edge::greatest) == kGreatest64);
  CHECK(placed(grid, 1e19, Edge::least) == std::nullopt);
  CHECK(placed(grid, -1e19, Edge::least) == kLeast64);
  CHECK(placed(grid, -1e19, Edge::before) == std::nullopt);
  CHECK(placed(grid, INFINITY, Edge::greatest) == kGreatest64);
  CHECK(placed(grid, -INFINITY, Edge::greatest) == std::nullopt);
}

TEST_CASE("bounds of integer, decimal and time columns are mapped in integers") {
  std::int64_t k[1] = {};
  const auto place = [&](const Grid& grid, double value, Type type, Edge edge) {
    Column column;
    fill_column(every_row(value, type), RowSet::range(0, 1), column);
    CellStates states(1);
    grid.place(column, 0, edge, k, states);
    REQUIRE(states.all_good());
    return k[0];
  };
  const Type integer{TypeKind::integer, 0};
  const Type date{TypeKind::date, 0};
  const Type timestamp{TypeKind::timestamp, 0};
  CHECK(place(Grid::numbers(2), 7, integer, Edge::least) == 700);
  CHECK(place(Grid::numbers(1), 1.25, Type::decimal(2), Edge::least) == 13);
  CHECK(place(Grid::numbers(1), 1.25, Type::decimal(2), Edge::greatest) == 12);
  CHECK(place(Grid::numbers(1), -1.25, Type::decimal(2), Edge::least) == -12);
  CHECK(place(Grid::numbers(1), -1.25, Type::decimal(2), Edge::greatest) == -13);
  CHECK(place(Grid::numbers(1), 1.20, Type::decimal(2), Edge::before) == 11);
  CHECK(place(Grid::days(), 20'000, date, Edge::greatest) == 20'000);
  CHECK(place(Grid::days(), 86'400'000'001.0, timestamp, Edge::least) == 2);
  CHECK(place(Grid::days(), -1.0, timestamp, Edge::greatest) == -1);
  CHECK(place(Grid::times(TypeKind::timestamp, kMicrosPerSecond), 1, date, Edge::least) == 86'400);
  CHECK(place(Grid::times(TypeKind::timestamp, kMicrosPerSecond), 1, date, Edge::before) == 86'399);
  CHECK(place(Grid::times(TypeKind::timestamp, kMicrosPerSecond), 1'500'000, timestamp, Edge::least) == 2);
  CHECK(place(Grid::times(TypeKind::timestamp, kMicrosPerSecond), 1'500'000, timestamp, Edge::before) == 1);
  const Type time{TypeKind::time, 3};
  CHECK(place(Grid::times(TypeKind::time, 1'000), 1'500'001, time, Edge::least) == 1'501);
  CHECK(place(Grid::times(TypeKind::datetime, 1), 1, date, Edge::least) == kMicrosPerDay);
}
