#include "support/catch.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

MadePlan plan_with(const std::string& text, const std::map<std::string, std::string>& set) {
  Result<json::Document> parsed = json::parse_document("test.json", text);
  REQUIRE(parsed.ok());
  ReadOptions options;
  options.constants = set;
  return make_plan(read_schema(std::make_shared<const json::Document>(std::move(*parsed)), options), {});
}

const std::string kSchema = R"j({"synthgen": 1,
  "constants": {"size": 3, "share": 0.25, "word": "abc", "on": true, "none": null, "big": 1e3},
  "tables": {"t": {"rows": "=size * 2 - 1", "columns": {
    "k": {"sequence": 1},
    "a": {"expression": "k * size"}, "b": {"expression": "share + 0.1"}, "c": {"expression": "word || k"},
    "d": {"expression": "on and k > 1"}, "e": {"expression": "coalesce(none, k)"}, "f": {"expression": "big"},
    "g": {"distribution": "normal", "mean": "=size", "sd": "=share"}}}}})j";

}  // namespace

TEST_CASE("a constant acts as the literal that it stands for") {
  PlanReader reader(plan_with(kSchema, {}).plan);
  CHECK(reader.plan().tables[0].rows == 5);
  CHECK(reader.values<std::int64_t>("a", 2) == std::vector<std::int64_t>{3, 6});
  // 0.25 is a decimal as it is in an expression, so the sum is exact.
  CHECK(reader.plan().tables[0].columns[2].made.type == Type::decimal(2));
  CHECK(reader.values<std::int64_t>("b", 1)[0] == 35);
  CHECK(*reader.cells("c", 1)[0] == "abc1");
  CHECK(reader.values<std::uint8_t>("d", 2) == std::vector<std::uint8_t>{0, 1});
  CHECK(reader.values<std::int64_t>("e", 2) == std::vector<std::int64_t>{1, 2});
  CHECK(reader.plan().tables[0].columns[6].made.type.kind == TypeKind::number);
}

TEST_CASE("a parameter by a constant gives the bytes of the number itself") {
  PlanReader named(plan_with(kSchema, {}).plan);
  PlanReader plain(table_schema(5, R"j("g": {"distribution": "normal", "mean": 3, "sd": 0.25})j"));
  CHECK(named.cells("g", 5) == plain.cells("g", 5));
}

TEST_CASE("--set replaces the value of a constant, and keeps its kind") {
  const MadePlan made = plan_with(kSchema, {{"size", "2"}, {"word", "7"}, {"none", "4"}});
  REQUIRE(made.plan != nullptr);
  CHECK(made.plan->tables[0].rows == 3);
  PlanReader reader(made.plan);
  CHECK(*reader.cells("c", 1)[0] == "71");
  CHECK(reader.values<std::int64_t>("e", 1)[0] == 4);
  CHECK(codes_of(plan_with(kSchema, {{"size", "two"}})) == std::vector<std::string>{"SG6005"});
  CHECK(codes_of(plan_with(kSchema, {{"siez", "2"}})) == std::vector<std::string>{"SG6005"});
}

TEST_CASE("repeat makes columns that differ in their index") {
  PlanReader reader(table_schema(2, R"j("x{i}": {"repeat": 3, "expression": "10 * i + row_number()"},
    "sum": {"expression": "x1 + x2 + x3"}, "most": {"expression": "greatest(0, x1..x3)"})j"));
  CHECK(reader.values<std::int64_t>("most", 2) == std::vector<std::int64_t>{31, 32});
  CHECK(reader.plan().tables[0].output.size() == 5);
  CHECK(reader.values<std::int64_t>("x3", 2) == std::vector<std::int64_t>{31, 32});
  CHECK(reader.values<std::int64_t>("sum", 1)[0] == 63);
}

TEST_CASE("a repeated column has the stream of its own name") {
  PlanReader repeated(table_schema(4, R"j("x{i}": {"repeat": 2, "distribution": "uniform", "min": 0, "max": 1})j"));
  PlanReader plain(table_schema(4, R"j("x2": {"distribution": "uniform", "min": 0, "max": 1})j"));
  CHECK(repeated.cells("x2", 4) == plain.cells("x2", 4));
  CHECK(repeated.cells("x1", 4) != repeated.cells("x2", 4));
}

TEST_CASE("a cross join has a row for each combination") {
  const MadePlan made = try_plan(R"j({"synthgen": 1, "tables": {
    "grid": {"rows": {"per": ["a", "b"]}, "columns": {"k": {"sequence": 1}}},
    "a": {"rows": 3, "columns": {"k": {"sequence": 1}}},
    "b": {"rows": 4, "columns": {"k": {"sequence": 1}}}}})j");
  REQUIRE(made.plan != nullptr);
  CHECK(made.plan->tables[0].rows == 12);
}

TEST_CASE("cross joins of themselves, of nothing and beyond all rows are refused") {
  const auto with =
      [](const std::string& per, const std::string& rows) {
        return codes_of(try_plan(R"j({"synthgen": 1, "tables": {
      "grid": {"rows": {"per": )j" +
                                 per + R"j(}, "columns": {"k": {"sequence": 1}}},
      "a": {"rows": )j" + rows + R"j(, "columns": {"k": {"constant": 1}}},
      "b": {"rows": )j" + rows + R"j(, "columns": {"k": {"constant": 1}}}}})j"));
      };
  CHECK(with(R"j(["a", "grid"])j", "2") == std::vector<std::string>{"SG2208"});
  CHECK(with(R"j(["a", "c"])j", "2") == std::vector<std::string>{"SG2201"});
  CHECK(with(R"j(["a", "a"])j", "2") == std::vector<std::string>{"SG2208"});
  CHECK(with(R"j([])j", "2") == std::vector<std::string>{"SG2003"});
  CHECK(with(R"j(["a", "b"])j", "1000000000000").front() == "SG2007");
}

TEST_CASE("--scale leaves a table alone that says so") {
  PlanOptions options;
  options.scale = 10;
  const auto plan = plan_of(R"j({"synthgen": 1, "tables": {
    "a": {"rows": 3, "scale": false, "columns": {"k": {"sequence": 1}}},
    "b": {"rows": 3, "columns": {"k": {"sequence": 1}}}}})j",
                            options);
  CHECK(plan->tables[0].rows == 3);
  CHECK(plan->tables[1].rows == 30);
  // A cross join cannot: its rows follow.
  CHECK(codes_of(try_plan(R"j({"synthgen": 1, "tables": {
    "a": {"rows": 3, "columns": {"k": {"sequence": 1}}},
    "c": {"rows": {"per": ["a"]}, "scale": false, "columns": {"k": {"sequence": 1}}}}})j")) ==
        std::vector<std::string>{"SG2208"});
}

TEST_CASE("a cross join with an empty table has no rows, however large the others are") {
  const auto plan = plan_of(R"j({"synthgen": 1, "tables": {
    "none": {"rows": 0, "primary_key": "k", "columns": {"k": {"sequence": 1}}},
    "a": {"rows": 1000000000000000, "columns": {"k": {"sequence": 1}}},
    "b": {"rows": 1000000000000000, "columns": {"k": {"sequence": 1}}},
    "c": {"rows": {"per": ["none", "a", "b"]}, "columns": {"k": {"references": "none", "pick": "owner"}}}}})j");
  CHECK(plan->tables[3].rows == 0);
}

TEST_CASE("what a foreign key or a path can be is known from the column that it reads") {
  const auto codes = [](const std::string& cases) {
    return codes_of(try_plan(R"j({"synthgen": 1, "tables": {
      "stores": {"data": {"columns": ["code", "kind"], "rows": [["A", "big"], ["B", "small"]]}, "primary_key": "code"},
      "sales": {"rows": 5, "columns": {"store": {"references": "stores"}, "x": {"cases": )j" +
                             cases + "}}}}}"));
  };
  CHECK(codes(R"j({"A": 1, "B": 2}, "of": "store")j").empty());
  CHECK(codes(R"j({"A": 1}, "of": "store")j") == std::vector<std::string>{"SG2122"});
  CHECK(codes(R"j({"big": 1, "small": 2}, "of": "store.kind")j").empty());
  CHECK(codes(R"j({"big": 1, "smal": 2}, "of": "store.kind")j") == std::vector<std::string>{"SG2122", "SG2122"});
}

TEST_CASE("a foreign key is written in the format of its key") {
  const auto plan = plan_of(R"j({"synthgen": 1, "tables": {
    "days": {"rows": 3, "primary_key": "day", "columns": {
      "day": {"sequence": {"start": "2024-01-31", "step": "1 month"}, "format": "%d.%m.%Y"}}},
    "visits": {"rows": 3, "columns": {
      "day": {"references": "days"}, "again": {"references": "days", "format": "%Y/%m/%d"}}}}})j");
  CHECK(plan->tables[1].columns[0].format == "%d.%m.%Y");
  CHECK(plan->tables[1].columns[1].format == "%Y/%m/%d");
}
