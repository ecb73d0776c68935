// The operator `incomplete`.
#include <array>

#include "operator_trial.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {
namespace {

constexpr Type kText{TypeKind::string, 0};
constexpr Type kInteger{TypeKind::integer, 0};
constexpr Type kDate{TypeKind::date, 0};
constexpr Type kBoolean{TypeKind::boolean, 0};
constexpr const char* kPlain = R"({"operator": "incomplete"})";

/// The operator with `set`, whose columns a test gives behind those that are listed.
constexpr const char* kSet = R"({"operator": "incomplete", "set": {"c2": "gone", "c3": null}})";

std::size_t filled(const OperatorTrial& trial, std::size_t row, std::size_t columns) {
  std::size_t count = 0;
  while (count < columns && trial.cell(row, count) != "null") ++count;
  for (std::size_t c = count; c < columns; ++c) CHECK(trial.cell(row, c) == "null");
  return count;
}

TEST_CASE("incomplete empties every column from the drawn one on, each as often the first") {
  const Column clean = cells_of(kText, std::vector<const char*>(1000, "x"));
  OperatorTrial trial(kPlain, {{&clean}, {&clean}, {&clean}, {&clean}, {&clean}});
  std::array<int, 5> counts{};
  for (int batch = 0; batch < 100; ++batch) {
    CHECK(trial.run({7, 9}, batch * 1000) == 1000);
    for (std::size_t row = 0; row < 1000; ++row) ++counts[filled(trial, row, 5)];
  }
  double chi_square = 0;
  for (const int count : counts) chi_square += (count - 20'000.0) * (count - 20'000.0) / 20'000;
  // 100,000 draws; four degrees of freedom are above 23.5 once in 10,000 keys.
  CHECK(chi_square < 23.5);
}

TEST_CASE("incomplete leaves the columns before `from` as they are") {
  const Column clean = cells_of(kText, std::vector<const char*>(1000, "x"));
  OperatorTrial trial(R"({"operator": "incomplete", "from": "c2"})", {{&clean}, {&clean}, {&clean}, {&clean}});
  std::array<int, 4> counts{};
  CHECK(trial.run() == 1000);
  for (std::size_t row = 0; row < 1000; ++row) ++counts[filled(trial, row, 4)];
  CHECK(counts[0] == 0);
  CHECK(counts[1] == 0);
  // Four standard errors of a half in 1,000 draws: 63.
  CHECK(std::abs(counts[2] - 500) < 63);
}

TEST_CASE("incomplete draws among the columns from which on something is left to empty") {
  std::vector<const char*> present(1000, "x");
  const Column some = cells_of(kText, present);
  const Column none = cells_of(kText, std::vector<const char*>(1000, nullptr));
  OperatorTrial trial(kPlain, {{&some}, {&some}, {&none}, {&none}});
  CHECK(trial.run() == 1000);
  int first = 0;
  for (std::size_t row = 0; row < 1000; ++row) first += filled(trial, row, 4) == 0 ? 1 : 0;
  CHECK(std::abs(first - 500) < 63);
}

TEST_CASE("incomplete passes over a row with nothing to empty, and does not set anything there") {
  const Column none = cells_of(kText, {nullptr});
  const Column status = cells_of(kText, {"done"});
  const Column closed = cells_of(kDate, {"2024-02-29"});
  OperatorTrial trial(kSet, {{&none}, {&none}, {&status}, {&closed}});
  CHECK(trial.run() == 0);
  CHECK(trial.cell(0, 2) == "done");
  CHECK(trial.cell(0, 3) == "2024-02-29");
}

TEST_CASE("incomplete sets columns in the rows that it breaks off") {
  const Column text = cells_of(kText, {"a", "b", "c"});
  const Column status = cells_of(kText, {"done", "gone", nullptr});
  const Column closed = cells_of(kDate, {"2024-02-29", nullptr, "2024-03-01"});
  OperatorTrial trial(kSet, {{&text}, {&text}, {&status}, {&closed}});
  CHECK(trial.run() == 3);
  for (std::size_t row = 0; row < 3; ++row) {
    CHECK(trial.cell(row, 1) == "null");
    CHECK(trial.cell(row, 2) == "gone");
    CHECK(trial.cell(row, 3) == "null");
  }
  // What a row had already is no change, but the row counts by what was emptied.
  CHECK(trial.damaged(2).edits().size() == 2);
  CHECK(trial.damaged(3).edits().size() == 2);
  CHECK(trial.written(3).type() == kDate);
}

TEST_CASE("The values of `set` take the types of their columns") {
  const Column text = cells_of(kText, {"a"});
  const Column count = cells_of(kInteger, {"1"});
  const Column flag = cells_of(kBoolean, {"true"});
  const Column day = cells_of(kDate, {"2024-02-29"});
  OperatorTrial trial(R"({"operator": "incomplete", "set": {"c1": 0, "c2": false, "c3": "1970-01-01"}})",
                      {{&text}, {&count}, {&flag}, {&day}});
  CHECK(trial.run() == 1);
  CHECK(trial.cell(0, 1) == "0");
  CHECK(trial.cell(0, 2) == "false");
  CHECK(trial.cell(0, 3) == "1970-01-01");

  OperatorTrial wrong(R"({"operator": "incomplete", "set": {"c1": "none", "c2": 1, "c3": "30/02/2024"}})",
                      {{&text}, {&count}, {&flag}, {&day}});
  REQUIRE(wrong.diagnostics().error_count() == 3);
  CHECK(wrong.diagnostics()[0].code == "SG2010");
  CHECK(wrong.diagnostics()[1].code == "SG2109");
  CHECK(wrong.diagnostics()[2].code == "SG2010");
}

TEST_CASE("incomplete passes over what would be mended, and draws among the columns before it") {
  // The second column was filled where it is null by itself: emptied it would be right again.
  const Column left = cells_of(kText, std::vector<const char*>(1000, "x"));
  const Column none = cells_of(kText, std::vector<const char*>(1000, nullptr));
  DamagedColumn first(CellText(kText), WrittenForm::typed);
  DamagedColumn second(CellText(kText), WrittenForm::typed);
  first.begin(left);
  second.begin(none);
  second.begin_operation(0, 1);
  std::vector<std::uint16_t> places;
  std::vector<std::int64_t> rows;
  for (std::uint16_t row = 0; row < 1000; ++row) {
    places.push_back(row);
    rows.push_back(row);
    CHECK(second.set_text(row, "y"));
  }
  first.begin_operation(1, 0);
  second.begin_operation(1, 1);
  OperatorTrial trial(kPlain, {{&left}, {&none}});
  DamagedColumn* columns[] = {&first, &second};
  CHECK(trial.made().operation->apply(NoiseBatch(places, rows, columns, {}, {1, 2})) == 1000);
  for (std::uint16_t row = 0; row < 1000; ++row) {
    CHECK(first.is_null(row));
    CHECK(second.text(row) == "y");
  }
}

TEST_CASE("A set column belongs to those that the operator damages") {
  const NoiseKind& kind = *find_noise("incomplete");
  auto parsed = json::parse_document("operator.json", R"({"operator": "incomplete", "set": {"status": null, "n": 3}})");
  REQUIRE(parsed.ok());
  Diagnostics diagnostics;
  ColumnDeclaration declaration;
  ColumnReader outer(parsed->root, declaration, diagnostics);
  outer.set_nested([](const json::Value& value, std::span<const std::string_view>, ColumnDeclaration& inner,
                      const ColumnReader& around) {
    ColumnReader reader(value, inner, around);
    return find_source("constant")->parse(value, reader);
  });
  NoiseReader reader(parsed->root, "incomplete", outer);
  const std::unique_ptr<NoiseSpec> spec = kind.parse(reader);
  REQUIRE(spec != nullptr);
  const std::vector<NoiseSpec::FurtherColumn> further = spec->further_columns();
  REQUIRE(further.size() == 2);
  CHECK(further[0].name == "status");
  CHECK(further[1].name == "n");
  CHECK(further[0].place.pointer == "/set/status");
}

TEST_CASE("Faults of incomplete are told") {
  const Column clean = cells_of(kText, {"x"});
  const auto codes = [&](const char* json) {
    std::vector<std::string> all;
    const OperatorTrial trial(json, {{&clean}, {&clean}});
    for (const Diagnostic& diagnostic : trial.diagnostics()) all.push_back(diagnostic.code);
    return all;
  };
  using Codes = std::vector<std::string>;
  CHECK(codes(R"({"operator": "incomplete", "from": "c7"})") == Codes{"SG2433"});
  CHECK(codes(R"({"operator": "incomplete", "from": 1})") == Codes{"SG2003"});
  CHECK(codes(R"({"operator": "incomplete", "set": {}})") == Codes{"SG2002"});
  CHECK(codes(R"({"operator": "incomplete", "set": ["c1"]})") == Codes{"SG2003"});
  CHECK(codes(R"({"operator": "incomplete", "set": {"c1": ["a", "b"]}})") == Codes{"SG2003"});
  CHECK(codes(R"({"operator": "incomplete", "token": "N/A"})") == Codes{"SG2404"});
}

}  // namespace
}  // namespace synthgen
