#include <cmath>

#include "support/catch.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

constexpr std::size_t kRows = 1'000'000;

std::size_t nulls_of(const Cells& cells) {
  std::size_t nulls = 0;
  for (const auto& cell : cells) nulls += cell.has_value() ? 0 : 1;
  return nulls;
}

/// Within 5 standard errors, which a right program leaves once in 1.7 million seeds; 1% more of the rows would be 20
/// of them or more.
void check_rate(std::size_t nulls, double rate, std::size_t rows) {
  const double n = static_cast<double>(rows);
  const double error = std::sqrt(n * rate * (1 - rate));
  CHECK(std::abs(static_cast<double>(nulls) - n * rate) < 5 * error);
}

}  // namespace

TEST_CASE("cells are missing at their rate, whatever fills the column") {
  const std::string columns[] = {R"("x": {"sequence": 1, "missing": 0.07})",
                                 R"("x": {"choice": ["a", "b"], "missing": 0.07})",
                                 R"("x": {"provider": "id.uuid4", "missing": 0.07})",
                                 R"("x": {"distribution": "normal", "mean": 0, "sd": 1, "missing": 0.07})",
                                 R"("x": {"expression": "'a' || 1", "missing": 0.07})"};
  for (const std::string& column : columns) {
    INFO(column);
    check_rate(nulls_of(PlanReader(table_schema(kRows, column)).cells("x", kRows)), 0.07, kRows);
  }
}

TEST_CASE("a rate or a condition may differ by row, and null counts as no") {
  PlanReader reader(table_schema(kRows, R"j("k": {"sequence": 0},
    "by_rate": {"sequence": 1, "missing": "=if(k % 2 = 0, 0.5, 0.02)"},
    "by_condition": {"sequence": 1, "missing": "=k % 3 = 1"},
    "by_null": {"sequence": 1, "missing": "=if(k % 2 = 0, null, 1.0)"},
    "beyond": {"sequence": 1, "missing": "=if(k % 2 = 0, 7, -7)"})j"));
  const Cells by_rate = reader.cells("by_rate", kRows);
  std::size_t even = 0;
  std::size_t odd = 0;
  for (std::size_t i = 0; i < kRows; ++i) (i % 2 == 0 ? even : odd) += by_rate[i].has_value() ? 0 : 1;
  check_rate(even, 0.5, kRows / 2);
  check_rate(odd, 0.02, kRows / 2);
  const Cells by_condition = reader.cells("by_condition", 9);
  const Cells by_null = reader.cells("by_null", 9);
  const Cells beyond = reader.cells("beyond", 9);
  for (std::size_t i = 0; i < 9; ++i) {
    CHECK(by_condition[i].has_value() == (i % 3 != 1));
    CHECK(by_null[i].has_value() == (i % 2 == 0));
    CHECK(beyond[i].has_value() == (i % 2 == 1));
  }
}

TEST_CASE("the cells that are not missing are those of the column without missing") {
  PlanReader whole(table_schema(5000, R"("x": {"distribution": "normal", "mean": 0, "sd": 1})"));
  PlanReader holed(table_schema(5000, R"("x": {"distribution": "normal", "mean": 0, "sd": 1, "missing": 0.3})"));
  const Cells all = whole.cells("x", 5000);
  const Cells some = holed.cells("x", 5000);
  bool equal = true;
  for (std::size_t i = 0; i < all.size(); ++i) equal = equal && (!some[i].has_value() || some[i] == all[i]);
  CHECK(equal);
}

TEST_CASE("certain and impossible are exact") {
  CHECK(nulls_of(PlanReader(table_schema(100'000, R"("x": {"sequence": 1, "missing": 1})")).cells("x", 100'000)) ==
        100'000);
  CHECK(nulls_of(PlanReader(table_schema(100'000, R"("x": {"sequence": 1, "missing": 0})")).cells("x", 100'000)) == 0);
}

TEST_CASE("a foreign key is missing together with everything read through it") {
  PlanReader reader(R"({"synthgen": 1, "tables": {
    "t": {"rows": 1000000, "columns": {"p": {"references": "p.id", "missing": 0.2}, "x": {"expression": "p.x"}}},
    "p": {"rows": 50, "columns": {"id": {"sequence": 1}, "x": {"constant": "here"}}}}})");
  const Cells keys = reader.cells("p", kRows);
  check_rate(nulls_of(keys), 0.2, kRows);
  const Cells cells = reader.cells("x", kRows);
  bool together = true;
  for (std::size_t i = 0; i < kRows; ++i) together = together && keys[i].has_value() == cells[i].has_value();
  CHECK(together);
}
