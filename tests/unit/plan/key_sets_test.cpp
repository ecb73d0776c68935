// Keys of several columns: which constructions are found, and that the rows differ whatever asks for them.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

/// Students, courses, rooms, and a table `t` with these keys beside it.
std::string school(const std::string& keys) {
  return R"j({"synthgen": 1, "seed": 5, "tables": {"t": {)j" + keys + R"j(},
    "students": {"rows": 40, "primary_key": "id", "columns": {"id": {"sequence": 1}}},
    "courses": {"rows": 9, "primary_key": "id", "columns": {"id": {"sequence": 100},
      "size": {"distribution": "exponential", "mean": 20}}},
    "rooms": {"rows": 6, "primary_key": "id", "columns": {"id": {"sequence": 1}}}}})j";
}

const std::string kPerStudent = R"j("rows": {"per": "students", "distribution": "integer", "min": 0, "max": 9},)j";

std::vector<std::string> codes(const std::string& keys) {
  PlanOptions options;
  options.evaluate_rows = evaluate_rows;
  return codes_of(try_plan(school(keys), options));
}

using Codes = std::vector<std::string>;

}  // namespace

TEST_CASE("a key holds a unique column, or the owner and what differs in its family") {
  CHECK(codes(R"j("rows": 9, "primary_key": ["a", "b"], "columns": {"a": {"sequence": 1}, "b": {"constant": 1}})j")
            .empty());
  CHECK(codes(R"j("rows": 9, "primary_key": ["a", "b"], "columns": {"a": {"expression": "row_number()"},
      "b": {"constant": 1}})j")
            .empty());
  CHECK(codes(R"j("rows": 9, "primary_key": ["a", "b"], "columns": {"a": {"constant": 2}, "b": {"constant": 1}})j") ==
        Codes{"SG2671"});
  const std::string line =
      R"j("columns": {"s": {"references": "students"}, "line": {"expression": "child_number()"}})j";
  CHECK(codes(kPerStudent + R"j("primary_key": ["s", "line"],)j" + line).empty());
  CHECK(codes(kPerStudent + R"j("primary_key": ["line", "s"],)j" + line).empty());
  CHECK(codes(kPerStudent + R"j("unique": [["line"]],)j" + line) == Codes{"SG2671"});
  CHECK(
      codes(kPerStudent + R"j("unique": [["s", "line"]], "columns": {"s": {"references": "students", "pick": "uniform"},
      "line": {"expression": "child_number()"}})j") == Codes{"SG2672"});
  CHECK(codes(kPerStudent + R"j("unique": [["s", "line"]], "columns": {"s": {"references": "students"},
      "line": {"expression": "child_number() + 0"}})j") == Codes{"SG2671"});
}

TEST_CASE("a key of the owner draws one reference by any pick, or several alike") {
  for (const char* pick :
       {"", R"j(, "pick": "uniform")j", R"j(, "pick": "cycle")j", R"j(, "pick": {"weight": "size"})j",
        R"j(, "pick": {"distribution": "zipf", "exponent": 1.2})j", R"j(, "missing": 0.2)j"}) {
    INFO(pick);
    CHECK(codes(kPerStudent + R"j("unique": [["s", "c"]], "columns": {"s": {"references": "students"},
        "c": {"references": "courses")j" +
                pick + "}}")
              .empty());
  }
  CHECK(codes(kPerStudent + R"j("unique": [["s", "c", "r"]], "columns": {"s": {"references": "students"},
      "c": {"references": "courses"}, "r": {"references": "rooms"}})j")
            .empty());
  CHECK(codes(kPerStudent + R"j("unique": [["s", "c", "r"]], "columns": {"s": {"references": "students"},
      "c": {"references": "courses", "pick": {"weight": "size"}}, "r": {"references": "rooms"}})j") == Codes{"SG2671"});
  // Nine courses are enough for nine rows of a student, and six rooms are not.
  CHECK(codes(kPerStudent + R"j("unique": [["s", "r"]], "columns": {"s": {"references": "students"},
      "r": {"references": "rooms"}})j") == Codes{"SG2672"});
}

TEST_CASE("a cross join is a key by the keys to all its tables, and other tables by combinations of references") {
  const std::string seats = R"j("rows": {"per": ["students", "rooms"]}, "columns": {"s": {"references": "students"},
      "r": {"references": "rooms"}, "c": {"references": "courses"}},)j";
  CHECK(codes(seats + R"j("primary_key": ["s", "r"])j").empty());
  CHECK(codes(seats + R"j("primary_key": ["s", "c", "r"])j").empty());
  CHECK(codes(seats + R"j("primary_key": ["s", "c"])j") == Codes{"SG2671"});
  CHECK(codes(seats + R"j("unique": [["c"]])j") == Codes{"SG2672"});  // 240 rows, 9 courses
  const std::string pairs = R"j("columns": {"s": {"references": "students"}, "c": {"references": "courses"},
      "r": {"references": "rooms"}, "e": {"references": "t", "missing": 0.5}, "id": {"sequence": 1}}, "primary_key": "id",)j";
  CHECK(codes(pairs + R"j("rows": 360, "unique": [["s", "c"]])j").empty());
  CHECK(codes(pairs + R"j("rows": 361, "unique": [["s", "c"]])j") == Codes{"SG2672"});
  CHECK(codes(pairs + R"j("rows": 2160, "unique": [["s", "c", "r"]])j").empty());
  CHECK(codes(pairs + R"j("rows": 360, "unique": [["s", "c", "r"], ["s", "c"]])j").empty());
  CHECK(codes(pairs + R"j("rows": 9, "unique": [["s", "c"], ["s", "r"]])j") == Codes{"SG2673"});
  CHECK(codes(pairs + R"j("rows": 9, "unique": [["e"]])j") == Codes{"SG2671"});
  CHECK(codes(pairs + R"j("rows": 9, "unique": [["c"]])j").empty());
}

TEST_CASE("whole numbers of fixed bounds and choices without weights take part in combinations") {
  const std::string values = R"j("columns": {"n": {"distribution": "integer", "min": -1, "max": 8},
      "c": {"choice": ["a", "b", "c"]}, "w": {"choice": {"a": 2, "b": 1}}, "e": {"choice": ["a", "b"], "exact": true},
      "x": {"distribution": "integer", "min": 0, "max": "=n"}, "r": {"references": "rooms"}},)j";
  CHECK(codes(values + R"j("rows": 30, "unique": [["n", "c"]])j").empty());
  CHECK(codes(values + R"j("rows": 31, "unique": [["n", "c"]])j") == Codes{"SG2672"});
  CHECK(codes(values + R"j("rows": 180, "primary_key": ["n", "c", "r"])j").empty());
  for (const char* other : {"w", "e", "x"}) {
    CHECK(codes(values + R"j("rows": 1, "unique": [[")j" + other + R"j("]])j") == Codes{"SG2671"});
  }
  PlanReader reader(plan_of(school(values + R"j("rows": 180, "primary_key": ["n", "c", "r"])j")));
  std::set<std::vector<std::int64_t>> rows;
  const std::vector<std::int64_t> n = reader.values<std::int64_t>(0, 0, 180);
  const std::vector<std::int32_t> c = reader.values<std::int32_t>(0, 1, 180);
  const std::vector<std::int64_t> r = reader.values<std::int64_t>(0, 5, 180);
  for (std::size_t i = 0; i < n.size(); ++i) {
    CHECK((n[i] >= -1 && n[i] <= 8));
    rows.insert({n[i], c[i], r[i]});
  }
  CHECK(rows.size() == 180);
}

TEST_CASE("all combinations come once where there are as many rows, and combinations of few rows are spread") {
  PlanReader reader(plan_of(school(R"j("rows": 360, "unique": [["s", "c"]], "columns": {"s": {"references": "students"},
      "c": {"references": "courses"}})j")));
  const std::vector<std::int64_t> s = reader.values<std::int64_t>(0, 0, 360);
  const std::vector<std::int64_t> c = reader.values<std::int64_t>(0, 1, 360);
  std::set<std::pair<std::int64_t, std::int64_t>> pairs;
  for (std::size_t i = 0; i < s.size(); ++i) pairs.emplace(s[i], c[i]);
  CHECK(pairs.size() == 360);
}

TEST_CASE("a family that takes all parents has each once, however they are picked") {
  for (const char* pick :
       {"", R"j(, "pick": {"weight": "size"})j", R"j(, "pick": {"distribution": "zipf", "exponent": 3})j",
        R"j(, "pick": {"distribution": "poisson", "mean": 1})j"}) {
    INFO(pick);
    PlanOptions options;
    options.evaluate_rows = evaluate_rows;
    PlanReader reader(plan_of(school(R"j("rows": {"per": "students", "constant": 9}, "unique": [["s", "c"]],
        "columns": {"s": {"references": "students"}, "c": {"references": "courses")j" +
                                     std::string(pick) + "}}"),
                              options));
    const std::vector<std::int64_t> c = reader.values<std::int64_t>(0, 1, 360);
    for (std::size_t family = 0; family < 40; ++family) {
      std::set<std::int64_t> taken(c.begin() + static_cast<std::ptrdiff_t>(9 * family),
                                   c.begin() + static_cast<std::ptrdiff_t>(9 * family + 9));
      REQUIRE(taken.size() == 9);
      CHECK(*taken.begin() == 100);
      CHECK(*taken.rbegin() == 108);
    }
  }
}
