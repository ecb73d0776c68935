// The operator `missing`.
#include "operator_trial.hpp"

namespace synthgen {
namespace {

constexpr Type kText{TypeKind::string, 0};
constexpr Type kInteger{TypeKind::integer, 0};

TEST_CASE("missing makes cells null, and passes over those that are") {
  const Column clean = cells_of(kText, {"a", nullptr, ""});
  OperatorTrial trial(R"({"operator": "missing"})", {{&clean}});
  CHECK(trial.run() == 2);
  CHECK(trial.written().null_count() == 3);
}

TEST_CASE("missing takes another token where the cell holds the drawn one already") {
  const Column clean = cells_of(kText, {"N/A", "x"});
  OperatorTrial trial(R"({"operator": "missing", "token": ["N/A", ""]})", {{&clean}});
  CHECK(trial.run() == 2);
  CHECK(trial.cell(0).empty());
  OperatorTrial single(R"({"operator": "missing", "token": "N/A"})", {{&clean}});
  CHECK(single.run() == 1);
}

TEST_CASE("A number as a token keeps a number column's type, a text makes it texts") {
  const Column clean = cells_of(kInteger, {"1", "2"});
  OperatorTrial sentinel(R"({"operator": "missing", "token": -999})", {{&clean}});
  CHECK(sentinel.run() == 2);
  CHECK(sentinel.written().type() == kInteger);
  CHECK(sentinel.cell(1) == "-999");
  OperatorTrial text(R"({"operator": "missing", "token": "-999"})", {{&clean}});
  CHECK(text.made().leaves_type == std::vector<bool>{true});
  CHECK(text.run() == 2);
  CHECK(text.written().type() == kText);
  OperatorTrial unfit(R"({"operator": "missing", "token": 1.5})", {{&clean}});
  REQUIRE(unfit.diagnostics().error_count() == 1);
  CHECK(unfit.diagnostics()[0].code == "SG2406");
}

TEST_CASE("Tokens of a list come as often as one another") {
  const Column clean = cells_of(kText, std::vector<const char*>(1000, "x"));
  OperatorTrial trial(R"({"operator": "missing", "token": ["a", "b", null]})", {{&clean}});
  std::array<int, 3> counts{};
  for (int batch = 0; batch < 100; ++batch) {
    CHECK(trial.run({7, 9}, batch * 1000) == 1000);
    for (std::size_t row = 0; row < 1000; ++row) {
      const std::string cell = trial.cell(row);
      ++counts[cell == "a" ? 0 : cell == "b" ? 1 : 2];
    }
  }
  // Four standard errors of a share of a third in 100,000 draws: 596.
  for (const int count : counts) CHECK(std::abs(count - 33'333) < 596);
}

}  // namespace
}  // namespace synthgen
