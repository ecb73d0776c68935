#include <algorithm>
#include <cmath>

#include "support/catch.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

std::vector<std::string> texts(PlanReader& reader, const std::string& column, std::size_t count) {
  std::vector<std::string> result;
  for (const auto& cell : reader.cells(column, count)) result.push_back(cell.value_or("(null)"));
  return result;
}

}  // namespace

TEST_CASE("each row takes one branch, in proportion to the weights") {
  PlanReader reader(table_schema(100'000, R"j("c": {"mixture": [{"weight": 3, "constant": "a"},
    {"weight": 1, "constant": "b"}, {"weight": 0, "constant": "never"}]})j"));
  const std::vector<std::string> cells = texts(reader, "c", 100'000);
  const auto count = [&](const char* text) { return std::count(cells.begin(), cells.end(), text); };
  CHECK(count("never") == 0);
  CHECK(count("a") + count("b") == 100'000);
  // Six standard errors: sqrt(100,000 · ¾ · ¼) = 137.
  CHECK(std::abs(count("a") - 75'000) < 822);
}

TEST_CASE("the widest number is the type of a mixture, and decimals are those of the column") {
  const auto type = [](const std::string& column) {
    return plan_of(table_schema(3, R"j("c": )j" + column))->tables[0].columns[0].made.type;
  };
  CHECK(type(R"j({"mixture": [{"weight": 1, "constant": 5}, {"weight": 1, "distribution": "poisson", "mean": 2}]})j") ==
        Type{TypeKind::integer, 0});
  CHECK(
      type(
          R"j({"mixture": [{"weight": 1, "constant": 5}, {"weight": 1, "distribution": "normal", "mean": 2, "sd": 1}]})j") ==
      Type{TypeKind::number, 0});
  CHECK(
      type(
          R"j({"mixture": [{"weight": 1, "constant": 5}, {"weight": 1, "distribution": "normal", "mean": 2, "sd": 1}], "decimals": 2})j") ==
      Type::decimal(2));
  CHECK(type(R"j({"mixture": [{"weight": 1, "constant": null}], "type": "date"})j") == Type{TypeKind::date, 0});
}

TEST_CASE("branches have bounds and missing of their own, and nest") {
  PlanReader reader(table_schema(20'000, R"j("c": {"mixture": [
      {"weight": 1, "distribution": "normal", "mean": 0, "sd": 1, "min": 2, "max": 3},
      {"weight": 1, "mixture": [{"weight": 1, "constant": 50}, {"weight": 1, "constant": 60}], "missing": 0.5},
      {"weight": 1, "cases": [{"if": "row_number() <= 10000", "constant": 100}, {"constant": 200}]}]})j"));
  const Cells cells = reader.cells("c", 20'000);
  const std::vector<double> values = reader.values<double>("c", 20'000);
  std::size_t nulls = 0;
  std::size_t counts[4] = {};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i].has_value()) {
      ++nulls;
    } else if (values[i] >= 2 && values[i] <= 3) {
      ++counts[0];
    } else if (values[i] == 50 || values[i] == 60) {
      ++counts[values[i] == 50 ? 1 : 2];
    } else {
      CHECK(values[i] == (i < 10'000 ? 100 : 200));
      ++counts[3];
    }
  }
  const auto near = [](std::size_t count, double share) {
    return std::fabs(static_cast<double>(count) - 20'000 * share) < 6 * std::sqrt(20'000 * share * (1 - share));
  };
  CHECK(near(counts[0], 1 / 3.0));
  CHECK(near(nulls, 1 / 6.0));
  CHECK(near(counts[1], 1 / 12.0));
  CHECK(near(counts[2], 1 / 12.0));
  CHECK(near(counts[3], 1 / 3.0));
}

TEST_CASE("the branch says nothing of the value within it") {
  // Of both branches the values above the median are half, which they were not if one draw gave both.
  PlanReader reader(table_schema(40'000, R"j("c": {"mixture": [
      {"weight": 1, "distribution": "uniform", "min": 0, "max": 1},
      {"weight": 1, "distribution": "uniform", "min": 10, "max": 11}]})j"));
  std::size_t low[2] = {};
  std::size_t high[2] = {};
  for (const double value : reader.values<double>("c", 40'000)) {
    const std::size_t branch = value < 5 ? 0 : 1;
    ++(value - 10 * static_cast<double>(branch) < 0.5 ? low : high)[branch];
  }
  for (std::size_t branch = 0; branch < 2; ++branch) {
    const double n = static_cast<double>(low[branch] + high[branch]);
    CHECK(std::fabs(static_cast<double>(low[branch]) - n / 2) < 3 * std::sqrt(n));
  }
}

TEST_CASE("weights may differ by row; where they cannot be, the cell is null and counted") {
  const auto plan = plan_of(table_schema(8, R"j("k": {"sequence": 1},
    "c": {"mixture": [{"weight": "=if(k % 2 = 0, 1, 0)", "constant": "even"},
                      {"weight": "=case k when 1 then null when 2 then -1 when 3 then 0 else k % 2 end",
                       "constant": "odd"}]})j"));
  PlanReader reader(plan);
  CHECK(texts(reader, "c", 8) ==
        std::vector<std::string>{"(null)", "(null)", "(null)", "even", "odd", "even", "odd", "even"});
  // A null weight has its own reason; one below 0, and weights that are all 0, are counted.
  CHECK(reader.evaluator().warnings(
            0)[reader.column(0, "c")][static_cast<std::size_t>(CellWarning::invalid_parameter)] == 2);
}

TEST_CASE("a row keeps its draw of a branch that it still takes") {
  const auto with = [](const std::string& second) {
    return table_schema(1000, R"j("c": {"mixture": [{"weight": 1, "distribution": "normal", "mean": 0, "sd": 1},
      {"weight": 1, )j" + second + "}]}");
  };
  PlanReader a(with(R"("constant": 1000)"));
  PlanReader b(with(R"("distribution": "uniform", "min": 2000, "max": 3000)"));
  const std::vector<double> first = a.values<double>("c", 1000);
  const std::vector<double> second = b.values<double>("c", 1000);
  for (std::size_t i = 0; i < 1000; ++i) {
    if (first[i] < 500) {
      CHECK(first[i] == second[i]);
    } else {
      CHECK(second[i] >= 2000);
    }
  }
}

TEST_CASE("the values of a mixture are known where those of its branches are") {
  const auto domain = [](const std::string& column) {
    return plan_of(table_schema(3, R"j("c": )j" + column))->tables[0].columns[0].made.domain;
  };
  const auto words = domain(R"j({"mixture": [{"weight": 1, "choice": ["a", "b"]}, {"weight": 1, "constant": "c"},
    {"weight": 1, "constant": null}, {"weight": 1, "choice": {"b": 1, "d": 5}}]})j");
  REQUIRE(words != nullptr);
  std::vector<std::string> found;
  for (std::size_t i = 0; i < words->rows(); ++i) found.emplace_back(words->text(i));
  CHECK(found == std::vector<std::string>{"a", "b", "c", "d"});
  const auto numbers = domain(R"j({"mixture": [{"weight": 1, "choice": [1, 2]}, {"weight": 1, "constant": 0.5},
    {"weight": 2, "constant": 2}]})j");
  REQUIRE(numbers != nullptr);
  REQUIRE(numbers->rows() == 3);
  CHECK(numbers->data<double>()[1] == 2);
  CHECK(
      domain(
          R"j({"mixture": [{"weight": 1, "choice": [1, 2]}, {"weight": 1, "distribution": "poisson", "mean": 1}]})j") ==
      nullptr);
  // So cases can be judged by it.
  CHECK(codes_of(try_plan(table_schema(3, R"j("c": {"mixture": [{"weight": 1, "choice": ["a", "b"]},
    {"weight": 1, "constant": "z"}]}, "x": {"cases": {"a": 1, "b": 2}, "of": "c"})j"))) ==
        std::vector<std::string>{"SG2122"});
}

TEST_CASE("texts of all branches are one dictionary where each is coded, and plain where one is not") {
  const auto made = plan_of(table_schema(10, R"j("k": {"sequence": 1},
    "coded": {"mixture": [{"weight": 1, "choice": ["x", "y"]}, {"weight": 1, "choice": ["y", "z"]}]},
    "plain": {"mixture": [{"weight": 1, "choice": ["x", "y"]}, {"weight": 1, "template": "k{k}"}]},
    "key": {"mixture": [{"weight": 1, "provider": "id.uuid4"}, {"weight": 1, "constant": null}]})j"));
  const std::vector<PlannedColumn>& columns = made->tables[0].columns;
  REQUIRE(columns[1].made.dictionary != nullptr);
  CHECK(columns[1].made.dictionary->size() == 3);
  CHECK(columns[2].made.dictionary == nullptr);
  PlanReader reader(made);
  const Cells cells = reader.cells("plain", 10);
  for (std::size_t i = 0; i < 10; ++i) {
    CHECK((cells[i] == "x" || cells[i] == "y" || cells[i] == "k" + std::to_string(i + 1)));
  }
  CHECK(columns[3].made.type.kind == TypeKind::uuid);
}

TEST_CASE("a cell of a mixture is the same whatever rows are computed with it") {
  PlanReader reader(table_schema(2100, R"j("k": {"sequence": 1}, "c": {"mixture": [
    {"weight": 2, "distribution": "normal", "mean": "=k", "sd": 1}, {"weight": "=k % 3", "constant": 5}]})j"));
  const Cells whole = reader.cells("c", 2100);
  const ColumnIndex column = reader.column(0, "c");
  CHECK(reader.cells(0, column, RowSet::range(0, 2100), 7) == whole);
  std::vector<std::int64_t> rows;
  for (std::int64_t r = 2099; r >= 0; r -= 3) rows.push_back(r);
  const Cells some = reader.cells(0, column, RowSet::of(rows));
  for (std::size_t i = 0; i < rows.size(); ++i) CHECK(some[i] == whole[static_cast<std::size_t>(rows[i])]);
}

TEST_CASE("in a correlation group a mixture is one rising function of its score, with the same law") {
  const std::string columns = R"j("n": {"distribution": "normal", "mean": 0, "sd": 1},
    "m": {"mixture": [{"weight": 7, "constant": 0}, {"weight": 2, "distribution": "exponential", "mean": 5},
                      {"weight": 1, "mixture": [{"weight": 1, "constant": 1000}, {"weight": 1, "constant": 2000}]}]})j";
  PlanReader reader(R"j({"synthgen": 1, "tables": {"t": {"rows": 20000, "columns": {)j" + columns +
                    R"j(}, "correlations": [{"measure": "latent", "pairs": [["n", "m", 1]]}]}}})j");
  const std::vector<double> scores = reader.values<double>("n", 20'000);
  const std::vector<double> values = reader.values<double>("m", 20'000);
  std::vector<std::size_t> order(scores.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scores[a] < scores[b]; });
  std::size_t falls = 0;
  std::size_t zeros = 0;
  std::size_t high = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    falls += i > 0 && values[order[i]] < values[order[i - 1]];
    zeros += values[i] == 0;
    high += values[i] == 2000;
  }
  CHECK(falls == 0);
  // Six standard errors.
  CHECK(std::fabs(static_cast<double>(zeros) - 14'000) < 6 * 65);
  CHECK(std::fabs(static_cast<double>(high) - 1'000) < 6 * 31);
}

TEST_CASE("a mixture that differs by row, or gives texts, cannot be correlated") {
  const auto codes = [](const std::string& mixture) {
    return codes_of(try_plan(R"j({"synthgen": 1, "tables": {"t": {"rows": 20, "columns": {
      "n": {"distribution": "normal", "mean": 0, "sd": 1}, "m": {"mixture": [)j" +
                             mixture +
                             R"j(]}}, "correlations": [{"measure": "latent", "pairs": [["n", "m", 0.5]]}]}}})j"));
  };
  const std::vector<std::string> refused = {"SG2310"};
  CHECK(codes(R"j({"weight": 1, "constant": 1}, {"weight": 1, "distribution": "poisson", "mean": 3})j").empty());
  CHECK(codes(R"j({"weight": "=n", "constant": 1}, {"weight": 1, "constant": 2})j") == refused);
  CHECK(codes(R"j({"weight": 1, "constant": 1}, {"weight": 1, "distribution": "poisson", "mean": "=n"})j") == refused);
  CHECK(codes(R"j({"weight": 1, "constant": "a"}, {"weight": 1, "constant": "b"})j") == refused);
  CHECK(codes(R"j({"weight": 1, "constant": 1, "missing": 0.5}, {"weight": 1, "constant": 2})j") == refused);
}
