// The operator `block`.
#include "operator_trial.hpp"

namespace synthgen {
namespace {

constexpr Type kText{TypeKind::string, 0};
constexpr Type kDate{TypeKind::date, 0};
constexpr Type kInteger{TypeKind::integer, 0};

TEST_CASE("block empties the listed columns together, whatever their types") {
  const Column street = cells_of(kText, {"Elm 1", "Oak 2"});
  const Column day = cells_of(kDate, {"2024-02-29", "2024-03-01"});
  const Column count = cells_of(kInteger, {"1", "2"});
  OperatorTrial trial(R"({"operator": "block"})", {{&street}, {&day}, {&count}});
  CHECK(trial.run() == 2);
  for (std::size_t column = 0; column < 3; ++column) CHECK(trial.written(column).null_count() == 2);
  CHECK(trial.written(1).type() == kDate);
}

TEST_CASE("block counts a row in which one cell is left to empty, and passes over one that is empty") {
  const Column street = cells_of(kText, {nullptr, nullptr, ""});
  const Column city = cells_of(kText, {"Rome", nullptr, nullptr});
  OperatorTrial trial(R"({"operator": "block"})", {{&street}, {&city}});
  CHECK(trial.run() == 2);
  CHECK(trial.damaged(0).edits().size() == 1);
  CHECK(trial.damaged(1).edits().size() == 1);
}

TEST_CASE("block takes no parameters") {
  const Column street = cells_of(kText, {"Elm 1"});
  OperatorTrial trial(R"({"operator": "block", "from": "c0"})", {{&street}, {&street}});
  REQUIRE(trial.diagnostics().error_count() == 1);
  CHECK(trial.diagnostics()[0].code == "SG2404");
}

}  // namespace
}  // namespace synthgen
