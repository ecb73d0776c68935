// Rules at work: rows obey, and nothing else changes.
#include <cmath>
#include <cstring>

#include "support/catch.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

std::string with_rules(const std::string& columns, const std::string& rules, std::int64_t rows = 5000) {
  return R"({"synthgen": 1, "tables": {"t": {"rows": )" + std::to_string(rows) + R"(, "columns": {)" + columns +
         R"(}, "rules": [)" + rules + "]}}}";
}

constexpr const char* kLoans = R"(
    "income": {"distribution": "lognormal", "median": 30000, "sigma": 0.5, "decimals": 2},
    "debt": {"distribution": "exponential", "mean": 20000, "decimals": 2},
    "kind": {"choice": {"a": 5, "b": 3, "c": 1}},
    "half": {"expression": "debt / 2"},
    "other": {"distribution": "normal", "mean": "=income / 1000", "sd": 1})";

template <class T>
std::vector<T> numbers(const std::string& schema, const std::string& column, std::size_t count = 5000) {
  PlanReader reader(schema);
  return reader.values<T>(column, count);
}

}  // namespace

TEST_CASE("a rule changes the rows that broke it, and what is computed from them, and no others") {
  const std::string plain = table_schema(5000, kLoans);
  const std::string ruled = with_rules(kLoans, R"({"check": "debt <= 0.6 * income"})");
  const auto income = numbers<std::int64_t>(plain, "income");
  const auto before = numbers<std::int64_t>(plain, "debt");
  const auto after = numbers<std::int64_t>(ruled, "debt");
  const auto half = numbers<double>(ruled, "half");
  std::size_t changed = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const bool broke = 10 * before[i] > 6 * income[i];
    CHECK(10 * after[i] <= 6 * income[i]);
    if (!broke) CHECK(after[i] == before[i]);
    changed += broke ? 1 : 0;
    CHECK(half[i] == static_cast<double>(after[i]) / 100 / 2);
  }
  CHECK(changed > 1000);
  for (const char* column : {"income", "other"}) {
    CHECK(PlanReader(plain).cells(column, 5000) == PlanReader(ruled).cells(column, 5000));
  }
  CHECK(PlanReader(plain).cells("kind", 5000) == PlanReader(ruled).cells("kind", 5000));
}

TEST_CASE("a cell that a rule decides is the same whatever else is evaluated") {
  const std::string schema = with_rules(
      kLoans,
      R"({"check": "debt <= 0.6 * income and debt > 0.59 * income"}, {"if": "kind = 'a'", "then": "other > income / 900"})");
  PlanReader whole(schema);
  const Cells debts = whole.cells("debt", 3000);
  PlanReader single(schema);
  for (const std::int64_t row : {0, 1, 1023, 1024, 2999}) {
    const std::int64_t rows[] = {row};
    const Cells one = single.cells(0, single.column(0, "debt"), RowSet::of(rows));
    CHECK(one.front() == debts[static_cast<std::size_t>(row)]);
  }
  // The earlier column of a component alone, too: whether its row begins anew is decided by the later ones.
  const Cells incomes = whole.cells("income", 3000);
  for (const std::int64_t row : {5, 2047, 2048}) {
    const std::int64_t rows[] = {row};
    CHECK(single.cells(0, single.column(0, "income"), RowSet::of(rows)).front() ==
          incomes[static_cast<std::size_t>(row)]);
  }
}

TEST_CASE("a row whose first columns leave no room begins anew, and the others keep theirs") {
  constexpr const char* kTwo = R"(
    "x": {"distribution": "integer", "min": 1, "max": 10},
    "y": {"distribution": "integer", "min": 1, "max": 4},
    "z": {"distribution": "normal", "mean": 0, "sd": 1})";
  const std::string plain = table_schema(4000, kTwo);
  const std::string ruled = with_rules(kTwo, R"({"check": "x + y = 6"})", 4000);
  const auto x0 = numbers<std::int64_t>(plain, "x", 4000);
  const auto x = numbers<std::int64_t>(ruled, "x", 4000);
  const auto y = numbers<std::int64_t>(ruled, "y", 4000);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    CHECK(x[i] + y[i] == 6);
    // 2 … 5 leave room for y; each of them stays.
    if (x0[i] >= 2 && x0[i] <= 5) {
      CHECK(x[i] == x0[i]);
      ++kept;
    }
  }
  CHECK(kept > 1000);
  CHECK(PlanReader(plain).cells("z", 4000) == PlanReader(ruled).cells("z", 4000));
}

TEST_CASE("a rule decides on null where it must, and only there") {
  constexpr const char* kNulls = R"(
    "age": {"distribution": "integer", "min": 0, "max": 90},
    "loan": {"distribution": "exponential", "mean": 100, "missing": 0.3},
    "name": {"provider": "id.uuid4", "missing": 0.5},
    "sure": {"distribution": "exponential", "mean": 100, "missing": 0.3})";
  PlanReader plain(table_schema(5000, kNulls));
  PlanReader ruled(with_rules(kNulls, R"({"if": "age < 18", "then": "loan is null and name is null"},
                                         {"if": "age > 60", "then": "sure is not null"})"));
  const auto age = plain.values<std::int64_t>("age", 5000);
  for (const char* column : {"loan", "name", "sure"}) {
    const Cells before = plain.cells(column, 5000);
    const Cells after = ruled.cells(column, 5000);
    for (std::size_t i = 0; i < before.size(); ++i) {
      const bool sure = std::strcmp(column, "sure") == 0;
      if (!sure && age[i] < 18) {
        CHECK_FALSE(after[i].has_value());
      } else if (sure && age[i] > 60) {
        CHECK(after[i].has_value());
        if (before[i].has_value()) CHECK(after[i] == before[i]);
      } else {
        CHECK(after[i] == before[i]);
      }
    }
  }
}

TEST_CASE("an equality gives the target the value itself, to the last digit") {
  constexpr const char* kSums = R"(
    "a": {"distribution": "normal", "mean": 0, "sd": 1},
    "b": {"distribution": "normal", "mean": 0, "sd": 1},
    "sum": {"distribution": "normal", "mean": 0, "sd": 2},
    "due": {"distribution": "uniform", "type": "date", "min": "2024-01-01", "max": "2024-12-31"},
    "paid": {"distribution": "uniform", "type": "date", "min": "2024-01-01", "max": "2025-03-31"})";
  PlanReader reader(with_rules(kSums, R"j({"check": "sum = a + b"}, {"check": "paid = add_workdays(due, 5)"
})j"));
  const auto a = reader.values<double>("a", 5000);
  const auto b = reader.values<double>("b", 5000);
  const auto sum = reader.values<double>("sum", 5000);
  for (std::size_t i = 0; i < a.size(); ++i) CHECK(sum[i] == a[i] + b[i]);
  const auto due = reader.values<std::int32_t>("due", 5000);
  const auto paid = reader.values<std::int32_t>("paid", 5000);
  for (std::size_t i = 0; i < due.size(); ++i) {
    // Five working days are a week; from Saturday and Sunday they end on the Friday before that.
    const int weekday = (due[i] + 3) % 7;  // Monday 0; day 0 was a Thursday
    CHECK(paid[i] == due[i] + (weekday == 5 ? 6 : weekday == 6 ? 5 : 7));
  }
}

TEST_CASE("a row that cannot be completed ends the evaluation with its rules and values") {
  const std::string schema = with_rules(R"(
    "x": {"distribution": "integer", "min": 0, "max": 1000000},
    "y": {"distribution": "integer", "min": 0, "max": 1000000})",
                                        R"({"name": "never", "check": "hash(x, y) % 4 = 9"})");
  PlanReader reader(schema);
  reader.cells("x", 10);
  REQUIRE(reader.evaluator().failure().has_value());
  const RuleFailure& failure = *reader.evaluator().failure();
  CHECK(failure.row == 0);
  CHECK(failure.rules == std::vector<std::size_t>{0});
  REQUIRE(failure.cells.size() == 2);
  CHECK(failure.cells[0].first == "x");
  CHECK(failure.cells[1].first == "y");
}

TEST_CASE("members of a correlation group that come after a target follow what it became") {
  constexpr const char* kGroup = R"(
    "a": {"distribution": "normal", "mean": 0, "sd": 1},
    "b": {"distribution": "normal", "mean": 0, "sd": 1},
    "c": {"distribution": "normal", "mean": 0, "sd": 1})";
  for (const char* copula : {"gaussian", "student_t"}) {
    const std::string schema =
        R"({"synthgen": 1, "tables": {"t": {"rows": 20000, "columns": {)" + std::string(kGroup) +
        R"(}, "correlations": [{"columns": ["c", "b", "a"], "measure": "latent", "copula": ")" + copula + "\"" +
        (std::strcmp(copula, "student_t") == 0 ? R"(, "df": 8)" : "") +
        R"(, "matrix": [[1, 0.9, 0.5], [0.9, 1, 0.3], [0.5, 0.3, 1]]}], "rules": [{"check": "b > 2 + 0.1 * a"}]}}})";
    PlanReader reader(schema);
    const auto a = reader.values<double>("a", 20000);
    const auto b = reader.values<double>("b", 20000);
    const auto c = reader.values<double>("c", 20000);
    double mean_a = 0;
    double mean_c = 0;
    double mean_b = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      CHECK(b[i] > 2 + 0.1 * a[i]);
      mean_a += a[i];
      mean_b += b[i];
      mean_c += c[i];
    }
    INFO(copula);
    // a keeps its margin; 7 standard errors of the mean of 20,000 are 0.05.
    CHECK(std::fabs(mean_a / 20000) < 0.05);
    // c given b (and a) is 0.9 b and a little of a: it would be 0 had it not followed.
    CHECK(mean_c / 20000 > 0.7 * mean_b / 20000);
  }
}

TEST_CASE("a parent's rule whose test reads nothing that is drawn is met where a child reads the parent") {
  PlanReader reader(R"({"synthgen": 1, "tables": {
    "p": {"rows": 1000, "primary_key": "id", "columns": {"id": {"sequence": 1},
      "x": {"distribution": "uniform", "min": 0, "max": 1}},
      "rules": [{"if": "id % 2 = 0", "then": "x > 0.5"}, {"if": "x > 0.9", "then": "id % 3 <> 0"}]},
    "c": {"rows": 3000, "columns": {"p": {"references": "p"}, "px": {"expression": "p.x"}}}}})");
  const TableIndex parent = reader.table("p");
  const TableIndex child = reader.table("c");
  const auto x = reader.values<double>(parent, reader.column(parent, "x"), 1000);
  const auto px = reader.values<double>(child, reader.column(child, "px"), 3000);
  const auto key = reader.values<std::int64_t>(child, reader.column(child, "p"), 3000);
  for (std::size_t i = 0; i < px.size(); ++i) CHECK(px[i] == x[static_cast<std::size_t>(key[i]) - 1]);
  for (std::size_t i = 1; i < x.size(); i += 2) CHECK(x[i] > 0.5);
}

TEST_CASE("cells of a parent follow the foreign key that a rule has drawn again") {
  // So many parents that none of their columns is kept in memory.
  PlanReader reader(R"({"synthgen": 1, "tables": {
    "p": {"rows": 3000000, "primary_key": "id", "columns": {"id": {"sequence": 1},
      "age": {"distribution": "integer", "min": 0, "max": 99},
      "income": {"distribution": "uniform", "min": 0, "max": 1000}}},
    "c": {"rows": 3000, "columns": {"least": {"distribution": "integer", "min": 0, "max": 99},
      "p": {"references": "p"}, "label": {"expression": "p.income"}},
      "rules": [{"check": "p.age > least"}]}}})");
  const TableIndex parent = reader.table("p");
  const TableIndex child = reader.table("c");
  const auto least = reader.values<std::int64_t>(child, reader.column(child, "least"), 3000);
  const auto key = reader.values<std::int64_t>(child, reader.column(child, "p"), 3000);
  const auto label = reader.values<double>(child, reader.column(child, "label"), 3000);
  std::vector<std::int64_t> rows;
  for (const std::int64_t id : key) rows.push_back(id - 1);
  const Cells ages = reader.cells(parent, reader.column(parent, "age"), RowSet::of(rows));
  const Cells incomes = reader.cells(parent, reader.column(parent, "income"), RowSet::of(rows));
  for (std::size_t i = 0; i < key.size(); ++i) {
    std::int64_t age = 0;
    double income = 0;
    std::memcpy(&age, ages[i]->data(), sizeof age);
    std::memcpy(&income, incomes[i]->data(), sizeof income);
    CHECK(age > least[i]);
    CHECK(label[i] == income);
  }
}

TEST_CASE("the first member of a correlation group stays correlated where a rule draws it again") {
  PlanReader reader(R"({"synthgen": 1, "tables": {"t": {"rows": 20000, "columns": {
    "a": {"distribution": "normal", "mean": 0, "sd": 1}, "b": {"distribution": "normal", "mean": 0, "sd": 1}},
    "correlations": [{"measure": "latent", "pairs": [["a", "b", 0.8]]}], "rules": [{"check": "a > 1"}]}}})");
  const auto a = reader.values<double>("a", 20000);
  const auto b = reader.values<double>("b", 20000);
  double mean_a = 0;
  double mean_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    mean_a += a[i] / 20000;
    mean_b += b[i] / 20000;
  }
  // E(a | a > 1) = 1.5251, and b follows it by 0.8; 6 standard errors are 0.02 and 0.03.
  CHECK(std::fabs(mean_a - 1.5251) < 0.02);
  CHECK(std::fabs(mean_b - 0.8 * 1.5251) < 0.03);
}

TEST_CASE("several equalities of one target are all met, and an earlier column keeps its shares") {
  constexpr const char* kEither = R"(
    "g": {"distribution": "bernoulli", "p": 0.5},
    "y": {"distribution": "uniform", "min": 0, "max": 10},
    "z": {"distribution": "uniform", "min": 0, "max": 10},
    "x": {"distribution": "uniform", "min": 0, "max": 10})";
  PlanReader reader(with_rules(kEither, R"({"if": "g", "then": "x = y", "else": "x = z"})"));
  CHECK(PlanReader(table_schema(5000, kEither)).cells("g", 5000) == reader.cells("g", 5000));
  const auto g = reader.values<std::uint8_t>("g", 5000);
  const auto x = reader.values<double>("x", 5000);
  const auto y = reader.values<double>("y", 5000);
  const auto z = reader.values<double>("z", 5000);
  for (std::size_t i = 0; i < x.size(); ++i) CHECK(x[i] == (g[i] != 0 ? y[i] : z[i]));
}

TEST_CASE("an equality takes no value that the target does not have") {
  PlanReader reader(with_rules(R"(
    "y": {"distribution": "uniform", "min": 0, "max": 3},
    "m": {"distribution": "histogram", "edges": [0, 1, 2, 3], "weights": [1, 0, 1]})",
                               R"({"check": "m = y"})"));
  const auto y = reader.values<double>("y", 5000);
  const auto m = reader.values<double>("m", 5000);
  for (std::size_t i = 0; i < m.size(); ++i) {
    CHECK(m[i] == y[i]);
    CHECK_FALSE((m[i] > 1.001 && m[i] < 1.999));
  }
}

TEST_CASE("null counts where the source has it among its values, and not where the row's own missing is 0") {
  constexpr const char* kNulls = R"(
    "x": {"distribution": "integer", "min": 0, "max": 4},
    "c": {"choice": [{"value": "a", "weight": 2}, {"value": null, "weight": 3}]})";
  PlanReader ruled(with_rules(kNulls, R"({"if": "x = 1", "then": "c is null"})"));
  // Null has three fifths, so x = 1 is never given up.
  CHECK(PlanReader(table_schema(5000, kNulls)).cells("x", 5000) == ruled.cells("x", 5000));
  constexpr const char* kByRow = R"j(
    "a": {"distribution": "integer", "min": 0, "max": 9},
    "c": {"distribution": "uniform", "min": 0, "max": 10, "missing": "=if(a > 5, 0.5, 0)"})j";
  PlanReader by_row(with_rules(kByRow, R"({"check": "c < a - 1 or c is null"})"));
  const auto a = by_row.values<std::int64_t>("a", 5000);
  const Cells c = by_row.cells("c", 5000);
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] <= 5) CHECK(c[i].has_value());
  }
}
