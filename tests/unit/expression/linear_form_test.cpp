// Expressions as sums of multiples of columns.
#include "synthgen/expression/linear_form.hpp"

#include <string>

#include "support/catch.hpp"

namespace synthgen {
namespace {

Expression parsed(const std::string& text) {
  Result<Expression> expression = Expression::parse(text, TextOrigin());
  REQUIRE(expression.ok());
  return std::move(*expression);
}

/// n, m integers; p decimal(2); x, y numbers; d, e dates; at a timestamp; noon a time; s a text.
std::optional<LinearForm> column(const Path& path) {
  const std::string& name = path[0];
  Type type;
  if (name == "p") type = Type::decimal(2);
  if (name == "x" || name == "y") type = {TypeKind::number};
  if (name == "d" || name == "e") type = {TypeKind::date};
  if (name == "at") type = {TypeKind::timestamp};
  if (name == "noon") type = {TypeKind::time};
  if (name == "s") type = {TypeKind::string};
  LinearForm form;
  form.terms.push_back({path, type, {1, 1}});
  form.type = type;
  return form;
}

/// "2 n -1/2 p +3 integer", " ~" where it is rounded; "none".
std::string shown(const std::optional<LinearForm>& form) {
  if (!form.has_value()) return "none";
  const auto fraction = [](Fraction value) {
    return std::to_string(value.numerator) +
           (value.denominator == 1 ? std::string() : "/" + std::to_string(value.denominator));
  };
  std::string text;
  for (const LinearForm::Term& term : form->terms) text += fraction(term.coefficient) + " " + term.path[0] + " ";
  return text + "+ " + fraction(form->constant) + " " + type_text(form->type) + (form->rounded ? " ~" : "");
}

std::string sum(const std::string& text) { return shown(linear_form(parsed(text), &column, {})); }
std::string difference(const std::string& left, const std::string& right) {
  return shown(linear_difference(parsed(left), parsed(right), &column, {}));
}

}  // namespace

TEST_CASE("sums of whole numbers and decimals are exact") {
  REQUIRE(sum("n") == "1 n + 0 integer");
  REQUIRE(sum("2 * n - m + 3") == "2 n -1 m + 3 integer");
  REQUIRE(sum("-(n - 4) * 3") == "-3 n + 12 integer");
  REQUIRE(sum("n + n - 2 * n") == "0 n + 0 integer");
  REQUIRE(sum("1.5 * p + n") == "3/2 p 1 n + 0 decimal(3)");
  REQUIRE(sum("(2 + 3) * (n + 1)") == "5 n + 5 integer");
}

TEST_CASE("sums of doubles are said to be rounded, a double by itself is not") {
  REQUIRE(sum("x") == "1 x + 0 number");
  REQUIRE(sum("-x") == "-1 x + 0 number");
  REQUIRE(sum("x + 1") == "1 x + 1 number ~");
  REQUIRE(sum("n / 4") == "1/4 n + 0 number ~");
  REQUIRE(sum("0.6 * x") == "3/5 x + 0 number ~");
  REQUIRE(difference("x", "y") == "1 x -1 y + 0 number");
  REQUIRE(difference("x", "0.1") == "1 x + -1/10 number");
  REQUIRE(difference("n", "1.5e0") == "1 n + -3/2 number");
  // The nearest double of so many digits is that of others too.
  REQUIRE(difference("x", "0.12345678901234567") == "1 x + -12345678901234567/100000000000000000 number ~");
  REQUIRE(difference("p", "1.5e0") == "1 p + -3/2 number ~");
  REQUIRE(difference("x", "n") == "1 x -1 n + 0 number ~");
}

TEST_CASE("dates count in days, times in microseconds") {
  REQUIRE(difference("d", "'1970-01-11'") == "1 d + -10 date");
  REQUIRE(difference("'1970-01-11'", "d") == "-1 d + 10 date");
  REQUIRE(difference("d + 3", "e") == "1 d -1 e + 3 date");
  REQUIRE(difference("d - days(n)", "e") == "1 d -1 n -1 e + 0 date");
  REQUIRE(difference("d - e", "5") == "1 d -1 e + -5 integer");
  REQUIRE(difference("at", "'1970-01-01T00:00:01.5Z'") == "1 at + -1500000 timestamp");
  REQUIRE(difference("at", "d") == "1 at -86400000000 d + 0 timestamp");
  REQUIRE(difference("at + hours(2)", "d + minutes(n)") == "1 at -86400000000 d -60000000 n + 7200000000 timestamp");
  REQUIRE(difference("at - at", "5") == "0 at + -5 number ~");
  REQUIRE(difference("noon", "'00:01'") == "1 noon + -60000000 time");
}

TEST_CASE("what is no sum is not taken for one") {
  for (const char* text : {"n * m", "n // 2", "n % 2", "n ^ 2", "abs(n)", "5 / n", "if(n > 1, n, 0)", "n / 0", "s",
                           "d + months(1)", "noon + hours(1)", "at + seconds(0.5)", "9223372036854775807 * n + n"}) {
    const std::string form = sum(text);
    INFO(text << " is " << form);
    REQUIRE((form == "none" || form == "1 s + 0 string"));
  }
  REQUIRE(difference("s", "'a'") == "none");
  REQUIRE(difference("d", "n") == "none");
  REQUIRE(difference("noon", "at") == "none");
  REQUIRE(difference("d", "null") == "none");
  REQUIRE(difference("d", "'soon'") == "none");
}

}  // namespace synthgen
