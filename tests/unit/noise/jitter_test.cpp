// The operator `jitter`.
#include <cmath>

#include "operator_trial.hpp"
#include "synthgen/base/normal.hpp"

namespace synthgen {
namespace {

constexpr Type kInteger{TypeKind::integer, 0};
constexpr Type kNumber{TypeKind::number, 0};

TEST_CASE("jitter adds normal errors to numbers") {
  const Column clean = cells_of(kNumber, std::vector<const char*>(1000, "100"));
  OperatorTrial trial(R"({"operator": "jitter", "sd": 2})", {{&clean}});
  double sum = 0;
  double squares = 0;
  int within = 0;
  constexpr int kDraws = 50'000;
  for (int batch = 0; batch < kDraws / 1000; ++batch) {
    CHECK(trial.run({7, 9}, batch * 1000) == 1000);
    for (std::size_t row = 0; row < 1000; ++row) {
      const double error = trial.damaged().number(row) - 100;
      sum += error;
      squares += error * error;
      within += std::fabs(error) < 2 ? 1 : 0;
    }
  }
  // Four standard errors of the mean, of the variance (4 times the root of 2 / n) and of the share within one sd.
  CHECK(std::fabs(sum / kDraws) < 4 * 2 / std::sqrt(1.0 * kDraws));
  CHECK(std::fabs(squares / kDraws - 4) < 4 * 4 * std::sqrt(2.0 / kDraws));
  CHECK(std::fabs(1.0 * within / kDraws - 0.682689) < 4 * std::sqrt(0.682689 * 0.317311 / kDraws));
}

TEST_CASE("jitter by a share of the value spares zeros, and follows the value's size") {
  const Column clean = cells_of(kNumber, {"0", "1000000", "-1e-9", nullptr});
  OperatorTrial trial(R"({"operator": "jitter", "relative_sd": 0.01})", {{&clean}});
  CHECK(trial.run() == 2);
  CHECK(trial.cell(0) == "0.0");
  // Beyond six standard deviations once in 500 million.
  CHECK(std::fabs(trial.damaged().number(1) - 1e6) < 6e4);
  CHECK(std::fabs(trial.damaged().number(2) + 1e-9) < 6e-11);
}

TEST_CASE("jitter always shows in the digits that are written, however small it is") {
  const Column clean = cells_of(kInteger, std::vector<const char*>(1000, "40"));
  OperatorTrial trial(R"({"operator": "jitter", "sd": 0.1})", {{&clean}});
  CHECK(trial.run() == 1000);
  int up = 0;
  for (std::size_t row = 0; row < 1000; ++row) {
    REQUIRE((trial.cell(row) == "39" || trial.cell(row) == "41"));
    up += trial.cell(row) == "41" ? 1 : 0;
  }
  // Four standard errors of a share of 1/2 in 1,000 draws: 63.
  CHECK(std::abs(up - 500) < 63);
  OperatorTrial tiny(R"({"operator": "jitter", "sd": 1e-9})", {{&clean}});
  CHECK(tiny.run() == 1000);
}

TEST_CASE("jitter of integers is the normal law given that the integer changes") {
  const Column clean = cells_of(kInteger, std::vector<const char*>(1000, "0"));
  OperatorTrial trial(R"({"operator": "jitter", "sd": 1})", {{&clean}});
  int ones = 0;
  constexpr int kDraws = 50'000;
  for (int batch = 0; batch < kDraws / 1000; ++batch) {
    CHECK(trial.run({7, 9}, batch * 1000) == 1000);
    for (std::size_t row = 0; row < 1000; ++row) ones += std::abs(trial.damaged().word(row)) == 1 ? 1 : 0;
  }
  const double share = (normal_share_above(0.5) - normal_share_above(1.5)) / normal_share_above(0.5);
  CHECK(std::fabs(1.0 * ones / kDraws - share) < 4 * std::sqrt(share * (1 - share) / kDraws));
}

TEST_CASE("jitter stays within the type") {
  const Column ends = cells_of(kInteger, {"9223372036854775807", "-9223372036854775808"});
  OperatorTrial trial(R"({"operator": "jitter", "sd": 5})", {{&ends}});
  CHECK(trial.run() == 2);
  CHECK(trial.damaged().word(0) < INT64_MAX);
  CHECK(trial.damaged().word(1) > INT64_MIN);
  const Column longest = cells_of(Type::decimal(2), {"9999999999999999.99", "0.00"});
  OperatorTrial decimals(R"({"operator": "jitter", "sd": 0.02})", {{&longest}});
  CHECK(decimals.run() == 2);
  CHECK(decimals.damaged().word(0) < 999'999'999'999'999'999);
  CHECK(decimals.damaged().word(1) != 0);
}

TEST_CASE("jitter needs exactly one size of its errors") {
  const Column clean = cells_of(kInteger, {"5"});
  const auto code = [&](const char* json) {
    OperatorTrial trial(json, {{&clean}});
    return trial.diagnostics().error_count() == 1 ? trial.diagnostics()[0].code : "no single error";
  };
  CHECK(code(R"({"operator": "jitter"})") == "SG2002");
  CHECK(code(R"({"operator": "jitter", "sd": 0})") == "SG2106");
  CHECK(code(R"({"operator": "jitter", "relative_sd": -1})") == "SG2106");
  CHECK(code(R"({"operator": "jitter", "sd": 1, "relative_sd": 0.1})") == "SG2415");
}

}  // namespace
}  // namespace synthgen
