// The operator `replace`.
#include "text_trial.hpp"

namespace synthgen {
namespace {

TEST_CASE("replace writes every match anew, with the groups of the pattern") {
  CHECK(once(R"j({"operator": "replace", "pattern": "(\\d{3}) (\\d{3})", "with": "\\2-\\1"})j", "600 100 | 700 200") ==
        "100-600 | 200-700");
  CHECK(once(R"j({"operator": "replace", "pattern": "[aá]", "with": "\\0\\0"})j", "Ána papá") == "Ánaa paapáá");
  CHECK(once(R"j({"operator": "replace", "pattern": "/", "with": "\\\\"})j", "a/b") == "a\\b");
  CHECK(once(R"j({"operator": "replace", "pattern": "", "with": "-"})j", "ñu") == "-ñ-u-");
}

TEST_CASE("replace draws among several texts, and takes another where one changes nothing") {
  CHECK(lie_as(outcomes(R"j({"operator": "replace", "pattern": "[ .]", "with": ["", "-", "."]})j", "é 1"),
               {{"é1", 1.0 / 3}, {"é-1", 1.0 / 3}, {"é.1", 1.0 / 3}}));
  // Of "." the draw goes on to the first of the list.
  CHECK(lie_as(outcomes(R"j({"operator": "replace", "pattern": "[ .]", "with": ["", "-", "."]})j", "é.1"),
               {{"é1", 2.0 / 3}, {"é-1", 1.0 / 3}}));
}

TEST_CASE("replace leaves what does not match, what stays the same, and what would be empty or no UTF-8") {
  CHECK(once(R"j({"operator": "replace", "pattern": "x", "with": "y"})j", "abc") == "(unchanged)");
  CHECK(once(R"j({"operator": "replace", "pattern": "b", "with": "b"})j", "abc") == "(unchanged)");
  CHECK(once(R"j({"operator": "replace", "pattern": ".*", "with": ""})j", "abc") == "(unchanged)");
  CHECK(once(R"j({"operator": "replace", "pattern": "x", "with": ""})j", "x") == "(unchanged)");
  CHECK(once(R"j({"operator": "replace", "pattern": "^\\C", "with": ""})j", "ñu") == "(unchanged)");
  CHECK(once(R"j({"operator": "replace", "pattern": "x", "with": "y"})j", "") == "(unchanged)");
}

TEST_CASE("replace works on the written text of other types, whose column becomes one of texts") {
  const Column clean = cells_of(Type::decimal(2), {"12.50", nullptr, "7.00"});
  OperatorTrial trial(R"j({"operator": "replace", "pattern": "\\.50$", "with": ",5"})j", {{&clean}});
  CHECK(trial.made().leaves_type == std::vector<bool>{true});
  CHECK(trial.run() == 1);
  CHECK(trial.written().type() == kTextType);
  CHECK(trial.cell(0) == "12,5");
  CHECK(trial.cell(1) == "null");
  CHECK(trial.cell(2) == "7.00");
  const Column dates = cells_of(Type{TypeKind::date, 0}, {"2024-02-29"});
  OperatorTrial days(R"j({"operator": "replace", "pattern": "^(..)/(..)/", "with": "\\2/\\1/"})j",
                     {{&dates, "%d/%m/%Y"}});
  CHECK(days.run() == 1);
  CHECK(days.cell(0) == "02/29/2024");
  const Column texts = cells_of(kTextType, {"a"});
  OperatorTrial stays(R"j({"operator": "replace", "pattern": "a", "with": "b"})j", {{&texts}});
  CHECK(stays.made().leaves_type == std::vector<bool>{false});
}

TEST_CASE("A wrong pattern or replacement is told where it is wrong") {
  using Codes = std::vector<std::string>;
  CHECK(faults_of(R"j({"operator": "replace"})j") == Codes{"SG2002", "SG2002"});
  CHECK(faults_of(R"j({"operator": "replace", "pattern": 1, "with": []})j") == Codes{"SG2003", "SG2002"});
  CHECK(faults_of(R"j({"operator": "replace", "pattern": "(a", "with": "b"})j") == Codes{"SG2417"});
  const Column clean = cells_of(kTextType, {"a"});
  const char* json = R"j({"operator": "replace", "pattern": "(a)", "with": ["\\1", "x\\2", "y\\k"]})j";
  const OperatorTrial trial(json, {{&clean}});
  REQUIRE(trial.diagnostics().error_count() == 2);
  CHECK(trial.diagnostics()[0].message == "the replacement names group 2, the pattern has 1");
  CHECK(trial.diagnostics()[0].place->offset == std::string(json).find("\\\\2"));
  CHECK(trial.diagnostics()[1].message == "the replacement is wrong: a \\ is followed by a digit or another \\");
  CHECK(trial.diagnostics()[1].place->offset == std::string(json).find("\\\\k"));
}

}  // namespace
}  // namespace synthgen
