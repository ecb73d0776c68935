// The operator `synonym`.
#include <algorithm>
#include <array>

#include "operator_trial.hpp"

namespace synthgen {
namespace {

constexpr Type kText{TypeKind::string, 0};

std::shared_ptr<const Column> domain_of(const std::vector<const char*>& values) {
  return std::make_shared<const Column>(cells_of(kText, values));
}

TEST_CASE("synonym replaces a whole cell by the text that stands for it") {
  const Column clean = cells_of(kText, {"Street", "street", "Main Street", nullptr, "", "Calle Ñandú"});
  OperatorTrial trial(R"({"operator": "synonym", "table": {"Street": "St", "Calle Ñandú": ["C/ Ñandú"]}})", {{&clean}});
  CHECK(trial.run() == 2);
  CHECK(trial.cell(0) == "St");
  CHECK(trial.cell(1) == "street");
  CHECK(trial.cell(2) == "Main Street");
  CHECK(trial.cell(3) == "null");
  CHECK(trial.cell(4).empty());
  CHECK(trial.cell(5) == "C/ Ñandú");
}

TEST_CASE("Variants of a list come as often as one another") {
  const Column clean = cells_of(kText, std::vector<const char*>(1000, "Robert"));
  constexpr std::array kVariants = {"Bob", "Rob", "Bobby", "Robbie"};
  OperatorTrial trial(R"({"operator": "synonym", "table": {"Robert": ["Bob", "Rob", "Bobby", "Robbie"]}})", {{&clean}});
  std::array<int, 4> counts{};
  for (int batch = 0; batch < 100; ++batch) {
    CHECK(trial.run({3, 5}, batch * 1000) == 1000);
    for (std::size_t row = 0; row < 1000; ++row) {
      const auto* const found = std::find(kVariants.begin(), kVariants.end(), trial.cell(row));
      REQUIRE(found != kVariants.end());
      ++counts[static_cast<std::size_t>(found - kVariants.begin())];
    }
  }
  double chi_square = 0;
  for (const int count : counts) chi_square += (count - 25'000.0) * (count - 25'000.0) / 25'000;
  // 100,000 draws; three degrees of freedom are above 21.1 once in 10,000 keys.
  CHECK(chi_square < 21.1);
}

TEST_CASE("synonym does not write the clean value back over what an earlier operator made of it") {
  const Column clean = cells_of(kText, std::vector<const char*>(200, "Bob"));
  DamagedColumn column(CellText(kText), WrittenForm::typed);
  column.begin(clean);
  column.begin_operation(0, 0);
  std::vector<std::uint16_t> places;
  std::vector<std::int64_t> rows;
  for (std::uint16_t row = 0; row < 200; ++row) {
    CHECK(column.set_text(row, "Robert"));
    places.push_back(row);
    rows.push_back(row);
  }
  column.begin_operation(1, 0);
  OperatorTrial trial(R"({"operator": "synonym", "table": {"Robert": ["Bob", "Rob"]}})", {{&clean}});
  DamagedColumn* columns[] = {&column};
  // Sixteen draws in a row are "Bob" once in 65,536 rows.
  CHECK(trial.made().operation->apply(NoiseBatch(places, rows, columns, {}, {1, 2})) == 200);
  for (std::uint16_t row = 0; row < 200; ++row) CHECK(column.text(row) == "Rob");
}

TEST_CASE("A value that the column never has is told, with those that look like it") {
  const Column clean = cells_of(kText, {"open"});
  OperatorTrial trial(R"({"operator": "synonym", "table": {"open": "OPEN", "closd": "done", "x": "y"}})",
                      {{&clean, "", domain_of({"new", "open", "closed"})}});
  REQUIRE(trial.diagnostics().size() == 2);
  CHECK(trial.diagnostics()[0].severity == Severity::warning);
  CHECK(trial.diagnostics()[0].code == "SG2432");
  CHECK(trial.diagnostics()[0].hint.starts_with("did you mean \"closed\"?"));
  CHECK(trial.diagnostics()[1].hint.starts_with("its values are new, open, closed;"));
  CHECK(trial.run() == 1);
}

TEST_CASE("Of many values that the column never has the first three are told, and how many there are") {
  const Column clean = cells_of(kText, {"open"});
  OperatorTrial trial(R"({"operator": "synonym", "table": {"a": "b", "c": "d", "e": "f", "g": "h", "i": "j"}})",
                      {{&clean, "", domain_of({"open"})}});
  REQUIRE(trial.diagnostics().size() == 4);
  CHECK(trial.diagnostics()[3].message.find("2 more") != std::string::npos);
  CHECK(trial.diagnostics()[3].place->pointer == "/table/g");
}

TEST_CASE("Faults of synonym are told") {
  const Column clean = cells_of(kText, {"x"});
  const auto codes = [&](const char* json) {
    std::vector<std::string> all;
    const OperatorTrial trial(json, {{&clean}});
    for (const Diagnostic& diagnostic : trial.diagnostics()) all.push_back(diagnostic.code);
    return all;
  };
  using Codes = std::vector<std::string>;
  CHECK(codes(R"({"operator": "synonym"})") == Codes{"SG2002"});
  CHECK(codes(R"({"operator": "synonym", "table": {}})") == Codes{"SG2002"});
  CHECK(codes(R"({"operator": "synonym", "table": ["x", "y"]})") == Codes{"SG2003"});
  CHECK(codes(R"({"operator": "synonym", "table": {"x": []}})") == Codes{"SG2002"});
  CHECK(codes(R"({"operator": "synonym", "table": {"x": 1, "y": ["z", null]}})") == Codes{"SG2003", "SG2003"});
  CHECK(codes(R"({"operator": "synonym", "table": {"x": ""}})") == Codes{"SG2434"});
  CHECK(codes(R"({"operator": "synonym", "table": {"x": ["y", "x"]}})") == Codes{"SG2434"});
}

}  // namespace
}  // namespace synthgen
