// The operator `mislabel`.
#include <algorithm>
#include <array>

#include "operator_trial.hpp"

namespace synthgen {
namespace {

constexpr Type kText{TypeKind::string, 0};
constexpr Type kInteger{TypeKind::integer, 0};
constexpr Type kNumber{TypeKind::number, 0};
constexpr Type kBoolean{TypeKind::boolean, 0};
constexpr Type kDate{TypeKind::date, 0};
constexpr Type kTimestamp{TypeKind::timestamp, 0};
constexpr const char* kUniform = R"({"operator": "mislabel"})";

std::shared_ptr<const Column> domain_of(Type type, const std::vector<const char*>& values) {
  return std::make_shared<const Column>(cells_of(type, values));
}

std::vector<std::string> codes_of(const OperatorTrial& trial) {
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : trial.diagnostics()) codes.push_back(diagnostic.code);
  return codes;
}

/// How often a cell with the value `from` comes to each of `values`, over 100,000 hits.
template <std::size_t n>
std::array<int, n> counts_of(OperatorTrial& trial, const std::array<const char*, n>& values) {
  std::array<int, n> counts{};
  for (int batch = 0; batch < 100; ++batch) {
    CHECK(trial.run({11, 13}, batch * 1000) == 1000);
    for (std::size_t row = 0; row < 1000; ++row) {
      const auto* const found = std::find(values.begin(), values.end(), trial.cell(row));
      REQUIRE(found != values.end());
      ++counts[static_cast<std::size_t>(found - values.begin())];
    }
  }
  return counts;
}

template <std::size_t n>
double chi_square(const std::array<int, n>& counts, const std::array<double, n>& expected) {
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += (counts[i] - expected[i]) * (counts[i] - expected[i]) / expected[i];
  return sum;
}

TEST_CASE("mislabel takes every other value of the domain as often") {
  const Column clean = cells_of(kText, std::vector<const char*>(1000, "b"));
  OperatorTrial trial(kUniform, {{&clean, "", domain_of(kText, {"a", "b", "c", "d", "e"})}});
  const std::array<const char*, 4> others = {"a", "c", "d", "e"};
  // Three degrees of freedom are above 21.1 once in 10,000 keys.
  CHECK(chi_square(counts_of(trial, others), {25'000, 25'000, 25'000, 25'000}) < 21.1);
}

TEST_CASE("mislabel draws by the weights of the value's row") {
  const Column clean = cells_of(kText, std::vector<const char*>(1000, "new"));
  OperatorTrial trial(
      R"({"operator": "mislabel", "matrix": {"open": {"new": 1}, "new": {"new": 0, "x": 0, "open": 5, "closed": 2.5, "lost": 0.5, "y": 0}}})",
      {{&clean}});
  const std::array<const char*, 3> targets = {"open", "closed", "lost"};
  // Two degrees of freedom are above 18.4 once in 10,000 keys.
  CHECK(chi_square(counts_of(trial, targets), {62'500, 31'250, 6'250}) < 18.4);
}

TEST_CASE("mislabel passes over null, and over values without a row") {
  const Column clean = cells_of(kText, {"new", nullptr, "closed", ""});
  OperatorTrial trial(R"({"operator": "mislabel", "matrix": {"new": {"open": 1}}})", {{&clean}});
  CHECK(trial.run() == 1);
  CHECK(trial.cell(0) == "open");
  CHECK(trial.cell(1) == "null");
  CHECK(trial.cell(2) == "closed");
}

TEST_CASE("mislabel keeps the column's type") {
  const auto check = [](Type type, const std::vector<const char*>& values, const char* json) {
    const Column clean = cells_of(type, values);
    OperatorTrial trial(json, {{&clean, "", domain_of(type, values)}});
    INFO(json);
    CHECK(trial.run() == values.size());
    CHECK(trial.written().type() == type);
    CHECK(trial.cell(0) == values[1]);
  };
  check(kInteger, {"1", "-2"}, kUniform);
  check(kNumber, {"0.5", "-0.25"}, kUniform);
  check(Type::decimal(2), {"1.50", "0.07"}, kUniform);
  check(kBoolean, {"true", "false"}, kUniform);
  check(kDate, {"2024-02-29", "1969-12-31"}, kUniform);
  check(kTimestamp, {"2024-02-29T10:00:00Z", "1969-12-31T23:59:59Z"}, kUniform);
  check(kInteger, {"1", "-2"}, R"({"operator": "mislabel", "matrix": {"1": {"-2": 1}, "-2": {"1": 9}}})");
  check(kNumber, {"0.5", "2.0"}, R"({"operator": "mislabel", "matrix": {"0.5": {"2": 1}, "2.0": {"0.5": 9}}})");
  check(Type::decimal(2), {"1.50", "0.07"},
        R"({"operator": "mislabel", "matrix": {"1.5": {"0.07": 1}, "0.07": {"1.50": 9}}})");
  check(kBoolean, {"true", "false"},
        R"({"operator": "mislabel", "matrix": {"true": {"false": 1}, "false": {"true": 9}}})");
  check(kDate, {"2024-02-29", "1969-12-31"},
        R"({"operator": "mislabel", "matrix": {"2024-02-29": {"1969-12-31": 1}, "1969-12-31": {"2024-02-29": 1}}})");
}

TEST_CASE("mislabel of a number takes 0 and -0 for one value") {
  const Column clean = cells_of(kNumber, {"-0.0", "0.0", "1.0"});
  OperatorTrial trial(R"({"operator": "mislabel", "matrix": {"0": {"1": 1}}})", {{&clean}});
  CHECK(trial.run() == 2);
  CHECK(trial.cell(0) == "1.0");
  CHECK(trial.cell(1) == "1.0");
}

TEST_CASE("mislabel knows the two values of a boolean, and needs those of other columns") {
  const Column flag = cells_of(kBoolean, {"true", "false", nullptr});
  OperatorTrial known(kUniform, {{&flag}});
  CHECK(known.run() == 2);
  CHECK(known.cell(0) == "false");
  const Column text = cells_of(kText, {"x"});
  OperatorTrial unknown(kUniform, {{&text}});
  CHECK(codes_of(unknown) == std::vector<std::string>{"SG2430"});
  CHECK(unknown.diagnostics()[0].hint.find("\"matrix\"") != std::string::npos);
  CHECK(codes_of(OperatorTrial(kUniform, {{&text, "", domain_of(kText, {"x"})}})) ==
        std::vector<std::string>{"SG2430"});
}

TEST_CASE("mislabel finds values that a dictionary codes, and writes them into it") {
  const Dictionary dictionary({"red", "green", "blue"});
  Column clean;
  clean.reset(dictionary, 3);
  for (std::size_t i = 0; i < 3; ++i) clean.data<std::int32_t>()[i] = static_cast<std::int32_t>(i);
  auto domain = std::make_shared<Column>();
  domain->reset(dictionary, 3);
  for (std::size_t i = 0; i < 3; ++i) domain->data<std::int32_t>()[i] = static_cast<std::int32_t>(i);
  OperatorTrial trial(kUniform, {{&clean, "", domain}});
  CHECK(trial.run() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(trial.cell(i) != std::string(dictionary[i]));
    const std::string written(trial.written().text(i));
    CHECK((written == "red" || written == "green" || written == "blue"));
  }
}

TEST_CASE("mislabel does not mend, and takes any value for one that an earlier operator made up") {
  const Column clean = cells_of(kText, std::vector<const char*>(1000, "a"));
  DamagedColumn column(CellText(kText), WrittenForm::typed);
  column.begin(clean);
  column.begin_operation(0, 0);
  std::vector<std::uint16_t> places;
  std::vector<std::int64_t> rows;
  for (std::uint16_t row = 0; row < 1000; ++row) {
    CHECK(column.set_text(row, row < 500 ? "b" : "aa"));
    places.push_back(row);
    rows.push_back(row);
  }
  column.begin_operation(1, 0);
  DamagedColumn* columns[] = {&column};
  const NoiseBatch batch(places, rows, columns, {}, {1, 2});
  OperatorTrial two(kUniform, {{&clean, "", domain_of(kText, {"a", "b"})}});
  // For "b" there is only "a", which is right; for "aa" there is "b".
  CHECK(two.made().operation->apply(batch) == 500);
  for (std::uint16_t row = 0; row < 1000; ++row) CHECK(column.text(row) == "b");
  OperatorTrial three(kUniform, {{&clean, "", domain_of(kText, {"a", "b", "c"})}});
  column.begin_operation(2, 0);
  CHECK(three.made().operation->apply(batch) == 1000);
  for (std::uint16_t row = 0; row < 1000; ++row) CHECK(column.text(row) == "c");
}

TEST_CASE("A value of the matrix that the column never has is told once") {
  const Column clean = cells_of(kText, {"open"});
  OperatorTrial trial(
      R"({"operator": "mislabel", "matrix": {"open": {"closd": 1}, "new": {"closd": 2}, "closed": {"new": 1}}})",
      {{&clean, "", domain_of(kText, {"new", "open", "closed"})}});
  CHECK(codes_of(trial) == std::vector<std::string>{"SG2432"});
  CHECK(trial.diagnostics()[0].severity == Severity::warning);
  CHECK(trial.diagnostics()[0].hint.starts_with("did you mean \"closed\"?"));
  CHECK(trial.run() == 1);
  CHECK(trial.cell(0) == "closd");
}

TEST_CASE("Faults of mislabel are told") {
  const Column text = cells_of(kText, {"x"});
  const Column number = cells_of(kInteger, {"1"});
  const Column day = cells_of(kDate, {"2024-02-29"});
  using Codes = std::vector<std::string>;
  const auto codes = [](const char* json, const Column& column) { return codes_of(OperatorTrial(json, {{&column}})); };
  CHECK(codes(R"({"operator": "mislabel", "matrix": {}})", text) == Codes{"SG2002"});
  CHECK(codes(R"({"operator": "mislabel", "matrix": {"x": {}}})", text) == Codes{"SG2002"});
  CHECK(codes(R"({"operator": "mislabel", "matrix": [[0, 1], [1, 0]]})", text) == Codes{"SG2003"});
  CHECK(codes(R"({"operator": "mislabel", "matrix": {"x": "y"}})", text) == Codes{"SG2003"});
  CHECK(codes(R"({"operator": "mislabel", "matrix": {"x": {"y": "often", "z": -1}}})", text) ==
        Codes{"SG2003", "SG2106"});
  CHECK(codes(R"({"operator": "mislabel", "matrix": {"x": {"x": 0.9, "y": 0.1}}})", text) == Codes{"SG2431"});
  CHECK(codes(R"({"operator": "mislabel", "matrix": {"x": {"x": 0, "y": 0}}})", text) == Codes{"SG2431"});
  CHECK(codes(R"({"operator": "mislabel", "matrix": {"x": {"y": 1e308, "z": 1e308}}})", text) == Codes{"SG2431"});
  CHECK(codes(R"({"operator": "mislabel", "matrix": {"1": {"two": 1}, "1.5": {"2": 1}}})", number) ==
        Codes{"SG2010", "SG2010"});
  CHECK(codes(R"({"operator": "mislabel", "matrix": {"1": {"2": 1}, "1.0": {"2": 1}}})", number) == Codes{"SG2431"});
  CHECK(codes(R"({"operator": "mislabel", "matrix": {"1": {"2": 1, "2.0": 1}}})", number) == Codes{"SG2431"});
  CHECK(codes(R"({"operator": "mislabel", "matrix": {"2024-02-29": {"2023-02-29": 1}}})", day) == Codes{"SG2010"});
  CHECK(codes(R"({"operator": "mislabel", "table": {"x": "y"}})", text) == Codes{"SG2404"});
}

}  // namespace
}  // namespace synthgen
