// Aggregates over children, bound and evaluated at any rows.
#include <algorithm>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

/// Parents of 0 to 6 children each; `more` are further columns of the parent.
std::string family(std::int64_t parents, const std::string& more,
                   const std::string& key = R"j("p_id": {"references": "p"},)j") {
  return R"j({"synthgen": 1, "seed": 4, "tables": {
    "p": {"rows": )j" +
         std::to_string(parents) + R"j(, "primary_key": "id", "columns": {"id": {"sequence": 1})j" + more + R"j(}},
    "c": {"rows": {"per": "p", "distribution": "binomial", "n": 6, "p": 0.4}, "columns": {)j" +
         key + R"j("x": {"distribution": "integer", "min": 1, "max": 9, "missing": 0.1}}}}})j";
}

PlanOptions counted() {
  PlanOptions options;
  options.evaluate_rows = evaluate_rows;
  return options;
}

std::vector<std::string> faults(const std::string& schema) { return codes_of(try_plan(schema, counted())); }

}  // namespace

TEST_CASE("an aggregate over families is the same at any rows, in any order, in batches of any size") {
  constexpr std::size_t kRows = 3000;
  PlanReader reader(plan_of(family(kRows, R"j(, "n": {"expression": "count(c)"}, "s": {"expression": "sum(c.x)"},
    "w": {"expression": "avg(c.x + 0.5e0 where x > 2)"})j"),
                            counted()));
  for (const char* name : {"n", "s", "w"}) {
    const ColumnIndex column = reader.column(0, name);
    const Cells whole = reader.cells(0, column, RowSet::range(0, kRows));
    CHECK(reader.cells(0, column, RowSet::range(0, kRows), 7) == whole);
    std::vector<std::int64_t> rows;
    for (std::int64_t i = 0; i < 2000; ++i) rows.push_back(i * 7919 % static_cast<std::int64_t>(kRows));
    rows.push_back(rows.front());
    const Cells scattered = reader.cells(0, column, RowSet::of(rows));
    bool same = true;
    for (std::size_t i = 0; i < rows.size(); ++i)
      same = same && scattered[i] == whole[static_cast<std::size_t>(rows[i])];
    CHECK(same);
  }
}

TEST_CASE("a family and a foreign key to the owner lead to the same sums") {
  constexpr std::size_t kRows = 2000;
  const std::string sums =
      R"j(, "n": {"expression": "count(c)"}, "s": {"expression": "sum(c.x where x <> this.id % 10)"})j";
  PlanReader by_key(plan_of(family(kRows, sums), counted()));
  PlanReader by_family(plan_of(family(kRows, sums, ""), counted()));
  for (const char* name : {"n", "s"}) {
    CHECK(by_key.cells(0, by_key.column(0, name), RowSet::range(0, kRows)) ==
          by_family.cells(0, by_family.column(0, name), RowSet::range(0, kRows)));
  }
}

TEST_CASE("every child counts once, by any key") {
  PlanReader reader(plan_of(R"j({"synthgen": 1, "tables": {
    "p": {"rows": 700, "primary_key": "id", "columns": {"id": {"sequence": 1}, "n": {"expression": "count(c via a)"},
       "m": {"expression": "count(c via b)"}, "s": {"expression": "sum(c.one via a where b is null)"}}},
    "c": {"rows": 10000, "columns": {"a": {"references": "p"}, "b": {"references": "p", "missing": 0.25},
       "one": {"constant": 1}}}}})j",
                            counted()));
  const auto sum = [&](const char* name) {
    std::int64_t total = 0;
    for (const auto& cell : reader.cells(name, 700)) {
      std::int64_t value = 0;
      if (cell.has_value()) std::copy_n(cell->data(), sizeof value, reinterpret_cast<char*>(&value));
      total += value;
    }
    return total;
  };
  CHECK(sum("n") == 10000);
  CHECK(sum("m") + sum("s") == 10000);
  CHECK(sum("s") > 2000);
}

TEST_CASE("an aggregate that is written twice is computed once, one that draws each time") {
  const auto count_internals = [](const std::string& expression) {
    const auto plan = plan_of(family(10, R"j(, "a": {"expression": ")j" + expression +
                                             R"j("}, "b": {"expression": ")j" + expression + R"j("})j"),
                              counted());
    return std::count_if(plan->tables[0].columns.begin(), plan->tables[0].columns.end(),
                         [](const PlannedColumn& column) { return column.source_name == "over rows of c"; });
  };
  CHECK(count_internals("sum(c.x)") == 1);
  CHECK(count_internals("sum(c.x + normal(0, 1))") == 2);
}

TEST_CASE("what is kept for an aggregate by a key is told, and nothing for one over families") {
  const auto kept = [](const std::string& schema) {
    std::uint64_t bytes = 0;
    const auto plan = plan_of(schema, counted());
    for (const PlannedColumn& column : plan->tables[0].columns) bytes += column.made.memory_bytes;
    return bytes;
  };
  CHECK(kept(family(5000, R"j(, "s": {"expression": "sum(c.x)"})j")) == 0);
  CHECK(kept(family(5000, R"j(, "s": {"expression": "count(c)"})j",
                    R"j("p_id": {"references": "p", "pick": "uniform"},)j")) >= 5000 * sizeof(std::int64_t));
}

TEST_CASE("columns may read each other's tables both ways, but not themselves") {
  const std::string columns =
      R"j("id": {"sequence": 1}, "spent": {"expression": "sum(c.x)"}, "base": {"constant": 3})j";
  const auto schema = [&](const std::string& x) {
    return R"j({"synthgen": 1, "tables": {"p": {"rows": 9, "primary_key": "id", "columns": {)j" + columns +
           R"j(}}, "c": {"rows": 20, "columns": {"p_id": {"references": "p"}, "x": {"expression": ")j" + x +
           R"j("}, "share": {"expression": "x / p_id.spent"}}}}})j";
  };
  CHECK(faults(schema("p_id.base + 1")).empty());
  CHECK(faults(schema("p_id.spent + 1")) == std::vector<std::string>{"SG2206"});
}

TEST_CASE("the size of a family may follow from an aggregate over another one, and not from its own") {
  const auto schema = [](const std::string& mean) {
    return R"j({"synthgen": 1, "tables": {"p": {"rows": 50, "primary_key": "id", "columns": {"id": {"sequence": 1}}},
      "a": {"rows": {"per": "p", "distribution": "poisson", "mean": 3}, "columns": {"k": {"constant": 1}}},
      "b": {"rows": {"per": "p", "constant": ")j" +
           mean + R"j("}, "columns": {"p_id": {"references": "p"}}}}})j";
  };
  const auto sized = [&](const std::string& mean) {
    std::string text = schema(mean);
    const std::string from = R"j("constant": ")j" + mean + "\"";
    return text.replace(text.find(from), from.size(), R"j("expression": ")j" + mean + "\"");
  };
  const auto plan = plan_of(sized("count(a) * 2"), counted());
  CHECK(plan->tables[2].rows == 2 * plan->tables[1].rows);
  CHECK(plan->tables[1].rows > 50);
  CHECK_FALSE(faults(sized("count(b) + 1")).empty());
}

TEST_CASE("a rule over children may look, and not condition") {
  const auto schema = [](const std::string& rule) {
    std::string text =
        family(40, R"j(, "n": {"expression": "count(c)"}, "credit": {"distribution": "integer", "min": 0, "max": 9})j");
    return text.insert(text.find("}},\n    \"c\"") + 1, R"j(, "rules": [)j" + rule + "]");
  };
  CHECK(faults(schema(R"j({"check": "n <= credit"})j")) == std::vector<std::string>{"SG2638"});
  CHECK(faults(schema(R"j({"if": "sum(c.x) > 20", "then": "credit > 3"})j")) == std::vector<std::string>{"SG2638"});
  CHECK(faults(schema(R"j({"check": "sum(c.x) >= n", "enforce": "verify"})j")).empty());
  CHECK(faults(schema(R"j({"check": "n <= credit", "enforce": "report"})j")).empty());
}
