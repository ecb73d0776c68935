// The operators `round_to` and `sign`.
#include "operator_trial.hpp"

namespace synthgen {
namespace {

constexpr Type kInteger{TypeKind::integer, 0};
constexpr Type kNumber{TypeKind::number, 0};

std::vector<std::string> rounded(Type type, const char* json, const std::vector<const char*>& values,
                                 std::uint64_t changed) {
  const Column clean = cells_of(type, values);
  OperatorTrial trial(json, {{&clean}});
  CHECK(trial.run() == changed);
  std::vector<std::string> cells;
  for (std::size_t row = 0; row < values.size(); ++row) cells.push_back(trial.cell(row));
  return cells;
}
using Cells = std::vector<std::string>;

TEST_CASE("round_to heaps integers at multiples, halves away from zero, and spares multiples") {
  CHECK(rounded(kInteger, R"({"operator": "round_to", "step": 5})", {"42", "43", "-42", "-43", "45", "0", "2", nullptr},
                5) == Cells{"40", "45", "-40", "-45", "45", "0", "0", "null"});
  CHECK(rounded(kInteger, R"({"operator": "round_to", "step": 10})", {"5", "-5", "15", "14"}, 4) ==
        Cells{"10", "-10", "20", "10"});
  // Multiples of 2.5 are written as whole numbers: 7.5 is 8.
  CHECK(rounded(kInteger, R"({"operator": "round_to", "step": 2.5})", {"7", "3", "5", "1"}, 2) ==
        Cells{"8", "3", "5", "0"});
}

TEST_CASE("round_to is exact at the ends of integers and decimals") {
  CHECK(rounded(kInteger, R"({"operator": "round_to", "step": 10})",
                {"9223372036854775807", "-9223372036854775808", "9223372036854775803"},
                1) == Cells{"9223372036854775807", "-9223372036854775808", "9223372036854775800"});
  CHECK(rounded(kInteger, R"({"operator": "round_to", "step": 1e30})", {"9223372036854775807", "7"}, 2) ==
        Cells{"0", "0"});
  CHECK(rounded(Type::decimal(2), R"({"operator": "round_to", "step": 0.25})",
                {"0.37", "0.38", "-0.38", "1234567890123456.62", "9999999999999999.99", "0.13", "0.12"},
                6) == Cells{"0.25", "0.50", "-0.50", "1234567890123456.50", "9999999999999999.99", "0.25", "0.00"});
  CHECK(rounded(Type::decimal(1), R"({"operator": "round_to", "step": 0.25})", {"0.3", "0.2", "0.7"}, 2) ==
        Cells{"0.3", "0.3", "0.8"});
}

TEST_CASE("round_to decides numbers by the digits in which they are written") {
  // As doubles 0.15 / 0.1 is below 1.5, and 3 * 0.1 is 0.30000000000000004.
  CHECK(rounded(kNumber, R"({"operator": "round_to", "step": 0.1})",
                {"0.15", "0.34", "-0.25", "0.3", "1e300", "1e-300", "-0.04"},
                5) == Cells{"0.2", "0.3", "-0.3", "0.3", "1e+300", "0.0", "0.0"});
  CHECK(rounded(kNumber, R"({"operator": "round_to", "step": 1e20})", {"1.4e20", "4e19"}, 2) == Cells{"1e+20", "0.0"});
}

TEST_CASE("round_to refuses a step of which every value is a multiple") {
  const auto code = [](Type type, const char* json) {
    const Column clean = cells_of(type, {"5"});
    OperatorTrial trial(json, {{&clean}});
    return trial.diagnostics().size() == 1 ? trial.diagnostics()[0].code : "no single finding";
  };
  CHECK(code(kInteger, R"({"operator": "round_to", "step": 1})") == "SG2421");
  CHECK(code(kInteger, R"({"operator": "round_to", "step": 0.25})") == "SG2421");
  CHECK(code(Type::decimal(2), R"({"operator": "round_to", "step": 0.01})") == "SG2421");
  CHECK(code(Type::decimal(2), R"({"operator": "round_to", "step": 0.005})") == "SG2421");
  CHECK(code(Type::decimal(2), R"({"operator": "round_to", "step": 0.015})") == "no single finding");
  CHECK(code(kInteger, R"({"operator": "round_to", "step": 0.4})") == "no single finding");
  CHECK(code(kNumber, R"({"operator": "round_to", "step": 1})") == "no single finding");
  CHECK(code(kInteger, R"({"operator": "round_to"})") == "SG2002");
  CHECK(code(kInteger, R"({"operator": "round_to", "step": 0})") == "SG2106");
  CHECK(code(kInteger, R"({"operator": "round_to", "step": "five"})") == "SG2003");
}

TEST_CASE("sign flips every number but zero and the one that has no opposite") {
  CHECK(rounded(kInteger, R"({"operator": "sign"})",
                {"5", "-5", "0", "9223372036854775807", "-9223372036854775808", nullptr},
                3) == Cells{"-5", "5", "0", "-9223372036854775807", "-9223372036854775808", "null"});
  CHECK(rounded(Type::decimal(2), R"({"operator": "sign"})", {"12.50", "-9999999999999999.99", "0.00"}, 2) ==
        Cells{"-12.50", "9999999999999999.99", "0.00"});
  CHECK(rounded(kNumber, R"({"operator": "sign"})", {"1.5", "-2e-308", "0", "-0.0"}, 2) ==
        Cells{"-1.5", "2e-308", "0.0", "-0.0"});
}

}  // namespace
}  // namespace synthgen
