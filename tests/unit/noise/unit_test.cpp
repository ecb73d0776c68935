// The operator `unit`.
#include <map>

#include "operator_trial.hpp"

namespace synthgen {
namespace {

constexpr Type kInteger{TypeKind::integer, 0};

TEST_CASE("unit multiplies or divides by each factor of its list, each as often") {
  const Column clean = cells_of(Type::decimal(2), std::vector<const char*>(1000, "70.00"));
  OperatorTrial trial(R"({"operator": "unit", "factors": [100, 2.20462262185]})", {{&clean}});
  std::map<std::string, int> counts;
  for (int batch = 0; batch < 20; ++batch) {
    CHECK(trial.run({7, 9}, batch * 1000) == 1000);
    for (std::size_t row = 0; row < 1000; ++row) ++counts[trial.cell(row)];
  }
  REQUIRE(counts.size() == 4);
  // 70 kg are 154.32 lb, and 70 lb 31.75 kg. Four standard errors of a share of 1/4 in 20,000 draws: 245.
  for (const char* cell : {"7000.00", "0.70", "154.32", "31.75"}) CHECK(std::abs(counts[cell] - 5000) < 245);
}

TEST_CASE("unit goes on to another factor where a product does not fit") {
  const Column clean = cells_of(kInteger, {"9000000000000000000", "1"});
  OperatorTrial trial(R"({"operator": "unit", "factors": [10, 1000]})", {{&clean}});
  CHECK(trial.run() == 2);
  CHECK((trial.cell(0) == "900000000000000000" || trial.cell(0) == "9000000000000000"));
  // A tenth of 1 is 0; a thousandth too.
  CHECK((trial.cell(1) == "10" || trial.cell(1) == "1000" || trial.cell(1) == "0"));
}

TEST_CASE("unit takes ten without a factor") {
  const Column clean = cells_of(kInteger, {"30", "0"});
  OperatorTrial trial(R"({"operator": "unit"})", {{&clean}});
  CHECK(trial.run() == 1);
  CHECK((trial.cell(0) == "300" || trial.cell(0) == "3"));
  OperatorTrial one(R"({"operator": "unit", "factor": 1000})", {{&clean}});
  CHECK(one.run() == 1);
  CHECK((one.cell(0) == "30000" || one.cell(0) == "0"));
}

TEST_CASE("unit refuses factors that are none") {
  const Column clean = cells_of(kInteger, {"5"});
  const auto code = [&](const char* json) {
    OperatorTrial trial(json, {{&clean}});
    return trial.diagnostics().error_count() == 1 ? trial.diagnostics()[0].code : "no single error";
  };
  CHECK(code(R"({"operator": "unit", "factor": 1})") == "SG2106");
  CHECK(code(R"({"operator": "unit", "factors": [10, 0]})") == "SG2106");
  CHECK(code(R"({"operator": "unit", "factors": [10, 1]})") == "SG2106");
  CHECK(code(R"({"operator": "unit", "factors": [10, "lb"]})") == "SG2003");
  CHECK(code(R"({"operator": "unit", "factors": 10})") == "SG2003");
  CHECK(code(R"({"operator": "unit", "factors": []})") == "SG2002");
  CHECK(code(R"({"operator": "unit", "factor": 10, "factors": [100]})") == "SG2415");
}

}  // namespace
}  // namespace synthgen
