// What the plan makes of rules: targets, methods, components, orders.
#include <algorithm>
#include <cmath>
#include <set>

#include "support/catch.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

std::string with_rules(const std::string& columns, const std::string& rules, const std::string& more = "") {
  return R"({"synthgen": 1, "tables": {"t": {"rows": 100, "columns": {)" + columns + "}" + more + R"(, "rules": [)" +
         rules + "]}}}";
}

constexpr const char* kColumns = R"(
    "id": {"sequence": 1},
    "kind": {"choice": {"a": 5, "b": 3, "c": 1}},
    "flag": {"distribution": "bernoulli", "p": 0.2},
    "few": {"distribution": "integer", "min": 1, "max": 12},
    "many": {"distribution": "integer", "min": 1, "max": 1000},
    "day": {"distribution": "uniform", "type": "date", "min": "2024-01-01", "max": "2025-12-31"},
    "x": {"distribution": "normal", "mean": 0, "sd": 1},
    "y": {"distribution": "normal", "mean": "=x", "sd": 1, "missing": 0.1},
    "twice": {"expression": "2 * y"},
    "code": {"distribution": "integer", "min": 1, "max": 5000, "unique": true})";

struct PartSeen {
  std::string target;
  std::string method;
};

/// Target and method of the parts of the first rule.
std::vector<PartSeen> parts_of(const std::string& rule, const std::string& columns = kColumns) {
  const std::shared_ptr<const Plan> plan = plan_of(with_rules(columns, rule));
  const PlannedTable& table = plan->tables.front();
  std::vector<PartSeen> seen;
  for (const PlannedRule::Part& part : table.rules.front().parts) {
    seen.push_back({part.target.has_value() ? table.columns[table.targets[*part.target].column].name : "",
                    method_name(part.method)});
  }
  return seen;
}

void check_part(const std::string& rule, const std::string& target, const std::string& method) {
  INFO(rule);
  const std::vector<PartSeen> parts = parts_of(rule);
  REQUIRE(parts.size() == 1);
  CHECK(parts.front().target == target);
  CHECK(parts.front().method == method);
}

}  // namespace

TEST_CASE("a rule's target is the last drawn column that it reads, and its form decides how it is met") {
  check_part(R"({"check": "y > x"})", "y", "interval");
  check_part(R"({"check": "x < y"})", "y", "interval");
  check_part(R"({"check": "twice between 1 and 2 or twice > 100"})", "y", "interval");
  check_part(R"({"check": "x > 0"})", "x", "interval");
  check_part(R"({"check": "many <= 10 * few"})", "many", "interval");
  check_part(R"({"check": "kind like '%a%'"})", "kind", "values");
  check_part(R"({"check": "kind <> 'a' or not flag"})", "flag", "values");
  check_part(R"({"check": "few % 5 = 2"})", "few", "values");
  check_part(R"({"check": "many % 7 = 2"})", "many", "attempts");
  check_part(R"({"check": "y = x * 3"})", "y", "equality");
  check_part(R"j({"check": "day = add_workdays(date '2024-03-01', few)"})j", "day", "equality");
  check_part(R"({"if": "flag", "then": "y is null"})", "y", "null");
  check_part(R"({"if": "flag", "then": "y is not null"})", "y", "null");
  check_part(R"j({"check": "sqrt(x * x + y * y) < 2"})j", "y", "attempts");
  check_part(R"({"check": "id < 1000"})", "", "computed");
  check_part(R"({"check": "y > x", "enforce": "report"})", "", "observed");
}

TEST_CASE("conjunctions are split, each part with a target of its own") {
  const std::vector<PartSeen> parts =
      parts_of(R"({"if": "few < 5", "then": "flag and x > 0 and y is null", "else": "kind = 'c' and many > 10"})");
  REQUIRE(parts.size() == 5);
  // `few` comes after `flag` and `kind`, and so it is the one that gives way.
  CHECK(parts[0].target == "few");
  CHECK(parts[1].target == "x");
  CHECK(parts[2].target == "y");
  CHECK(parts[3].target == "few");
  CHECK(parts[4].target == "many");
}

TEST_CASE("unique values are not drawn again: an earlier column gives way to them, and is filled after them") {
  const std::shared_ptr<const Plan> plan = plan_of(with_rules(kColumns, R"({"check": "code > many"})"));
  const PlannedTable& table = plan->tables.front();
  REQUIRE(table.targets.size() == 1);
  CHECK(table.columns[table.targets.front().column].name == "many");
  const auto place = [&](const std::string& name) {
    return std::find_if(table.order.begin(), table.order.end(),
                        [&](ColumnIndex c) { return table.columns[c].name == name; });
  };
  CHECK(place("code") < place("many"));
  CHECK(codes_of(try_plan(with_rules(kColumns, R"({"check": "code > id"})"))) == std::vector<std::string>{"SG2521"});
  // Whether a unique column is null may be decided.
  const std::string nulls = R"(
      "a": {"distribution": "uniform", "min": 0, "max": 1},
      "code": {"distribution": "integer", "min": 1, "max": 5000, "unique": true, "missing": 0.5})";
  CHECK(parts_of(R"({"if": "a < 0.5", "then": "code is null"})", nulls).front().target == "code");
}

TEST_CASE("columns that share rules or a copula are one component, and every cell of it needs all of them") {
  const std::shared_ptr<const Plan> plan =
      plan_of(with_rules(R"(
    "a": {"distribution": "normal", "mean": 0, "sd": 1},
    "b": {"distribution": "normal", "mean": 0, "sd": 1},
    "c": {"distribution": "normal", "mean": 0, "sd": 1},
    "d": {"distribution": "normal", "mean": "=twice", "sd": 1},
    "twice": {"expression": "2 * b"},
    "free": {"distribution": "normal", "mean": "=a", "sd": 1})",
                         R"({"check": "b > a"}, {"check": "d > b"})",
                         R"(, "correlations": [{"measure": "latent", "pairs": [["b", "c", 0.5]]}])"));
  const PlannedTable& table = plan->tables.front();
  REQUIRE(table.components.size() == 1);
  const auto inside = [&](const std::string& name) {
    for (const PlannedColumn& column : table.columns) {
      if (column.name == name) return column.component.has_value();
    }
    return false;
  };
  // `twice` leads from one member to another.
  for (const char* name : {"a", "b", "c", "d", "twice"}) CHECK(inside(name));
  CHECK_FALSE(inside("free"));
  const std::vector<ColumnIndex> closure = table.closure({0});
  for (const ColumnIndex member : table.components.front().columns) {
    CHECK(std::find(closure.begin(), closure.end(), member) != closure.end());
  }
  // `free` is filled when the component is complete.
  const auto place = [&](const std::string& name) {
    return std::find_if(table.order.begin(), table.order.end(),
                        [&](ColumnIndex c) { return table.columns[c].name == name; });
  };
  for (const char* name : {"a", "b", "c", "d", "twice"}) CHECK(place(name) < place("free"));
}

TEST_CASE("the values of a choice or a small number stand with the scores at which they end") {
  const std::shared_ptr<const Plan> plan =
      plan_of(with_rules(kColumns, R"({"check": "few > 3"}, {"check": "kind <> 'b'"})"));
  const PlannedTable& table = plan->tables.front();
  REQUIRE(table.targets.size() == 2);
  for (const PlannedTarget& target : table.targets) {
    REQUIRE(target.domain != nullptr);
    REQUIRE(target.ends.size() == target.domain->rows());
    CHECK(std::is_sorted(target.ends.begin(), target.ends.end()));
    if (table.columns[target.column].name == "kind") {
      REQUIRE(target.ends.size() == 3);
      CHECK(target.domain->text(0) == "a");
      // Φ⁻¹(5/9) and Φ⁻¹(8/9).
      CHECK(std::fabs(target.ends[0] - 0.13971029888186212) < 1e-8);
      CHECK(std::fabs(target.ends[1] - 1.2206403488473496) < 1e-8);
    } else {
      CHECK(target.ends.size() == 12);
    }
  }
}

TEST_CASE("a date beside another has the scores of all its days in a table") {
  const std::shared_ptr<const Plan> plan =
      plan_of(with_rules(kColumns, R"({"check": "day >= date '2024-01-01' + few"})"));
  const PlannedTarget& target = plan->tables.front().targets.front();
  CHECK(target.domain == nullptr);
  REQUIRE(target.ladder.size() == 731);
  CHECK(target.ladder_first == 19723);
  // The days are all alike, so half of them end at the median.
  CHECK(std::fabs(target.ladder[364] - (-0.0017147)) < 1e-4);
}

TEST_CASE("a rule that reads through its own table what it decides is refused") {
  const char* schema = R"({"synthgen": 1, "tables": {"t": {"rows": 10, "primary_key": "id", "columns": {
    "id": {"sequence": 1}, "boss": {"references": "t"},
    "pay": {"distribution": "normal", "mean": 3000, "sd": 500},
    "level": {"distribution": "integer", "min": 1, "max": 9}},
    "rules": [RULE]}}})";
  const auto with = [&](const std::string& rule) {
    std::string text = schema;
    text.replace(text.find("RULE"), 4, rule);
    return codes_of(try_plan(text));
  };
  CHECK(with(R"({"check": "pay < boss.pay"})") == std::vector<std::string>{"SG2522"});
  CHECK(with(R"({"check": "pay > 100 * level"}, {"check": "level < 9 or boss.pay > 1"})") ==
        std::vector<std::string>{"SG2522"});
  CHECK(with(R"({"check": "pay > 300 * boss.level"})").empty());
  CHECK(with(R"({"check": "pay < boss.pay", "enforce": "report"})").empty());
}

TEST_CASE(
    "targets that are made of the same draws are drawn anew by the last of them, with all that they are made of") {
  const std::string columns = R"j(
    "free": {"distribution": "normal", "mean": 0, "sd": 1},
    "first": {"provider": "person.first_name"},
    "last": {"provider": "person.last_name"},
    "user": {"provider": "person.username", "missing": 0.2},
    "n": {"expression": "length(user)"},
    "name": {"provider": "person.full_name"},
    "mail": {"provider": "person.email", "missing": 0.1},
    "other": {"provider": "person.email", "entity": "another"})j";
  const auto together = [&](const std::string& rules, const std::string& column) {
    const std::shared_ptr<const Plan> plan = plan_of(with_rules(columns, rules));
    const PlannedTable& table = plan->tables.front();
    std::set<std::string> names;
    for (const PlannedTarget& target : table.targets) {
      if (table.columns[target.column].name != column) continue;
      for (const ColumnIndex index : target.together) {
        CHECK(table.columns[index].component == table.columns[target.column].component);
        if (!table.columns[index].internal) names.insert(table.columns[index].name);
      }
      for (const ColumnIndex index : target.kept_nulls) names.insert("nulls of " + table.columns[index].name);
    }
    return names;
  };
  using Names = std::set<std::string>;
  const std::string user = R"j({"check": "length(user) < 9"})j";
  const std::string mail = R"({"check": "mail < 'n'"})";
  CHECK(together(user, "user").empty());
  CHECK(together(user + "," + mail, "user").empty());
  CHECK(together(user + "," + mail, "mail") == Names{"user", "mail", "nulls of user"});
  // A name and the other do not depend on each other until something is made of both.
  const std::string names = R"({"check": "first < 'M'"}, {"check": "last < 'M'"})";
  CHECK(together(names, "last").empty());
  CHECK(together(names + "," + mail, "mail") == Names{"first", "last", "mail"});
  CHECK(together(names + R"(, {"check": "other < 'n'"})", "other").empty());
  // What follows from one of them and is read by the rule of another is drawn anew with them; what is not stays.
  const std::string between = R"j({"check": "length(mail) > n + 12 and free < 1"})j";
  CHECK(together(user + "," + between, "mail") == Names{"user", "n", "mail", "nulls of user"});
  CHECK(together(R"j({"check": "length(name) < 20"}, {"check": "length(mail) > n + 12"})j", "mail") ==
        Names{"user", "n", "name", "mail", "nulls of user"});
}
