// Choices, alike, weighted and weighted by row: shares over a million rows at a level of one in a million.
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/chi_square.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

constexpr std::size_t kRows = 1'000'000;

std::vector<std::uint64_t> counts_of(const std::string& choice, std::size_t options, std::size_t rows = kRows,
                                     const std::string& more = "") {
  PlanReader reader(table_schema(static_cast<std::int64_t>(rows), R"("c": {"choice": )" + choice + "}" + more));
  std::vector<std::uint64_t> counts(options, 0);
  for (const std::int32_t code : reader.values<std::int32_t>("c", rows)) ++counts.at(static_cast<std::size_t>(code));
  return counts;
}

std::vector<double> shares_of(std::vector<double> weights) {
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (double& weight : weights) weight /= total;
  return weights;
}

/// Passes for these shares, and would not if 1% of the rows had gone from the first option to the second.
void check_shares(const std::vector<std::uint64_t>& counts, const std::vector<double>& shares) {
  const double limit = chi_square_limit(counts.size() - 1);
  CHECK(chi_square(counts, shares) < limit);
  std::vector<double> faulty = shares;
  faulty[0] -= 0.01;
  faulty[1] += 0.01;
  CHECK(chi_square(counts, faulty) > limit);
}

}  // namespace

TEST_CASE("a plain choice takes every value alike") {
  const std::vector<std::uint64_t> counts = counts_of(R"(["a", "b", "c", "d", "e", "f", "g"])", 7);
  check_shares(counts, std::vector<double>(7, 1.0 / 7));
}

TEST_CASE("a weighted choice has its shares, zero weights at either end and in the middle included") {
  const std::vector<double> weights = {0, 5, 0, 0, 2.5, 1, 0.5, 0, 1, 0};
  const std::vector<std::uint64_t> counts = counts_of(
      R"({"a": 0, "b": 5, "c": 0, "d": 0, "e": 2.5, "f": 1, "g": 0.5, "h": 0, "i": 1, "j": 0})", weights.size());
  std::vector<std::uint64_t> possible;
  std::vector<double> shares;
  const std::vector<double> all = shares_of(weights);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] == 0) {
      CHECK(counts[i] == 0);
    } else {
      possible.push_back(counts[i]);
      shares.push_back(all[i]);
    }
  }
  check_shares(possible, shares);
}

TEST_CASE("a choice of thousands of values reaches each of them with its own weight") {
  constexpr std::size_t kValues = 5000;
  std::string choice = "{";
  std::vector<double> weights;
  for (std::size_t i = 0; i < kValues; ++i) {
    weights.push_back(static_cast<double>(1 + i % 10));
    choice += (i == 0 ? "\"v" : ", \"v") + std::to_string(i) + "\": " + std::to_string(1 + i % 10);
  }
  const std::vector<std::uint64_t> counts = counts_of(choice + "}", kValues);
  const std::vector<double> shares = shares_of(weights);
  CHECK(chi_square(counts, shares) < chi_square_limit(kValues - 1));
  std::vector<double> even(kValues, 1.0 / kValues);
  CHECK(chi_square(counts, even) > chi_square_limit(kValues - 1));
}

TEST_CASE("weights that differ by row give each row its own shares, and fixed ones the same as without expressions") {
  PlanReader reader(table_schema(kRows, R"j("k": {"sequence": 0}, "group": {"expression": "k % 2"},
    "c": {"choice": {"a": "=if(group = 0, 6, 1)", "b": 3, "c": "=if(group = 0, 1, 0)"}})j"));
  const std::vector<std::int32_t> codes = reader.values<std::int32_t>("c", kRows);
  std::vector<std::uint64_t> even(3, 0);
  std::vector<std::uint64_t> odd(3, 0);
  for (std::size_t i = 0; i < kRows; ++i) ++(i % 2 == 0 ? even : odd)[static_cast<std::size_t>(codes[i])];
  check_shares(even, {0.6, 0.3, 0.1});
  CHECK(odd[2] == 0);
  check_shares({odd[0], odd[1]}, {0.25, 0.75});

  // The same draws by the same inversion, so that a weight may be moved into an expression without changing rows; a
  // draw within rounding of a threshold may differ, at most one in a million here.
  PlanReader fixed(table_schema(kRows, R"("c": {"choice": {"a": 6, "b": 3, "c": 1}})"));
  PlanReader varied(table_schema(kRows, R"("k": {"sequence": 0},
    "c": {"choice": {"a": "=6 + 0 * k", "b": 3, "c": 1}})"));
  const std::vector<std::int32_t> one = fixed.values<std::int32_t>("c", kRows);
  const std::vector<std::int32_t> other = varied.values<std::int32_t>("c", kRows);
  std::size_t different = 0;
  for (std::size_t i = 0; i < kRows; ++i) different += one[i] == other[i] ? 0 : 1;
  CHECK(different <= 1);
}

TEST_CASE("a row without usable weights is null, and counted unless a weight is null itself") {
  PlanReader reader(table_schema(4, R"j("k": {"sequence": 0},
    "c": {"choice": {"a": "=case k when 0 then 0 when 1 then -1 when 2 then null else 1 end", "b": "=if(k = 0, 0, 1)"}},
    "n": {"choice": [{"value": 7, "weight": "=if(k = 1, -1, 1)"}, {"value": 8, "weight": 0}]})j"));
  const Cells cells = reader.cells("c", 4);
  CHECK_FALSE(cells[0].has_value());
  CHECK_FALSE(cells[1].has_value());
  CHECK_FALSE(cells[2].has_value());
  CHECK(cells[3].has_value());
  const Cells numbers = reader.cells("n", 4);
  CHECK(numbers[0].has_value());
  CHECK_FALSE(numbers[1].has_value());
  CHECK(numbers[2] == numbers[0]);
  const CellWarningCounts& counts = reader.evaluator().warnings(0)[reader.column(0, "c")];
  CHECK(counts[static_cast<std::size_t>(CellWarning::invalid_parameter)] == 2);
}

TEST_CASE("listed values keep their type: texts, integers, numbers, booleans, dates, decimals and nulls") {
  PlanReader reader(table_schema(64, R"j("text": {"choice": ["x", null, "=="]},
    "integer": {"choice": [1, 2, null]}, "number": {"choice": [1, 2.5]}, "flag": {"choice": [true, false]},
    "day": {"choice": ["2024-02-29", "1969-12-31"], "type": "date"},
    "amount": {"choice": [1.25, 3], "decimals": 2},
    "id": {"choice": ["00112233-4455-6677-8899-aabbccddeeff"], "type": "uuid"})j"));
  const auto kind = [&](const std::string& name) {
    return reader.plan().tables[0].columns[reader.column(0, name)].made.type;
  };
  CHECK(kind("text") == Type{TypeKind::string, 0});
  CHECK(kind("integer") == Type{TypeKind::integer, 0});
  CHECK(kind("number") == Type{TypeKind::number, 0});
  CHECK(kind("flag") == Type{TypeKind::boolean, 0});
  CHECK(kind("day") == Type{TypeKind::date, 0});
  CHECK(kind("amount") == Type::decimal(2));
  const std::set<std::optional<std::string>> texts = [&] {
    const Cells cells = reader.cells("text", 64);
    return std::set<std::optional<std::string>>(cells.begin(), cells.end());
  }();
  CHECK(texts == std::set<std::optional<std::string>>{std::nullopt, "x", "="});
  bool plausible = true;
  for (const std::int64_t cents : reader.values<std::int64_t>("amount", 64))
    plausible = plausible && (cents == 125 || cents == 300);
  for (const std::int32_t day : reader.values<std::int32_t>("day", 64))
    plausible = plausible && (day == -1 || day == 19782);
  CHECK(plausible);
  CHECK(reader.cells("id", 2)[1] ==
        std::string("\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff", 16));
}

TEST_CASE("faulty choices are refused") {
  const auto code = [](const std::string& choice) {
    const std::vector<std::string> codes =
        codes_of(try_plan(table_schema(1, R"("k": {"sequence": 1}, "c": {"choice": )" + choice + "}")));
    return codes.size() == 1 ? codes[0] : std::to_string(codes.size()) + " errors";
  };
  CHECK(code("[]") == "SG2112");
  CHECK(code("{}") == "SG2112");
  CHECK(code(R"({"a": 0, "b": 0})") == "SG2112");
  CHECK(code(R"({"a": -1, "b": 2})") == "SG2112");
  CHECK(code(R"({"a": -1, "b": "=k"})") == "SG2112");
  CHECK(code(R"({"a": 1e300, "b": 1e300})") == "SG2112");
  CHECK(code(R"(["a", 1])") == "SG2112");
  CHECK(code(R"(["a", "b", "a"])") == "SG2112");
  CHECK(code(R"([[1], 2])") == "SG2112");
  CHECK(code(R"(["=k"])") == "SG2115");
  CHECK(code("3") == "SG2003");
}
