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

TEST_CASE("the first case whose condition holds fills the row") {
  PlanReader reader(table_schema(6, R"j("k": {"sequence": 1},
    "c": {"cases": [{"if": "k < 3", "constant": 10}, {"if": "k < 5", "expression": "k * 100"}, -1]})j"));
  CHECK(reader.values<std::int64_t>("c", 6) == std::vector<std::int64_t>{10, 10, 300, 400, -1, -1});
}

TEST_CASE("a row that no case takes is null, and check says so beforehand") {
  const MadePlan made = try_plan(table_schema(3, R"j("k": {"sequence": 1},
    "c": {"cases": [{"if": "k = 2", "constant": "b"}]})j"));
  REQUIRE(made.plan != nullptr);
  REQUIRE(made.diagnostics.size() == 1);
  CHECK(made.diagnostics[0].code == "SG2122");
  PlanReader reader(made.plan);
  CHECK(texts(reader, "c", 3) == std::vector<std::string>{"(null)", "b", "(null)"});
}

TEST_CASE("a condition that is null takes no row") {
  PlanReader reader(table_schema(2, R"j("k": {"sequence": 1}, "n": {"expression": "if(k = 1, null, 5)"},
    "c": {"cases": [{"if": "n > 0", "constant": "five"}, "other"]})j"));
  CHECK(texts(reader, "c", 2) == std::vector<std::string>{"other", "five"});
}

TEST_CASE("cases by value look the value up in every type") {
  PlanReader reader(table_schema(4, R"j("k": {"sequence": 1},
    "t": {"expression": "case k when 1 then 'ES' when 2 then 'FR' when 3 then null else 'XX' end"},
    "b": {"expression": "k > 2"}, "d": {"expression": "date '2024-02-28' + k"},
    "of_text": {"cases": {"ES": "Madrid", "FR": {"template": "Paris {k}"}}, "of": "t", "else": "?"},
    "of_integer": {"cases": {"1": 0.5, "4": 7}, "of": "k", "else": null},
    "of_boolean": {"cases": {"true": "yes", "false": "no"}, "of": "b", "else": null},
    "of_date": {"cases": {"2024-02-29": "leap"}, "of": "d", "else": "plain"})j"));
  CHECK(texts(reader, "of_text", 4) == std::vector<std::string>{"Madrid", "Paris 2", "?", "?"});
  const Cells numbers = reader.cells("of_integer", 4);
  CHECK((numbers[0].has_value() && !numbers[1].has_value() && !numbers[2].has_value() && numbers[3].has_value()));
  CHECK(reader.values<double>("of_integer", 4)[3] == 7);
  CHECK(texts(reader, "of_boolean", 4) == std::vector<std::string>{"no", "no", "yes", "yes"});
  CHECK(texts(reader, "of_date", 4) == std::vector<std::string>{"leap", "plain", "plain", "plain"});
}

TEST_CASE("where the values are known, each needs its case and each case its value") {
  const std::string by = R"j("c": {"choice": ["ES", "FR"]}, )j";
  CHECK(codes_of(try_plan(table_schema(3, by + R"j("x": {"cases": {"ES": 1}, "of": "c"})j"))) ==
        std::vector<std::string>{"SG2122"});
  CHECK(codes_of(try_plan(table_schema(3, by + R"j("x": {"cases": {"ES": 1, "FR": 2, "DE": 3}, "of": "c"})j"))) ==
        std::vector<std::string>{"SG2122"});
  CHECK(codes_of(try_plan(table_schema(3, by + R"j("x": {"cases": {"ES": 1, "FR": 2}, "of": "c"})j"))).empty());
  CHECK(codes_of(try_plan(table_schema(3, by + R"j("x": {"cases": {"ES": 1}, "of": "c", "else": 9})j"))).empty());
}

TEST_CASE("a case takes its own bounds and its own missing, and cases nest") {
  PlanReader reader(table_schema(3000, R"j("k": {"sequence": 1},
    "c": {"cases": [
      {"if": "k <= 1000", "distribution": "normal", "mean": 0, "sd": 1, "min": 2, "max": 3},
      {"if": "k <= 2000", "cases": [{"if": "k % 2 = 0", "constant": 50}, {"constant": 60}], "missing": 0.5},
      {"distribution": "uniform", "min": 100, "max": 200}]})j"));
  const Cells cells = reader.cells("c", 3000);
  const std::vector<double> values = reader.values<double>("c", 3000);
  std::size_t nulls = 0;
  for (std::size_t i = 0; i < 3000; ++i) {
    if (i < 1000) {
      CHECK((cells[i].has_value() && values[i] >= 2 && values[i] <= 3));
    } else if (i < 2000) {
      nulls += cells[i].has_value() ? 0 : 1;
      CHECK((!cells[i].has_value() || values[i] == ((i + 1) % 2 == 0 ? 50 : 60)));
    } else {
      CHECK((cells[i].has_value() && values[i] >= 100 && values[i] < 200));
    }
  }
  // 1,000 draws at 0.5: four standard errors are 63.
  CHECK((nulls > 437 && nulls < 563));
}

TEST_CASE("a row's draw does not change when a case is added before or after its own") {
  const std::string normal = R"j({"distribution": "normal", "mean": 5, "sd": 1})j";
  PlanReader plain(table_schema(100, R"j("k": {"sequence": 1}, "c": )j" + normal));
  PlanReader cases(table_schema(100, R"j("k": {"sequence": 1}, "c": {"cases": [
    {"if": "k < 20", "constant": 0}, {"if": "k < 30", "distribution": "uniform", "min": 0, "max": 1}, )j" +
                                         normal + "]}"));
  const std::vector<double> a = plain.values<double>("c", 100);
  const std::vector<double> b = cases.values<double>("c", 100);
  for (std::size_t i = 29; i < 100; ++i) CHECK(a[i] == b[i]);
}

TEST_CASE("a cell is the same whatever rows are computed with it") {
  PlanReader reader(table_schema(2100, R"j("k": {"sequence": 1}, "g": {"choice": ["a", "b", "c"]},
    "c": {"cases": {"a": {"choice": ["x", "y"]}, "b": {"expression": "'k' || k"}, "c": null}, "of": "g"})j"));
  const Cells whole = reader.cells("c", 2100);
  const ColumnIndex column = reader.column(0, "c");
  CHECK(reader.cells(0, column, RowSet::range(0, 2100), 7) == whole);
  std::vector<std::int64_t> rows;
  for (std::int64_t r = 2099; r >= 0; r -= 3) rows.push_back(r);
  const Cells some = reader.cells(0, column, RowSet::of(rows));
  for (std::size_t i = 0; i < rows.size(); ++i) CHECK(some[i] == whole[static_cast<std::size_t>(rows[i])]);
}

TEST_CASE("cases of words are coded in one dictionary") {
  const auto plan = plan_of(table_schema(10, R"j("k": {"sequence": 1},
    "c": {"cases": [{"if": "k < 5", "choice": ["x", "y"]}, {"choice": ["y", "z"]}]})j"));
  const MadeSource& made = plan->tables[0].columns[1].made;
  REQUIRE(made.dictionary != nullptr);
  CHECK(made.dictionary->size() == 3);
}

TEST_CASE("a warning is counted for the rows of its case only") {
  const auto plan = plan_of(table_schema(10, R"j("k": {"sequence": 0},
    "c": {"cases": [{"if": "k < 5", "expression": "1.0 / k"}, {"constant": 2.5}]})j"));
  PlanReader reader(plan);
  CHECK_FALSE(reader.cells("c", 10)[0].has_value());
  CHECK(reader.evaluator().warnings(0)[1][static_cast<std::size_t>(CellWarning::division_by_zero)] == 1);
}

TEST_CASE("a template joins columns, filtered, with fixed text") {
  PlanReader reader(table_schema(2, R"j("k": {"sequence": 7}, "first": {"constant": "Ana María"},
    "d": {"constant": "2024-02-29", "type": "date"}, "n": {"expression": "if(k = 8, null, 'x')"},
    "a": {"template": "{first|lower|slug}.{k}@example.com"},
    "b": {"template": "{{{k|pad(4,0)}}} {first|substr(1,3)|upper}"},
    "c": {"template": "{d|date(%d/%m/%Y)}"},
    "e": {"template": "it's {n}"})j"));
  CHECK(texts(reader, "a", 1)[0] == "ana-maria.7@example.com");
  CHECK(texts(reader, "b", 1)[0] == "{0007} ANA");
  CHECK(texts(reader, "c", 1)[0] == "29/02/2024");
  CHECK(texts(reader, "e", 2) == std::vector<std::string>{"it's x", "(null)"});
}

TEST_CASE("padding never cuts") {
  PlanReader reader(table_schema(1, R"j("k": {"sequence": 123456}, "a": {"template": "{k|pad(4,0)}"})j"));
  CHECK(texts(reader, "a", 1)[0] == "123456");
}

TEST_CASE("a name between backticks may hold whatever ends one, in templates and in of") {
  PlanReader reader(table_schema(1, R"j("a.b": {"constant": "B"}, "p|q": {"constant": "c"}, "x}y": {"constant": "D"},
    "a`b": {"constant": "e"}, "`": {"constant": "F"},
    "t": {"template": "{`a.b`|lower}{ `p|q` | upper }{`x}y`}{a`b}{`a``b`}{`}"},
    "o": {"cases": {"B": 1}, "of": "`a.b`", "else": 0})j"));
  CHECK(texts(reader, "t", 1)[0] == "bCDeeF");
  CHECK(reader.values<std::int64_t>("o", 1)[0] == 1);
  CHECK(codes_of(try_plan(table_schema(1, R"j("a": {"constant": "B"}, "t": {"template": "{a` + `a}"})j"))) ==
        std::vector<std::string>{"SG3101"});
}

TEST_CASE("a template is padded with one character, blanks around it left out") {
  PlanReader reader(
      table_schema(1, R"j("k": {"sequence": 7}, "a": {"template": "{k|pad(3, 0)}{k|pad( 3 , é )}{k|pad(3, )}"})j"));
  CHECK(texts(reader, "a", 1)[0] == "007éé7  7");
  CHECK(codes_of(try_plan(table_schema(1, R"j("k": {"sequence": 7}, "a": {"template": "{k|pad(3,ab)}"})j"))) ==
        std::vector<std::string>{"SG2121"});
}

TEST_CASE("zero has one case, whatever its sign") {
  PlanReader reader(table_schema(2, R"j("k": {"sequence": 0}, "n": {"expression": "if(k = 0, 0.0, -1.0) * 0e0"},
    "c": {"cases": {"0": "zero"}, "of": "n", "else": "other"})j"));
  CHECK(texts(reader, "c", 2) == std::vector<std::string>{"zero", "zero"});
}
