// The operator `outlier`.
#include <cmath>

#include "operator_trial.hpp"

namespace synthgen {
namespace {

constexpr Type kInteger{TypeKind::integer, 0};
constexpr Type kNumber{TypeKind::number, 0};

TEST_CASE("outlier multiplies or divides by ten where nothing else is said, each as often") {
  const Column clean = cells_of(kInteger, std::vector<const char*>(1000, "250"));
  OperatorTrial trial(R"({"operator": "outlier"})", {{&clean}});
  int up = 0;
  for (int batch = 0; batch < 10; ++batch) {
    CHECK(trial.run({7, 9}, batch * 1000) == 1000);
    for (std::size_t row = 0; row < 1000; ++row) {
      const std::string cell = trial.cell(row);
      REQUIRE((cell == "2500" || cell == "25"));
      up += cell == "2500" ? 1 : 0;
    }
  }
  // Four standard errors of a share of 1/2 in 10,000 draws: 200.
  CHECK(std::abs(up - 5000) < 200);
}

TEST_CASE("outlier by factor keeps every digit of decimals and rounds halves away from zero") {
  const Column clean = cells_of(Type::decimal(2), {"1234567890123.45", "-0.05", "0.15", "-0.15", "0.00"});
  OperatorTrial up(R"({"operator": "outlier", "factor": 1000, "sign": "positive"})", {{&clean}});
  CHECK(up.run() == 4);
  CHECK(up.cell(0) == "1234567890123450.00");
  CHECK(up.cell(1) == "-50.00");
  CHECK(up.cell(4) == "0.00");
  OperatorTrial down(R"({"operator": "outlier", "factor": 10, "sign": "negative"})", {{&clean}});
  CHECK(down.run() == 4);
  CHECK(down.cell(0) == "123456789012.35");
  CHECK(down.cell(1) == "-0.01");
  CHECK(down.cell(2) == "0.02");
  CHECK(down.cell(3) == "-0.02");
}

TEST_CASE("outlier passes over what does not fit the type, or goes the other way where it may") {
  const Column clean = cells_of(kInteger, {"9223372036854775807", "-9223372036854775808", "0", nullptr});
  OperatorTrial up(R"({"operator": "outlier", "sign": "positive"})", {{&clean}});
  CHECK(up.run() == 0);
  OperatorTrial both(R"({"operator": "outlier"})", {{&clean}});
  CHECK(both.run() == 2);
  CHECK(both.cell(0) == "922337203685477581");
  CHECK(both.cell(1) == "-922337203685477581");
  CHECK(both.cell(2) == "0");
  CHECK(both.cell(3) == "null");
  const Column longest = cells_of(Type::decimal(3), {"999999999999999.999"});
  OperatorTrial digits(R"({"operator": "outlier", "factor": 1.5, "sign": "positive"})", {{&longest}});
  CHECK(digits.run() == 0);
  const Column huge = cells_of(kNumber, {"1.7e308", "-1.7e308"});
  OperatorTrial infinite(R"({"operator": "outlier", "sign": "positive"})", {{&huge}});
  CHECK(infinite.run() == 0);
}

TEST_CASE("outlier takes a number by the digits in which it is written") {
  const Column clean = cells_of(kNumber, {"0.07", "70.7", "-2.5e-310"});
  OperatorTrial up(R"({"operator": "outlier", "factor": 100, "sign": "positive"})", {{&clean}});
  CHECK(up.run() == 3);
  CHECK(up.cell(0) == "7.0");
  CHECK(up.cell(1) == "7070.0");
  CHECK(up.cell(2) == "-2.5e-308");
  OperatorTrial down(R"({"operator": "outlier", "factor": 100, "sign": "negative"})", {{&clean}});
  CHECK(down.run() == 3);
  CHECK(down.cell(0) == "0.0007");
  OperatorTrial third(R"({"operator": "outlier", "factor": 3, "sign": "negative"})", {{&clean}});
  CHECK(third.run() == 3);
  CHECK(third.written().data<double>()[1] == 70.7 / 3);
}

TEST_CASE("outlier by sd moves by standard deviations of the column") {
  // Of 1 … 5: the square root of 2.5.
  const Column clean = cells_of(kInteger, {"1", "2", "3", "4", "5", nullptr});
  OperatorTrial up(R"({"operator": "outlier", "sd": 10, "sign": "positive"})", {{&clean}});
  CHECK(up.run() == 5);
  CHECK(up.cell(0) == "17");
  CHECK(up.cell(4) == "21");
  OperatorTrial down(R"({"operator": "outlier", "sd": 10, "sign": "negative"})", {{&clean}});
  CHECK(down.run() == 5);
  CHECK(down.cell(0) == "-15");
  const Column numbers = cells_of(kNumber, {"1.5", "2.5"});
  OperatorTrial exact(R"({"operator": "outlier", "sd": 2, "sign": "positive"})", {{&numbers}});
  CHECK(exact.run() == 2);
  CHECK(exact.written().data<double>()[0] == 1.5 + 2 * std::sqrt(0.5));
}

TEST_CASE("outlier warns of a column whose values do not differ, and passes them over") {
  const Column clean = cells_of(kInteger, {"5", "5", nullptr});
  OperatorTrial trial(R"({"operator": "outlier", "sd": 3})", {{&clean}});
  REQUIRE(trial.diagnostics().size() == 1);
  CHECK(trial.diagnostics()[0].code == "SG2421");
  CHECK(trial.diagnostics()[0].severity == Severity::warning);
  CHECK(trial.run() == 0);
  // One row, as of a run with --rows, tells nothing of the column.
  const Column one = cells_of(kInteger, {"5"});
  OperatorTrial single(R"({"operator": "outlier", "sd": 3})", {{&one}});
  CHECK(single.diagnostics().size() == 0);
  CHECK(single.run() == 0);
}

TEST_CASE("outlier refuses factors that change nothing, and two ways at once") {
  const Column clean = cells_of(kInteger, {"5"});
  const auto code = [&](const char* json) {
    OperatorTrial trial(json, {{&clean}});
    return trial.diagnostics().error_count() == 1 ? trial.diagnostics()[0].code : "no single error";
  };
  CHECK(code(R"({"operator": "outlier", "factor": 1})") == "SG2106");
  CHECK(code(R"({"operator": "outlier", "factor": 0})") == "SG2106");
  CHECK(code(R"({"operator": "outlier", "factor": -10})") == "SG2106");
  CHECK(code(R"({"operator": "outlier", "sd": 0})") == "SG2106");
  CHECK(code(R"({"operator": "outlier", "factor": "ten"})") == "SG2003");
  CHECK(code(R"({"operator": "outlier", "factor": null})") == "SG2003");
  CHECK(code(R"({"operator": "outlier", "factor": [2, 3]})") == "SG2003");
  CHECK(code(R"({"operator": "outlier", "factor": 2, "sd": 3})") == "SG2415");
  CHECK(code(R"({"operator": "outlier", "sign": "up"})") == "SG2103");
  CHECK(code(R"({"operator": "outlier", "step": 2})") == "SG2404");
}

}  // namespace
}  // namespace synthgen
