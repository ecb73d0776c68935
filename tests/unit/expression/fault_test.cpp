// What users are told, with the place inside the string.
#include "table.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

Table shop() {
  Table table;
  table.add("price", Type::decimal(2), {"1.50"});
  table.add("quantity", kInteger, {"2"});
  table.add("name", kString, {"x"});
  table.add("active", kBoolean, {"true"});
  table.add("day", kDate, {"2024-01-01"});
  table.add("at", kTimestamp, {"2024-01-01"});
  return table;
}

std::string begins(const std::string& text) {
  const std::string faults = faults_of(text, shop());
  return faults.substr(0, faults.find(':'));
}

}  // namespace

TEST_CASE("syntax faults say what was met and what was expected, under the right bytes") {
  const Table table = shop();
  CHECK(faults_of("price * (quantity + 1", table) == "SG3001 8+1: a parenthesis is not closed | add )");
  CHECK(faults_of("price *", table) == "SG3001 7+1: expected a value, met the end of the expression | ");
  CHECK(
      faults_of("price quantity", table) ==
      "SG3001 6+8: expected the end of the expression, met \"quantity\" | an operator or a comma is missing before it");
  CHECK(faults_of("", table) ==
        "SG3001 0+1: the expression is empty | write a value, a column or a formula: price * quantity");
  CHECK(begins("1 < 2 < 3") == "SG3001 6+1");
  CHECK(begins("price + )") == "SG3001 8+1");
  CHECK(begins("12abc + 1") == "SG3001 0+5");
  CHECK(begins("1_000") == "SG3001 0+5");
  CHECK(begins("99999999999999999999") == "SG3001 0+20");
  CHECK(begins("1e999") == "SG3001 0+5");
  CHECK(begins("case when active then 1") == "SG3001 23+1");
  CHECK(begins("price between 1 or 2") == "SG3001 16+2");
  CHECK(begins("name.length()") == "SG3001 11+1");
  CHECK(begins("price is 3") == "SG3001 9+1");
  CHECK(begins("'open") == "SG3002 0+5");
  CHECK(begins("`open") == "SG3002 0+5");
  CHECK(begins("price # 2") == "SG3003 6+1");
  CHECK(begins("price ≤ 2") == "SG3003 6+3");
  CHECK(begins("date '2024-02-30'") == "SG3007 5+12");
  CHECK(begins("timestamp 'noon'") == "SG3007 10+6");
  CHECK(begins("day > '2024-02-30'") == "SG3007 6+12");
}

TEST_CASE("habits of other languages get the remedy") {
  const Table table = shop();
  CHECK(faults_of("price == 2", table) == "SG3005 6+2: \"==\" is not an operator | equality is a single =: a = b");
  CHECK(faults_of("active && active", table) == "SG3005 7+2: \"&&\" is not an operator | write and: a and b");
  CHECK(faults_of("active || active", table) ==
        "SG3005 7+2: \"||\" joins texts, both sides are conditions | write or: a or b");
  CHECK(faults_of("!active", table) == "SG3005 0+1: \"!\" is not an operator | write not: not active");
  CHECK(faults_of("name = \"x\"", table) ==
        "SG3005 7+3: text stands between single quotes | write 'x' for a text, `x` for a column");
  CHECK(begins("active ? 1 : 2") == "SG3005 7+1");
  CHECK(begins("price !== 2") == "SG3005 6+3");
  CHECK(begins("price %% 2") == "SG3005 6+2");
  CHECK(begins("price ** 2") == "SG3005 6+2");
  CHECK(begins("exponential(mean = 5)") == "SG3005 17+1");
}

TEST_CASE("several faults are told at once") {
  const Table table = shop();
  CHECK(faults_of("clip(price +, 1, *)", table) ==
        "SG3001 12+1: expected a value, met \",\" | \nSG3001 17+1: expected a value, met \"*\" | ");
  CHECK(faults_of("prise + quantiti", table) ==
        "SG3101 0+5: unknown column \"prise\" | did you mean \"price\"?\n"
        "SG3101 8+8: unknown column \"quantiti\" | did you mean \"quantity\"?");
  const std::string faults = faults_of("if(price, abs(name), rond(1))", table);
  CHECK(faults.find("SG3203 3+5") == std::string::npos);  // the call itself is compiled only with whole arguments
  CHECK(faults.find("SG3202 14+4") != std::string::npos);
  CHECK(faults.find("SG3102 21+4") != std::string::npos);
}

TEST_CASE("names that do not exist are told with near ones") {
  const Table table = shop();
  CHECK(faults_of("rond(price)", table) == "SG3102 0+4: unknown function \"rond\" | did you mean \"round\"?");
  CHECK(faults_of("log(price)", table) ==
        "SG3102 0+3: unknown function \"log\" | write ln(x) for the natural logarithm, log10(x) for the decimal one");
  CHECK(faults_of("previous(price)", table) ==
        "SG3214 0+8: \"previous\" looks at other rows, which are not to be had here | "
        "compute it in a column, and read the column");
  CHECK(begins("sum(orders.total where status = 'paid')") == "SG3214 0+3");
  CHECK(begins("count(orders via buyer where total > this.credit)").substr(0, 6) == "SG3214");
  CHECK(begins("min(price, 3)") == "SG3102 0+3");
  CHECK(begins("sum(total: price)") == "SG3105 4+5");
  CHECK(begins("count(orders where total > 3 via buyer)") == "SG3001 29+3");
  CHECK(begins("running_sum(price)") == "SG3214 0+11");
  CHECK(faults_of("today", table) ==
        "SG3101 0+5: unknown column \"today\" | a function is called with parentheses: today()");
}

TEST_CASE("calls are checked for number, names and types of arguments") {
  const Table table = shop();
  CHECK(faults_of("clip(price, 1)", table) == "SG3104 0+4: \"clip\" takes 3 arguments, not 2 | clip(x, low, high)");
  CHECK(faults_of("round(price, 1, 2)", table) ==
        "SG3104 0+5: \"round\" takes 1 to 2 arguments, not 3 | round(x[, digits])");
  CHECK(faults_of("now(1)", table) == "SG3104 0+3: \"now\" takes no arguments, not 1 | now()");
  CHECK(faults_of("least(1)", table) == "SG3104 0+5: \"least\" takes at least 2 arguments, not 1 | least(a, b, …)");
  CHECK(faults_of("clip(price, lo: 1, high: 2)", table) ==
        "SG3105 12+2: \"clip\" has no argument \"lo\" | clip(x, low, high)");
  CHECK(begins("abs(name)") == "SG3202 4+4");
  CHECK(begins("round(price, quantity)") == "SG3202 13+8");
  CHECK(begins("least(active, true)") == "SG3202 6+6");
  CHECK(begins("name matches name") == "SG3202 13+4");
  CHECK(begins("name matches '['") == "SG3202 13+3");
  CHECK(begins("normal(0, -1)") == "SG3206 10+2");
  CHECK(begins("bernoulli(1.5)") == "SG3206 10+3");
  CHECK(begins("uniform(2, 1)") == "SG3206 0+13");
  CHECK(begins("normal(0, 'x')") == "SG3202 10+3");
  CHECK(begins("normal(0)") == "SG3104 0+6");
  CHECK(begins("normal(mean: 0, sigma: 1)") == "SG3105 16+5");
  CHECK(begins("lognormal(1, 2)") == "SG3104 0+9");
}

TEST_CASE("types that do not go together are told with both and a remedy") {
  const Table table = shop();
  CHECK(faults_of("price + name", table) ==
        "SG3201 6+1: \"+\" does not take decimal(2) and string | texts are joined with ||");
  CHECK(faults_of("price > '2'", table) ==
        "SG3201 6+1: \">\" does not compare decimal(2) with string | numbers are written without quotes");
  CHECK(begins("active + 1") == "SG3201 7+1");
  CHECK(begins("active < true") == "SG3201 7+1");
  CHECK(begins("at + 1") == "SG3201 3+1");
  CHECK(begins("day + 1.5") == "SG3201 4+1");
  CHECK(begins("-name") == "SG3201 0+5");
  CHECK(begins("price = null") == "SG3201 6+1");
  CHECK(faults_of("if(quantity, 1, 2)", table) ==
        "SG3203 3+8: a condition must be boolean, this is integer | compare it with something: x <> 0");
  CHECK(begins("active and name") == "SG3203 11+4");
  CHECK(faults_of("if(active, 1, 'x')", table) ==
        "SG3204 14+3: the values of if differ in type: integer and string | numbers are written without quotes");
  CompileOptions options;
  options.wanted = kInteger;
  CHECK(faults_of("name", table, options) ==
        "SG3205 0+4: the expression gives string where integer is wanted | declare the "
        "column with type \"string\"");
  options.wanted = kString;
  CHECK(faults_of("price", table, options).substr(0, 10) == "SG3205 0+5");
}

TEST_CASE("texts that are too long or too deep are refused without harm") {
  CHECK(begins(std::string(70'000, '1')) == "SG3004 65536+1");
  CHECK(begins(std::string(5'000, '(') + "1" + std::string(5'000, ')')).substr(0, 6) == "SG3004");
  CHECK(begins(std::string(5'000, '-') + "1").substr(0, 6) == "SG3004");
  std::string nots;
  std::string sum = "1";
  std::string chain = "true";
  std::string powers = "1";
  for (int i = 0; i < 3'000; ++i) {
    nots += "not ";
    sum += " + 1";
    chain += " and true";
    powers += " ^ 1";
  }
  CHECK(begins(nots + "true").substr(0, 6) == "SG3004");
  CHECK(begins(sum).substr(0, 6) == "SG3004");
  CHECK(begins(powers).substr(0, 6) == "SG3004");
  CHECK(value_of(chain) == "true boolean");  // a chain is wide, not deep
}

TEST_CASE("broken texts never crash the parser") {
  const Table table = shop();
  const std::string whole =
      "case when price between 1 and 2 then clip(price, low: 1, high: 'x''y') else `odd` || -2e5 end";
  for (std::size_t cut = 0; cut < whole.size(); ++cut) {
    CHECK_FALSE(faults_of(whole.substr(0, cut), table).empty());
    std::string damaged = whole;
    for (const char c : {'\'', '(', ')', ',', '\0', '\xff', '`', '9', '.'}) {
      damaged[cut] = c;
      faults_of(damaged, table);
    }
  }
}

TEST_CASE("functions of texts say which argument they do not take, and what to write instead") {
  const Table table = shop();
  CHECK(faults_of("upper(quantity)", table) ==
        "SG3202 6+8: upper() takes a text here, this is integer | make a text of it: to_text(x)");
  CHECK(faults_of("lpad(quantity, '6', name)", table) ==
        "SG3202 5+8: lpad() takes a text here, this is integer | make a text of it: to_text(x)\n"
        "SG3202 15+3: lpad() takes an integer here, this is string | numbers are written without quotes");
  CHECK(faults_of("left(name, price)", table) ==
        "SG3202 11+5: left() takes an integer here, this is decimal(2) | make an integer of it: round(x), floor(x) or "
        "trunc(x)");
  CHECK(begins("left(name, name)") == "SG3202 11+4");
  CHECK(begins("substr(name, 1, active)") == "SG3202 16+6");
  CHECK(begins("to_number(active)") == "SG3202 10+6");
  CHECK(begins("regexp_replace(name, '(', '')") == "SG3202 21+3");
  CHECK(begins("regexp_replace(name, 'a', name)") == "SG3202 26+4");
  CHECK(faults_of("regexp_replace(name, '(a)', '\\2')", table).substr(0, 59) ==
        "SG3202 28+4: the replacement names group 2, the pattern has");
  CHECK(begins("atan2(name, active)") == "SG3202 6+4");
  CHECK(begins("nullif(name, 1)") == "SG3201 0+6");
  CHECK(begins("row_number(1)") == "SG3104 0+10");
  CHECK(begins("count_filled()") == "SG3104 0+12");
  CHECK(begins("hash()") == "SG3104 0+4");
}

TEST_CASE("what other languages call null and or is told") {
  const Table table = shop();
  CHECK(faults_of("name is not None", table) == "SG3005 12+4: \"None\" is not a value | write null: x is not null");
  CHECK(faults_of("price > 1 || price < 5", table) ==
        "SG3005 10+2: \"||\" joins texts, both sides are conditions | write or: a or b");
  CHECK(faults_of("if(active, name, None)", table) ==
        "SG3101 17+4: unknown column \"None\" | a missing value is written null");
  CHECK(begins("NAME IS NOT NULL AND ACTIVE") != "");
  CHECK(faults_of("name IS NOT NULL AND active", table) == "");
  CHECK(faults_of("name not in ('a') and quantity <> 2", table) == "");
}
