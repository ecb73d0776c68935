// Values that differ by construction: integers, days, lists, one-to-one references.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/chi_square.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

std::string one_to_one(std::int64_t parents, std::int64_t children, const std::string& more = "") {
  return R"({"synthgen": 1, "tables": {"t": {"rows": )" + std::to_string(children) +
         R"(, "columns": {"p": {"references": "p.id", "unique": true)" + more + R"(}}},
    "p": {"rows": )" +
         std::to_string(parents) + R"(, "columns": {"id": {"sequence": 0}}}}})";
}

}  // namespace

TEST_CASE("unique integers fill their interval, both ends included, or lie in it at random") {
  for (const std::int64_t rows : {1, 10, 4096, 5000, 100'000}) {
    const std::string last = std::to_string(rows - 1 - 7);
    PlanReader full(
        table_schema(rows, R"("n": {"distribution": "integer", "min": -7, "max": )" + last + R"(, "unique": true})"));
    std::vector<std::int64_t> values = full.values<std::int64_t>("n", static_cast<std::size_t>(rows));
    CHECK(std::is_sorted(values.begin(), values.end()) == (rows == 1));
    std::sort(values.begin(), values.end());
    for (std::size_t i = 0; i < values.size(); ++i) REQUIRE(values[i] == static_cast<std::int64_t>(i) - 7);
  }
  constexpr std::size_t kRows = 100'000;
  PlanReader sparse(
      table_schema(kRows, R"("n": {"distribution": "integer", "min": 1000000000, "max": 9999999999, "unique": true})"));
  std::vector<std::int64_t> values = sparse.values<std::int64_t>("n", kRows);
  std::vector<std::uint64_t> ninths(9, 0);
  for (const std::int64_t value : values) ++ninths.at(static_cast<std::size_t>(value / 1'000'000'000 - 1));
  CHECK(chi_square(ninths, std::vector<double>(9, 1.0 / 9)) < chi_square_limit(8));
  std::sort(values.begin(), values.end());
  CHECK(std::adjacent_find(values.begin(), values.end()) == values.end());
}

TEST_CASE("unique integers reach from one end of 64 bits towards the other") {
  PlanReader reader(table_schema(
      1000,
      R"("n": {"distribution": "integer", "min": -9223372036854775808, "max": -4611686018427387905, "unique": true},
               "m": {"distribution": "integer", "min": 4611686018427387904, "max": 9223372036854775807, "unique": true},
               "half": {"distribution": "integer", "min": "=0.5", "max": "=1000.5", "unique": true})"));
  for (const std::int64_t value : reader.values<std::int64_t>("n", 1000)) REQUIRE(value <= -4611686018427387905);
  for (const std::int64_t value : reader.values<std::int64_t>("m", 1000)) REQUIRE(value >= 4611686018427387904);
  std::vector<std::int64_t> half = reader.values<std::int64_t>("half", 1000);
  std::sort(half.begin(), half.end());
  CHECK(half.front() == 1);
  CHECK(half.back() == 1000);
  CHECK(codes_of(try_plan(table_schema(1, R"("n": {"distribution": "integer", "min": -9223372036854775808,
      "max": 9223372036854775807, "unique": true})"))) == std::vector<std::string>{"SG2149"});
}

TEST_CASE("unique days and unique values of a list are each taken once") {
  PlanReader reader(table_schema(
      366,
      R"("day": {"distribution": "uniform", "type": "date", "min": "2024-01-01", "max": "2024-12-31", "unique": true},
              "gap": {"distribution": "integer", "min": 1, "max": 400, "unique": true, "missing": 0.3})"));
  std::vector<std::int32_t> days = reader.values<std::int32_t>("day", 366);
  std::sort(days.begin(), days.end());
  CHECK(std::adjacent_find(days.begin(), days.end()) == days.end());
  CHECK(days.back() - days.front() == 365);
  std::set<std::string> seen;
  std::size_t nulls = 0;
  for (const std::optional<std::string>& cell : reader.cells("gap", 366)) {
    if (!cell.has_value()) {
      ++nulls;
    } else {
      CHECK(seen.insert(*cell).second);
    }
  }
  CHECK(nulls > 50);
  CHECK(nulls < 170);
  PlanReader list(table_schema(3, R"("c": {"choice": ["a", "b", "c", "d"], "unique": true},
                                     "n": {"choice": [1, 2, 3], "unique": true})"));
  const Cells letters = list.cells("c", 3);
  CHECK(std::set(letters.begin(), letters.end()).size() == 3);
  const Cells numbers = list.cells("n", 3);
  CHECK(std::set(numbers.begin(), numbers.end()).size() == 3);
}

TEST_CASE("all orders of a unique choice come over the seeds") {
  const std::shared_ptr<const Plan> plan = plan_of(table_schema(3, R"("c": {"choice": [0, 1, 2], "unique": true})"));
  std::vector<std::uint64_t> counts(6, 0);
  for (std::uint64_t seed = 0; seed < 6000; ++seed) {
    PlanOptions options;
    options.seed = seed;
    PlanReader reader(make_plan({plan->schema, {}}, options).plan);
    const std::vector<std::int64_t> values = reader.values<std::int64_t>("c", 3);
    ++counts[static_cast<std::size_t>(values[0] * 2 + (values[1] > values[2] ? 1 : 0))];
  }
  CHECK(chi_square(counts, std::vector<double>(6, 1.0 / 6)) < chi_square_limit(5));
}

TEST_CASE("a unique reference takes each parent once at most, at random") {
  for (const auto& [parents, children] :
       {std::pair{5, 5}, std::pair{5, 3}, std::pair{10'000, 10'000}, std::pair{1'000'000, 5000}}) {
    PlanReader reader(one_to_one(parents, children));
    std::vector<std::int64_t> keys = reader.values<std::int64_t>("p", static_cast<std::size_t>(children));
    std::sort(keys.begin(), keys.end());
    CHECK(std::adjacent_find(keys.begin(), keys.end()) == keys.end());
    CHECK(keys.front() >= 0);
    CHECK(keys.back() < parents);
  }
  PlanReader reader(one_to_one(1'000'000, 500'000));
  std::vector<std::uint64_t> tenths(10, 0);
  for (const std::int64_t key : reader.values<std::int64_t>("p", 500'000))
    ++tenths[static_cast<std::size_t>(key) / 100'000];
  CHECK(chi_square(tenths, std::vector<double>(10, 0.1)) < chi_square_limit(9));
}

TEST_CASE("a unique column may be a key, and be referred to") {
  PlanReader reader(R"({"synthgen": 1, "tables": {
    "t": {"rows": 100, "columns": {"p": {"references": "p"}, "q": {"references": "q.p"}}},
    "p": {"rows": 20, "primary_key": "code", "columns": {"code": {"distribution": "integer", "min": 1000, "max": 9999, "unique": true}}},
    "q": {"rows": 20, "columns": {"p": {"references": "p", "unique": true}}}}})");
  const std::vector<std::int64_t> codes = reader.values<std::int64_t>(1, 0, 20);
  for (const std::int64_t key : reader.values<std::int64_t>("p", 100)) {
    REQUIRE(std::find(codes.begin(), codes.end(), key) != codes.end());
  }
}

TEST_CASE("what cannot be unique is refused") {
  const auto codes = [](const std::string& columns) { return codes_of(try_plan(table_schema(10, columns))); };
  using Codes = std::vector<std::string>;
  CHECK(codes(R"("n": {"distribution": "integer", "min": 1, "max": 9, "unique": true})") == Codes{"SG2143"});
  CHECK(codes(R"("n": {"distribution": "integer", "min": 1, "max": 10, "unique": true})").empty());
  CHECK(
      codes(R"("i": {"sequence": 1}, "n": {"distribution": "integer", "min": 1, "max": "=100 + i", "unique": true})") ==
      Codes{"SG2144"});
  CHECK(codes(R"("c": {"choice": ["a", "b"], "unique": true})") == Codes{"SG2143"});
  CHECK(codes(R"("c": {"choice": [1, 2, 3, 4, 5, 6, 7, 8, 9, null], "unique": true})") == Codes{"SG2144"});
  CHECK(codes(R"("c": {"choice": {"a": 1, "b": 2}, "unique": true})") == Codes{"SG2144"});
  CHECK(codes(R"("c": {"choice": ["a", "b"], "unique": true, "exact": true})") == Codes{"SG2144"});
  CHECK(codes(R"("c": {"distribution": "bernoulli", "p": 0.5, "unique": true, "exact": true})") == Codes{"SG2144"});
  CHECK(codes(R"("i": {"sequence": 1}, "r": {"references": "t.i", "unique": true})") == Codes{"SG2146"});
  CHECK(codes(R"("i": {"sequence": {"start": 5, "step": 0}, "unique": true})") == Codes{"SG2144"});
  CHECK(codes_of(try_plan(one_to_one(9, 10))) == Codes{"SG2143"});
  CHECK(codes_of(try_plan(one_to_one(10, 10))).empty());
  CHECK(codes_of(try_plan(one_to_one(10, 10, R"(, "pick": "cycle")"))) == Codes{"SG2144"});
}

TEST_CASE("a value that is written in two ways stands twice in a list, whatever the type") {
  for (
      const char* choice :
      {R"("choice": [1, 1.0, 2])", R"("choice": [0.5, 0.50], "decimals": 2)",
       R"("choice": ["2024-01-01", "2024-01-01T00:00:00Z"], "type": "timestamp")",
       R"("choice": ["00000000-0000-0000-0000-0000000000aa", "00000000-0000-0000-0000-0000000000AA"], "type": "uuid")"}) {
    CAPTURE(choice);
    CHECK(codes_of(try_plan(table_schema(2, "\"c\": {" + std::string(choice) + ", \"unique\": true}"))) ==
          std::vector<std::string>{"SG2112"});
  }
}
