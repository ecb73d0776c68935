// The operators `swap_day_month`, `shift` and `epoch`.
#include "operator_trial.hpp"

namespace synthgen {
namespace {

constexpr Type kDate{TypeKind::date, 0};
constexpr Type kTimestamp{TypeKind::timestamp, 0};
constexpr Type kDatetime{TypeKind::datetime, 3};
using Cells = std::vector<std::string>;

Cells damaged(Type type, const char* json, const std::vector<const char*>& values, std::uint64_t changed) {
  const Column clean = cells_of(type, values);
  OperatorTrial trial(json, {{&clean}});
  CHECK(trial.run() == changed);
  CHECK(trial.written().type() == type);
  Cells cells;
  for (std::size_t row = 0; row < values.size(); ++row) cells.push_back(trial.cell(row));
  return cells;
}

std::string code(Type type, const char* json, const char* value) {
  const Column clean = cells_of(type, {value});
  OperatorTrial trial(json, {{&clean}});
  return trial.diagnostics().size() == 1 ? trial.diagnostics()[0].code : "no single finding";
}

TEST_CASE("swap_day_month exchanges day and month where the day can be a month") {
  CHECK(damaged(kDate, R"({"operator": "swap_day_month"})",
                {"2024-04-03", "2024-04-13", "2024-05-05", "9999-12-01", "0001-01-12", nullptr},
                3) == Cells{"2024-03-04", "2024-04-13", "2024-05-05", "9999-01-12", "0001-12-01", "null"});
}

TEST_CASE("swap_day_month keeps the time of day, before 1970 too") {
  CHECK(damaged(kTimestamp, R"({"operator": "swap_day_month"})", {"1969-12-01T23:59:59Z", "1960-02-29T10:00:00Z"}, 1) ==
        Cells{"1969-01-12T23:59:59Z", "1960-02-29T10:00:00Z"});
  CHECK(damaged(kDatetime, R"({"operator": "swap_day_month"})", {"1815-06-01T00:00:00.001"}, 1) ==
        Cells{"1815-01-06T00:00:00.001"});
}

TEST_CASE("shift by months and years keeps the day or takes the month's last") {
  CHECK(damaged(kDate, R"({"operator": "shift", "by": "1 year"})", {"2024-02-29", "2023-03-31", nullptr}, 2) ==
        Cells{"2025-02-28", "2024-03-31", "null"});
  CHECK(damaged(kDate, R"({"operator": "shift", "by": "-1 month"})", {"2024-03-31", "2024-01-15"}, 2) ==
        Cells{"2024-02-29", "2023-12-15"});
  CHECK(damaged(kTimestamp, R"({"operator": "shift", "by": "-1 year"})", {"1968-02-29T23:59:59Z"}, 1) ==
        Cells{"1967-02-28T23:59:59Z"});
}

TEST_CASE("shift passes over what would leave the calendar, and takes another duration where there is one") {
  CHECK(damaged(kDate, R"({"operator": "shift", "by": "1 day"})", {"9999-12-31", "9999-12-30"}, 1) ==
        Cells{"9999-12-31", "9999-12-31"});
  CHECK(damaged(kDate, R"({"operator": "shift", "by": "-1 year"})", {"0001-06-01", "0002-06-01"}, 1) ==
        Cells{"0001-06-01", "0001-06-01"});
  CHECK(damaged(kDate, R"({"operator": "shift", "by": ["1 year", "-1 day"]})", {"9999-12-31"}, 1) ==
        Cells{"9999-12-30"});
  CHECK(damaged(kTimestamp, R"({"operator": "shift", "by": "1 second"})", {"9999-12-31T23:59:59Z"}, 0) ==
        Cells{"9999-12-31T23:59:59Z"});
  CHECK(damaged(kTimestamp, R"({"operator": "shift", "by": "-1 hour"})", {"0001-01-01T00:30:00Z"}, 0) ==
        Cells{"0001-01-01T00:30:00Z"});
}

TEST_CASE("shift by hours crosses midnight and 1970") {
  CHECK(damaged(kTimestamp, R"({"operator": "shift", "by": "-2 hours"})", {"1970-01-01T01:00:00Z"}, 1) ==
        Cells{"1969-12-31T23:00:00Z"});
  CHECK(damaged(kDatetime, R"({"operator": "shift", "by": "1.5 seconds"})", {"1969-12-31T23:59:59.250"}, 1) ==
        Cells{"1970-01-01T00:00:00.750"});
}

TEST_CASE("Durations of a list come as often as one another") {
  const Column clean = cells_of(kDate, std::vector<const char*>(1000, "2024-06-15"));
  OperatorTrial trial(R"({"operator": "shift", "by": ["1 day", "-1 day", "1 year"]})", {{&clean}});
  std::array<int, 3> counts{};
  for (int batch = 0; batch < 30; ++batch) {
    CHECK(trial.run({7, 9}, batch * 1000) == 1000);
    for (std::size_t row = 0; row < 1000; ++row) {
      const std::string cell = trial.cell(row);
      ++counts[cell == "2024-06-16" ? 0 : cell == "2024-06-14" ? 1 : 2];
    }
  }
  // Four standard errors of a share of a third in 30,000 draws: 327.
  for (const int count : counts) CHECK(std::abs(count - 10'000) < 327);
}

TEST_CASE("shift by numbers of a unit rounds them to what the type holds") {
  // The trial gives literals only: a constant is the source. Whole schemas try others.
  CHECK(damaged(kDate, R"({"operator": "shift", "by": {"constant": 2.5, "unit": "days"}})", {"2024-02-28"}, 1) ==
        Cells{"2024-03-02"});
  CHECK(damaged(kDate, R"({"operator": "shift", "by": {"constant": 0.4, "unit": "days"}})", {"2024-02-28"}, 0) ==
        Cells{"2024-02-28"});
  CHECK(damaged(kDate, R"({"operator": "shift", "by": {"constant": -1.5, "unit": "years"}})", {"2024-08-31"}, 1) ==
        Cells{"2023-02-28"});
  CHECK(damaged(kTimestamp, R"({"operator": "shift", "by": {"constant": 1500, "unit": "milliseconds"}})",
                {"2024-01-01T00:00:00Z"}, 1) == Cells{"2024-01-01T00:00:02Z"});
  CHECK(damaged(kTimestamp, R"({"operator": "shift", "by": {"constant": 1e300, "unit": "weeks"}})",
                {"2024-01-01T00:00:00Z"}, 0) == Cells{"2024-01-01T00:00:00Z"});
  CHECK(damaged(kTimestamp, R"({"operator": "shift", "by": {"constant": 9e18, "unit": "seconds"}})",
                {"2024-01-01T00:00:00Z"}, 0) == Cells{"2024-01-01T00:00:00Z"});
  CHECK(damaged(kDate, R"({"operator": "shift", "by": {"constant": 9e18, "unit": "month"}})", {"2024-01-01"}, 0) ==
        Cells{"2024-01-01"});
}

TEST_CASE("shift tells what is wrong with a duration") {
  const char* day = "2024-01-01";
  CHECK(code(kDate, R"({"operator": "shift"})", day) == "SG2002");
  CHECK(code(kDate, R"({"operator": "shift", "by": "soon"})", day) == "SG2150");
  CHECK(code(kDate, R"({"operator": "shift", "by": "0 days"})", day) == "SG2150");
  CHECK(code(kDate, R"({"operator": "shift", "by": 30})", day) == "SG2003");
  CHECK(code(kDate, R"({"operator": "shift", "by": "=days"})", day) == "SG2150");
  CHECK(code(kDate, R"({"operator": "shift", "by": []})", day) == "SG2002");
  CHECK(code(kDate, R"({"operator": "shift", "by": "36 hours"})", day) == "SG2150");
  CHECK(code(kDate, R"({"operator": "shift", "by": {"constant": 3, "unit": "hours"}})", day) == "SG2150");
  CHECK(code(kDate, R"({"operator": "shift", "by": {"constant": 3, "unit": "quarters"}})", day) == "SG2150");
  CHECK(code(kDate, R"({"operator": "shift", "by": {"constant": 3, "unit": 1}})", day) == "SG2003");
  CHECK(code(kDate, R"({"operator": "shift", "by": {"constant": 3}})", day) == "SG2002");
  CHECK(code(kTimestamp, R"({"operator": "shift", "by": "1.5 seconds"})", "2024-01-01T00:00:00Z") == "SG2150");
}

TEST_CASE("epoch puts the first day of a clock, and its midnight, in place of a value") {
  CHECK(damaged(kDate, R"({"operator": "epoch"})", {"2024-04-03", "1970-01-01", nullptr}, 1) ==
        Cells{"1970-01-01", "1970-01-01", "null"});
  CHECK(damaged(kTimestamp, R"({"operator": "epoch", "value": "1900-01-01"})",
                {"1900-01-01T00:00:00Z", "1900-01-01T10:00:00Z"},
                1) == Cells{"1900-01-01T00:00:00Z", "1900-01-01T00:00:00Z"});
  CHECK(damaged(kDate, R"({"operator": "epoch", "value": ["1970-01-01", "1900-01-01"]})", {"1970-01-01"}, 1) ==
        Cells{"1900-01-01"});
  CHECK(code(kDate, R"({"operator": "epoch", "value": "1900-02-29"})", "2024-01-01") == "SG2010");
  CHECK(code(kTimestamp, R"({"operator": "epoch", "value": "1900-01-01T01:00:00Z"})", "2024-01-01T00:00:00Z") ==
        "SG2010");
  CHECK(code(kDate, R"({"operator": "epoch", "value": 0})", "2024-01-01") == "SG2003");
}

}  // namespace
}  // namespace synthgen
