// The operator `format_drift`, and styles of numbers.
#include "number_style.hpp"
#include "operator_trial.hpp"

namespace synthgen {
namespace {

constexpr Type kDate{TypeKind::date, 0};
constexpr Type kInteger{TypeKind::integer, 0};
constexpr Type kNumber{TypeKind::number, 0};
constexpr Type kText{TypeKind::string, 0};
using Cells = std::vector<std::string>;

Cells damaged(Type type, const char* json, const std::vector<const char*>& values, std::uint64_t changed,
              std::string format = {}) {
  const Column clean = cells_of(type, values);
  OperatorTrial trial(json, {{&clean, std::move(format)}});
  CHECK(trial.made().leaves_type == std::vector<bool>{true});
  CHECK(trial.run() == changed);
  CHECK(trial.written().type() == kText);
  Cells cells;
  for (std::size_t row = 0; row < values.size(); ++row) cells.push_back(trial.cell(row));
  return cells;
}

std::string styled(const char* example, const char* plain) {
  const std::optional<NumberStyle> style = NumberStyle::parse(example);
  REQUIRE(style.has_value());
  std::string out;
  append_styled(plain, *style, out);
  return out;
}

TEST_CASE("Dates and times take one of the patterns") {
  CHECK(damaged(kDate, R"({"operator": "format_drift", "formats": "%d/%m/%Y"})", {"2024-04-03", "0001-12-31", nullptr},
                2) == Cells{"03/04/2024", "31/12/0001", "null"});
  CHECK(damaged({TypeKind::timestamp, 0}, R"({"operator": "format_drift", "formats": ["%-d %b %y, %H:%M"]})",
                {"1969-02-28T23:59:59Z"}, 1) == Cells{"28 Feb 69, 23:59"});
  CHECK(damaged({TypeKind::time, 3}, R"({"operator": "format_drift", "formats": ["%I:%M %p"]})", {"13:05:00.250"}, 1) ==
        Cells{"01:05 PM"});
}

TEST_CASE("A format that leaves the value as it is written gives way to another") {
  CHECK(damaged(kDate, R"({"operator": "format_drift", "formats": ["%d/%m/%Y", "%m/%d/%Y"]})",
                {"2024-04-03", "2024-05-05"}, 1, "%d/%m/%Y") == Cells{"04/03/2024", "05/05/2024"});
}

TEST_CASE("Numbers keep their digits in another style") {
  CHECK(damaged(Type::decimal(2), R"({"operator": "format_drift", "formats": ["1.234,5"]})",
                {"1234567.50", "-1234.05", "999.00", "9999999999999999.99"},
                4) == Cells{"1.234.567,50", "-1.234,05", "999,00", "9.999.999.999.999.999,99"});
  CHECK(damaged(kInteger, R"({"operator": "format_drift", "formats": ["1,234.5"]})",
                {"1000", "999", "-999", "-9223372036854775808"},
                2) == Cells{"1,000", "999", "-999", "-9,223,372,036,854,775,808"});
  CHECK(damaged(kNumber, R"({"operator": "format_drift", "formats": ["1234,5"]})", {"0.5", "1e+20", "1.5e-07"}, 2) ==
        Cells{"0,5", "1e+20", "1,5e-07"});
}

TEST_CASE("A style is the number 1234.5 as it should look") {
  CHECK(styled("1 234,5", "1234567.25") == "1 234 567,25");
  CHECK(styled("1'234.5", "12345") == "12'345");
  CHECK(styled("1\xE2\x80\xAF"
               "234,5",
               "1000.0") ==
        "1\xE2\x80\xAF"
        "000,0");
  CHECK(styled("1234.5", "-1234.5") == "-1234.5");
  CHECK(styled("1_234.5", "100") == "100");
  for (const char* faulty : {"1,234,5", "1.234.5", "1,234", "1234", "12345", "1;234.5", "1,,234.5", "1234 5", "0.5",
                             "1,2345.5", "1,234.50", ""}) {
    CHECK_FALSE(NumberStyle::parse(faulty).has_value());
  }
}

TEST_CASE("format_drift tells what is wrong with a format") {
  const auto code = [](Type type, const char* json, const char* value, std::string format = {}) {
    const Column clean = cells_of(type, {value});
    OperatorTrial trial(json, {{&clean, std::move(format)}});
    return trial.diagnostics().size() == 1 ? trial.diagnostics()[0].code : "no single finding";
  };
  const char* day = "2024-01-01";
  CHECK(code(kDate, R"({"operator": "format_drift"})", day) == "SG2002");
  CHECK(code(kDate, R"({"operator": "format_drift", "formats": []})", day) == "SG2002");
  CHECK(code(kDate, R"({"operator": "format_drift", "formats": [1]})", day) == "SG2003");
  CHECK(code(kDate, R"({"operator": "format_drift", "formats": ["%d.%Q"]})", day) == "SG2152");
  CHECK(code(kDate, R"({"operator": "format_drift", "formats": ["DD/MM/YYYY"]})", day) == "SG2152");
  CHECK(code(kDate, R"({"operator": "format_drift", "formats": ["%d %H:%M"]})", day) == "SG2152");
  CHECK(code(kDate, R"({"operator": "format_drift", "formats": ["1,234.5"]})", day) == "SG2152");
  CHECK(code({TypeKind::time, 0}, R"({"operator": "format_drift", "formats": ["%d %H"]})", "10:00") == "SG2152");
  CHECK(code(kInteger, R"({"operator": "format_drift", "formats": ["%d"]})", "5") == "SG2152");
  CHECK(code(kInteger, R"({"operator": "format_drift", "formats": ["#,##0.00"]})", "5") == "SG2420");
  CHECK(code(kInteger, R"({"operator": "format_drift", "formats": ["1.234.5"]})", "5") == "SG2420");
  CHECK(code(kInteger, R"({"operator": "format_drift", "formats": ["1234,5"]})", "5") == "SG2421");
  CHECK(code(kDate, R"({"operator": "format_drift", "formats": ["%F"]})", day) == "SG2421");
  CHECK(code(kDate, R"({"operator": "format_drift", "formats": ["%d/%m"]})", day, "%d/%m") == "SG2421");
}

}  // namespace
}  // namespace synthgen
