// What `synthgen plan` says of noise.
#include <string>

#include "support/catch.hpp"
#include "support/plans.hpp"

namespace synthgen {
namespace {

using test::plan_of;

/// The lines on noise of a table with these operators.
std::string told(const std::string& operators, const std::string& rows = "100000") {
  const std::string schema = R"({"synthgen": 1, "constants": {"share": 0.25}, "tables": {"t": {"rows": )" + rows + R"(,
    "columns": {
      "name": {"choice": ["Ana", "Ben"]}, "city": {"choice": ["Vigo", "Lugo"]}, "phone": {"constant": "555 1234"},
      "x{i}": {"repeat": 6, "constant": "x"},
      "age": {"distribution": "integer", "min": 18, "max": 90},
      "pay": {"distribution": "lognormal", "median": 20000, "sigma": 0.5, "decimals": 2},
      "pick": {"distribution": "bernoulli", "p": 0.5, "hidden": true}},
    "noise": [)" + operators +
                             "]}}}";
  const std::string text = explain(*plan_of(schema));
  const std::size_t begin = text.find("  noise");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find("\n\nmemory") - begin + 1);
}

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

TEST_CASE("A plan lists the operators of a table in order, aligned, with what they will hit") {
  CHECK(told(R"j({"operator": "missing", "columns": ["name", "city"], "rate": 0.02},
                {"operator": "swap_columns", "columns": ["name", "city"], "rate": 0.003, "name": "clerk"},
                {"operator": "missing", "columns": ["pay"], "rate": "=if(age > 70, 0.4, 0.05)", "token": "unknown"})j") ==
        "  noise in the order in which it is applied; cells that are null stay so\n"
        "    1  missing               rate 0.02    at random (MCAR)        about 4,000 cells  name, city\n"
        "    2  clerk (swap_columns)  rate 0.003   at random (MCAR)        about 300 rows     name, city\n"
        "    3  missing               rate by row  by other columns (MAR)                     pay\n"
        "       written as texts, since some of their cells leave the type: pay\n");
}

TEST_CASE("A table without noise has no lines about it") { CHECK(told("").empty()); }

TEST_CASE("A plan tells whether a rate depends on nothing, on other columns or on the value itself") {
  const auto operator_with = [](const std::string& rate) {
    return told(R"j({"operator": "missing", "columns": ["pay", "age"], )j" + rate + "}");
  };
  CHECK(has(operator_with(R"j("rate": 0.5)j"), "rate 0.5  at random (MCAR)  about 100,000 cells  pay, age\n"));
  CHECK(has(operator_with(R"j("rate": "=share")j"), "rate 0.25  at random (MCAR)  about 50,000 cells  pay, age\n"));
  CHECK(has(operator_with(R"j("rate": "=if(city = 'Vigo', 0.1, 0)")j"),
            "rate by row  by other columns (MAR)    pay, age\n"));
  CHECK(has(operator_with(R"j("rate": "=if(pay > 30000, 0.1, 0)")j"),
            "rate by row  by the value itself (MNAR)    pay, age\n"));
  CHECK(has(operator_with(R"j("rate": "=if(pick, 0.1, 0)")j"), "rate by row  by other columns (MAR)    pay, age\n"));
  CHECK(has(operator_with(R"j("rate": 0.5, "if": "age < 30")j"),
            "rate 0.5, on a condition  by the value itself (MNAR)    pay, age\n"));
  CHECK(has(operator_with(R"j("rate": 0.5, "if": "city = 'Vigo'")j"),
            "rate 0.5, on a condition  by other columns (MAR)    pay, age\n"));
  CHECK(has(operator_with(R"j("if": "city = 'Vigo'")j"),
            "where its condition holds  by other columns (MAR)    pay, age\n"));
  CHECK(has(operator_with(R"j("rate": "=if(age > 70, 0.4, 0.05)", "if": "city = 'Vigo'")j"),
            "rate by row, on a condition  by the value itself (MNAR)    pay, age\n"));
}

TEST_CASE("A plan tells exact counts, of each column where each is hit by itself") {
  CHECK(has(told(R"j({"operator": "missing", "columns": ["pay"], "rate": 0.015, "exact": true})j", "1000"),
            "rate 0.015  at random (MCAR)  exactly 15 rows  pay\n"));
  CHECK(has(told(R"j({"operator": "missing", "columns": ["pay", "age"], "rate": 0.001, "exact": true})j", "1000"),
            "exactly 1 row of each column  pay, age\n"));
  CHECK(has(told(R"j({"operator": "swap_columns", "columns": ["name", "city"], "rate": 0.5, "exact": true})j", "1000"),
            "exactly 500 rows  name, city\n"));
}

TEST_CASE("A plan of more hits than 63 bits count tells the most that they do") {
  const std::string schema = R"j({"synthgen": 1, "tables": {"t": {"rows": 1000000000000000,
    "columns": {"x{i}": {"repeat": 9900, "constant": "x"}},
    "noise": [{"operator": "case", "columns": ["x1..x9900"], "rate": 1}]}}})j";
  CHECK(has(explain(*plan_of(schema)), "  about 9,000,000,000,000,000,000 cells  x1, x2, x3, x4 and 9896 more\n"));
}

TEST_CASE("A plan names the first of many columns, and those that an operator changes beside them") {
  CHECK(has(told(R"j({"operator": "missing", "columns": ["x1..x6"], "rate": 0.1})j"),
            "rate 0.1  at random (MCAR)  about 60,000 cells  x1, x2, x3, x4 and 2 more\n"));
  CHECK(has(told(R"j({"operator": "incomplete", "columns": ["city", "phone"], "rate": 0.1, "set": {"name": "none"}})j"),
            "rate 0.1  at random (MCAR)  about 10,000 rows  city, phone (with name)\n"));
}

}  // namespace
}  // namespace synthgen
