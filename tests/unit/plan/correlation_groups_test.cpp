// Correlation groups whose members have parameters that differ by row.
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/plans.hpp"
#include "synthgen/column/ordered_numbers.hpp"
#include "synthgen/copula/sample_correlation.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

const PlanOptions kOptions = {.evaluate_rows = &evaluate_rows};

std::string group_schema(std::int64_t rows, const std::string& columns, const std::string& measure,
                         const std::string& pairs) {
  return R"({"synthgen": 1, "tables": {"t": {"rows": )" + std::to_string(rows) + R"(, "columns": {)" + columns +
         R"(}, "correlations": [{"given": "parameters", "measure": ")" + measure + R"(", "pairs": [)" + pairs +
         "]}]}}}";
}

std::vector<double> numbers(const Plan& plan, const std::string& name, std::int64_t count) {
  std::vector<std::int64_t> rows(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<std::int64_t>(i);
  ColumnIndex index = 0;
  while (plan.tables[0].columns[index].name != name) ++index;
  std::vector<double> values;
  evaluate_rows(plan, 0, std::vector<ColumnIndex>{index}, RowSet::of(rows), [&](std::span<const Column* const> cells) {
    const std::size_t before = values.size();
    values.resize(before + cells[0]->rows());
    ordered_numbers(*cells[0], cells[0]->rows(), values.data() + before);
  });
  return values;
}

/// Of the rows in which `by` is `value`.
double correlation_where(const Plan& plan, const std::string& a, const std::string& b, CorrelationMeasure measure,
                         const std::string& by, double value, std::int64_t rows) {
  const std::vector<double> group = numbers(plan, by, rows);
  std::vector<std::vector<double>> columns = {numbers(plan, a, rows), numbers(plan, b, rows)};
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (group[i] != value) columns[0][i] = std::numeric_limits<double>::quiet_NaN();
  }
  return sample_correlations(columns, measure).at(0, 1);
}

}  // namespace

TEST_CASE("one member's parameters may end with the table while another's go on") {
  // The exact shares of f are laid over 20 rows, so there are no more of them to go by; g has cells in any row.
  const auto plan = plan_of(group_schema(20, R"j(
      "f": {"distribution": "bernoulli", "p": 0.5, "exact": true},
      "g": {"distribution": "uniform", "min": 1, "max": 2},
      "a": {"distribution": "exponential", "mean": "=g"},
      "b": {"distribution": "exponential", "mean": "=if(f, 2, 1)"})j",
                                         "pearson", R"(["a", "b", 0.5])"),
                            kOptions);
  const PlannedCorrelation& group = plan->tables[0].correlations.at(0);
  CHECK(std::fabs(group.expected.at(0, 1) - 0.5) < 1e-5);
  // What the scores of two exponential columns need for 0.5, whatever their means, by quadrature in NumPy.
  CHECK(std::fabs(group.latent.at(0, 1) - 0.54660) < 1e-4);
}

TEST_CASE("a column that few rows draw is correlated in these") {
  for (const std::string rare : {"row_number() % 1000 = 999", "row_number() > 100"}) {
    INFO(rare);
    const std::string columns = R"j(
      "f": {"expression": ")j" + rare +
                                R"j("},
      "x": {"distribution": "normal", "mean": 0, "sd": 1},
      "y": {"cases": [{"if": "f", "distribution": "lognormal", "median": 100, "sigma": 1}, {"constant": 0}]})j";
    const auto plan = plan_of(group_schema(1'000'000, columns, "pearson", R"(["x", "y", 0.5])"), kOptions);
    // Of a normal and a lognormal column with sigma 1 the values have the score's correlation times 1/√(e − 1).
    CHECK(std::fabs(plan->tables[0].correlations.at(0).latent.at(0, 1) - 0.5 * std::sqrt(std::exp(1.0) - 1)) < 1e-4);
  }
  // Where no row draws at all, there is nothing to correlate.
  const std::string columns = R"j(
      "x": {"distribution": "normal", "mean": 0, "sd": 1},
      "y": {"cases": [{"if": "row_number() < 0", "distribution": "normal", "mean": 0, "sd": 1}, {"constant": 0}]})j";
  CHECK(codes_of(try_plan(group_schema(1000, columns, "pearson", R"(["x", "y", 0.5])"), kOptions)) ==
        std::vector<std::string>{"SG2313"});
}

TEST_CASE("what is missing by value leaves the correlation among rows of equal parameters") {
  // Over all rows the two correlate by more, as the second kind has more of both: that must not be taken for the
  // correlation that the group declares.
  const std::int64_t rows = 200'000;
  const auto plan = plan_of(group_schema(rows, R"j(
      "g": {"choice": [1, 2]},
      "a": {"distribution": "normal", "mean": "=10 * g", "sd": 1},
      "b": {"distribution": "uniform", "min": 0, "max": "=5 * g", "missing": "=if(a > 10 * g, 0.8, 0.1)"})j",
                                         "spearman", R"(["a", "b", 0.5])"),
                            kOptions);
  CHECK(plan->tables[0].correlations.at(0).piloted);
  // 0.005 is what is promised; some 55,000 rows of a kind are whole, which gives a standard error of 0.0035.
  for (const double kind : {1, 2}) {
    CHECK(std::fabs(correlation_where(*plan, "a", "b", CorrelationMeasure::spearman, "g", kind, rows) - 0.5) <
          0.005 + 4 * 0.0035);
  }
}
