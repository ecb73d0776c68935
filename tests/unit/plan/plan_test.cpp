#include "synthgen/plan/plan.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

using Codes = std::vector<std::string>;

std::string tables(const std::string& inside) { return R"({"synthgen": 1, "tables": {)" + inside + "}}"; }

/// The places of columns in an order.
std::vector<std::size_t> places(const PlannedTable& table, const std::vector<ColumnIndex>& order) {
  std::vector<std::size_t> place(table.columns.size(), table.columns.size());
  for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  return place;
}

void check_orders(const Plan& plan) {
  for (const PlannedTable& table : plan.tables) {
    INFO(table.name);
    CHECK(std::set<ColumnIndex>(table.order.begin(), table.order.end()).size() == table.columns.size());
    const std::vector<std::size_t> place = places(table, table.order);
    for (const PlannedColumn& column : table.columns) CHECK(column.made.source != nullptr);
    for (const ColumnIndex column : table.order) {
      // What a column of whole families reads is filled apart, and may follow from it in another row.
      if (table.columns[column].made.by_family) continue;
      for (const ColumnIndex input : table.columns[column].made.inputs) CHECK(place[input] < place[column]);
    }
    // A written batch fills what is written and what that reads, and nothing else.
    std::set<ColumnIndex> needed(table.output.begin(), table.output.end());
    for (auto it = table.order.rbegin(); it != table.order.rend(); ++it) {
      if (needed.count(*it) == 0 || table.columns[*it].made.by_family) continue;
      needed.insert(table.columns[*it].made.inputs.begin(), table.columns[*it].made.inputs.end());
    }
    CHECK(std::set<ColumnIndex>(table.generation.begin(), table.generation.end()) == needed);
    CHECK(table.generation.size() == needed.size());
    for (const ColumnIndex column : table.output) CHECK_FALSE(table.columns[column].hidden);
    CHECK(std::is_sorted(table.output.begin(), table.output.end()));
  }
}

}  // namespace

TEST_CASE("every column of the examples comes after those that it reads") {
  for (const char* file : {"/examples/credit/schema.json", "/examples/clinic/schema.json",
                           "/tests/golden/flat_shop/schema.json", "/tests/golden/everything/schema.json"}) {
    INFO(file);
    check_orders(*plan_of(text_of_file(std::string(SYNTHGEN_SOURCE_FOLDER) + file)));
  }
}

TEST_CASE("columns may be declared before those that they read, over several tables") {
  const std::shared_ptr<const Plan> plan = plan_of(tables(R"(
    "a": {"rows": 5, "columns": {"z": {"expression": "y + b.x", "missing": "=y > 3"}, "y": {"expression": "b.x * 2"},
                                 "b": {"references": "b.id"}}},
    "b": {"rows": 5, "columns": {"x": {"expression": "id + c.v"}, "c": {"references": "c.id"}, "id": {"sequence": 1},
                                 "back": {"references": "c.id"}}},
    "c": {"rows": 5, "columns": {"v": {"expression": "id"}, "id": {"sequence": 1}, "unread": {"sequence": 1, "hidden": true}}})"));
  check_orders(*plan);
  const PlannedTable& c = plan->tables[2];
  CHECK(std::find(c.generation.begin(), c.generation.end(), 2) == c.generation.end());
  CHECK(c.closure({0}) == std::vector<ColumnIndex>{1, 0});
  CHECK(c.closure({}).empty());
}

TEST_CASE("a pick and a parent's cell are made once, however many columns read them") {
  const std::shared_ptr<const Plan> plan = plan_of(tables(R"(
    "t": {"rows": 5, "columns": {"p": {"references": "p.id"}, "a": {"expression": "p.x"}, "b": {"expression": "p.x + p.x"}}},
    "p": {"rows": 5, "columns": {"id": {"sequence": 1}, "x": {"sequence": 1}}})"));
  CHECK(plan->tables[0].columns.size() == 5);
  CHECK(plan->tables[1].columns.size() == 2);
}

TEST_CASE(
    "circles are walked in the diagnostic and told once, within a table, across tables and through a column itself") {
  const auto codes = [](const std::string& inside) { return codes_of(try_plan(tables(inside))); };
  CHECK(codes(R"("t": {"rows": 1, "columns": {"a": {"expression": "a + 1"}}})") == Codes{"SG2206"});
  CHECK(
      codes(
          R"("t": {"rows": 1, "columns": {"a": {"expression": "b"}, "b": {"expression": "c"}, "c": {"expression": "a"},
                                             "d": {"expression": "a"}}})") == Codes{"SG2206"});
  CHECK(codes(R"("t": {"rows": 1, "columns": {"a": {"sequence": 1, "missing": "=b > 1"},
                 "b": {"distribution": "normal", "mean": "=a", "sd": 1}}})") == Codes{"SG2206"});
  CHECK(codes(R"("t": {"rows": 9, "columns": {"id": {"sequence": 1}, "boss": {"references": "t.id"},
                                             "level": {"expression": "boss.level + 1"}}})") == Codes{"SG2206"});
  CHECK(
      codes(
          R"("a": {"rows": 9, "columns": {"id": {"sequence": 1}, "b": {"references": "b.id"}, "x": {"expression": "b.x"}}},
                 "b": {"rows": 9, "columns": {"id": {"sequence": 1}, "a": {"references": "a.id"}, "x": {"expression": "a.x"}}})") ==
      Codes{"SG2206"});
  const MadePlan made =
      try_plan(tables(R"("t": {"rows": 1, "columns": {"a": {"expression": "b"}, "b": {"expression": "a"}}})"));
  CHECK(made.plan == nullptr);
  CHECK(made.diagnostics[0].message.find("t.a -> t.b -> t.a") != std::string::npos);
}

TEST_CASE("tables that refer to each other are no circle while their columns are none") {
  check_orders(*plan_of(tables(R"(
    "a": {"rows": 9, "columns": {"id": {"sequence": 1}, "b": {"references": "b.id"}, "x": {"expression": "b.y"}}},
    "b": {"rows": 9, "columns": {"id": {"sequence": 1}, "a": {"references": "a.id"}, "y": {"expression": "a.id"}}})")));
}

TEST_CASE("all faults of names are told in one run, and their followers not at all") {
  CHECK(codes_of(try_plan(tables(R"(
    "t": {"rows": 1, "columns": {"a": {"references": "nowhere.id"}, "b": {"references": "p"}, "c": {"references": "p.nothing"},
      "d": {"references": "p.id"}, "e": {"references": "p.name"}, "f": {"expression": "a.x + 1"}, "g": {"expression": "f"}}},
    "p": {"rows": 1, "columns": {"id": {"sequence": 1}, "name": {"constant": "x"}}})"))) ==
        Codes{"SG2201", "SG2204", "SG2202", "SG2203"});
  CHECK(codes_of(try_plan(table_schema(1, R"("a": {"sequence": 1}, "x": {"expression": "a.b"})"))) == Codes{"SG3110"});
}

TEST_CASE("a path of many names is refused, and one of a few followed") {
  const auto path = [](int hops) {
    std::string text;
    for (int i = 0; i < hops; ++i) text += "boss.";
    return table_schema(
        100, R"("id": {"sequence": 1}, "boss": {"references": "t.id"}, "x": {"expression": ")" + text + "id\"}");
  };
  CHECK(codes_of(try_plan(path(31))).empty());
  CHECK(codes_of(try_plan(path(32))) == Codes{"SG3110"});
  CHECK(codes_of(try_plan(path(10'000))) == Codes{"SG3110"});
}

TEST_CASE("parents within parents are followed to a depth that every thread's stack has room for") {
  const auto chain = [](int count) {
    std::string text = R"("t0": {"rows": 100, "columns": {"id": {"sequence": 1}, "x": {"sequence": 0}}})";
    for (int i = 1; i <= count; ++i) {
      text += ", \"t" + std::to_string(i) +
              R"(": {"rows": 100, "columns": {"id": {"sequence": 1}, "r": {"references": "t)" + std::to_string(i - 1) +
              R"(.id"}, "x": {"expression": "r.x + 1"}}})";
    }
    return tables(text);
  };
  PlanReader reader(chain(200));
  const std::vector<std::int64_t> values = reader.values<std::int64_t>(200, 2, 100);
  CHECK(*std::min_element(values.begin(), values.end()) >= 200);
  CHECK(codes_of(try_plan(chain(203))) == Codes{"SG2007"});
}

TEST_CASE("weights behind weights are followed to the same depth") {
  const auto chain = [](int count) {
    std::string text = R"("t0": {"rows": 2000, "columns": {"id": {"sequence": 1}, "w": {"constant": 1}}})";
    for (int i = 1; i <= count; ++i) {
      text += ", \"t" + std::to_string(i) +
              R"(": {"rows": 2000, "columns": {"id": {"sequence": 1}, "r": {"references": "t)" + std::to_string(i - 1) +
              R"(.id", "pick": {"weight": "w"}}, "w": {"expression": "r.id"}}})";
    }
    return tables(text);
  };
  PlanReader reader(chain(100));
  const std::vector<std::int64_t> keys = reader.values<std::int64_t>(100, 1, 100);
  CHECK(*std::min_element(keys.begin(), keys.end()) >= 1);
  // Each of them takes two hops: the weight, and the key that the weight is.
  CHECK(codes_of(try_plan(chain(250))) == Codes{"SG2007"});
}

TEST_CASE("names may hold spaces, points, quotes and any letter") {
  PlanReader reader(
      tables(R"("größe 1": {"rows": 3, "columns": {"a b": {"sequence": 1}, "x.y": {"expression": "`a b` + 1"},
      "it's": {"expression": "`x.y` + 1"}, "名": {"expression": "`it's` * 2"}, "row of x": {"constant": 1}, "if": {"expression": "`row of x`"}}})"));
  CHECK(reader.values<std::int64_t>("名", 3) == std::vector<std::int64_t>{6, 8, 10});
}

TEST_CASE("--rows goes before --scale, which rounds half up and may leave nothing") {
  const std::string schema = tables(
      R"("a": {"rows": 5, "columns": {"x": {"sequence": 1}}}, "b": {"rows": 1000, "columns": {"x": {"sequence": 1}}})");
  PlanOptions options;
  options.scale = 0.5;
  CHECK(plan_of(schema, options)->tables[0].rows == 3);
  CHECK(plan_of(schema, options)->tables[1].rows == 500);
  options.rows["b"] = 7;
  CHECK(plan_of(schema, options)->tables[1].rows == 7);
  options.scale = 0;
  CHECK(plan_of(schema, options)->tables[0].rows == 0);
  options.scale = 1e12;
  CHECK(plan_of(schema, options)->tables[0].rows == 5'000'000'000'000);
  options.rows.clear();
  options.scale = 2e12;
  CHECK(codes_of(make_plan({plan_of(schema)->schema, {}}, options)) == Codes{"SG2007"});
}

TEST_CASE("--table writes some tables, and the seed of the options goes before the schema's") {
  const std::string schema =
      R"({"synthgen": 1, "seed": 3, "tables": {"a": {"rows": 5, "columns": {"x": {"sequence": 1}}},
                                                                     "b": {"rows": 5, "columns": {"x": {"sequence": 1}}}}})";
  PlanOptions options;
  CHECK(plan_of(schema, options)->seed == 3);
  CHECK(plan_of(schema, options)->tables[0].written);
  options.seed = 18'446'744'073'709'551'615U;
  options.tables = {"b"};
  const std::shared_ptr<const Plan> plan = plan_of(schema, options);
  CHECK(plan->seed == 18'446'744'073'709'551'615U);
  CHECK_FALSE(plan->tables[0].written);
  CHECK(plan->tables[1].written);
}

TEST_CASE("the explanation tells every column read, also where one name is part of another") {
  const std::string text =
      explain(*plan_of(table_schema(1234567, R"("long_name": {"sequence": 1}, "name": {"sequence": 1},
    "x": {"expression": "long_name + name"})")));
  CHECK(text.find("reads long_name, name") != std::string::npos);
  CHECK(text.find("1,234,567 rows") != std::string::npos);
}

TEST_CASE("a short schema that stands for too many columns is refused before they are made") {
  std::string tables;
  for (int t = 0; t < 7; ++t) {
    tables += (t > 0 ? ", " : "") + std::string("\"t") + std::to_string(t) +
              R"j(": {"rows": 1, "columns": {"x{i}": {"repeat": 9000, "sequence": 1}}})j";
  }
  CHECK(codes_of(try_plan(R"j({"synthgen": 1, "tables": {)j" + tables + "}}")) == std::vector<std::string>{"SG2007"});
}
