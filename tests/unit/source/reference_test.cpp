#include <algorithm>
#include <vector>

#include "support/catch.hpp"
#include "support/chi_square.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

std::string family(std::int64_t parents, std::int64_t children) {
  return R"({"synthgen": 1, "tables": {"t": {"rows": )" + std::to_string(children) +
         R"(, "columns": {"p": {"references": "p.id"}}},
    "p": {"rows": )" +
         std::to_string(parents) + R"(, "columns": {"id": {"sequence": 0}}}}})";
}

}  // namespace

TEST_CASE("every parent is picked alike") {
  constexpr std::size_t kParents = 997;
  constexpr std::size_t kChildren = 1'000'000;
  PlanReader reader(family(kParents, kChildren));
  std::vector<std::uint64_t> counts(kParents, 0);
  for (const std::int64_t key : reader.values<std::int64_t>("p", kChildren)) ++counts.at(static_cast<std::size_t>(key));
  const double limit = chi_square_limit(kParents - 1);
  CHECK(chi_square(counts, std::vector<double>(kParents, 1.0 / kParents)) < limit);
  // It would see 1% of the children that went from one half of the parents to the other.
  std::vector<double> faulty(kParents, 1.0 / kParents);
  for (std::size_t i = 0; i + 1 < kParents; ++i) faulty[i] *= i % 2 == 0 ? 1.02 : 0.98;
  CHECK(chi_square(counts, faulty) > limit);
}

TEST_CASE("the first and the last parent are picked, of few and of very many") {
  PlanReader few(family(3, 2000));
  const std::vector<std::int64_t> keys = few.values<std::int64_t>("p", 2000);
  CHECK(*std::min_element(keys.begin(), keys.end()) == 0);
  CHECK(*std::max_element(keys.begin(), keys.end()) == 2);
  PlanReader one(family(1, 100));
  CHECK(one.values<std::int64_t>("p", 100) == std::vector<std::int64_t>(100, 0));

  constexpr std::int64_t kMany = 1'000'000'000'000'000;
  PlanReader many(family(kMany, 100'000));
  std::vector<std::uint64_t> tenths(10, 0);
  for (const std::int64_t key : many.values<std::int64_t>("p", 100'000)) {
    REQUIRE(key >= 0);
    REQUIRE(key < kMany);
    ++tenths[static_cast<std::size_t>(key / (kMany / 10))];
  }
  CHECK(chi_square(tenths, std::vector<double>(10, 0.1)) < chi_square_limit(9));
}

TEST_CASE("within a table a row refers to an earlier one, every earlier one alike, and the first to none") {
  constexpr std::size_t kRows = 1'000'000;
  PlanReader reader(table_schema(kRows, R"("id": {"sequence": 0}, "boss": {"references": "t.id"})"));
  const Cells cells = reader.cells("boss", 2);
  CHECK_FALSE(cells[0].has_value());
  CHECK(cells[1] == std::string(8, '\0'));
  const std::vector<std::int64_t> bosses = reader.values<std::int64_t>("boss", kRows);
  std::vector<std::uint64_t> twentieths(20, 0);
  bool earlier = true;
  std::size_t counted = 0;
  for (std::size_t row = 1; row < kRows; ++row) {
    earlier = earlier && bosses[row] >= 0 && bosses[row] < static_cast<std::int64_t>(row);
    if (row % 20 != 0) continue;  // so that twentieths of the earlier rows are whole
    ++counted;
    ++twentieths[static_cast<std::size_t>(bosses[row]) / (row / 20)];
  }
  CHECK(earlier);
  CHECK(counted == kRows / 20 - 1);
  CHECK(chi_square(twentieths, std::vector<double>(20, 0.05)) < chi_square_limit(19));
}

TEST_CASE("two keys to the same parent are picked apart, and each is read through its own path") {
  // Forty parents are kept in memory; twenty million are computed again, at the rows of either key.
  for (const std::int64_t parents : {std::int64_t{40}, std::int64_t{20'000'000}}) {
    PlanReader reader(R"({"synthgen": 1, "tables": {
      "t": {"rows": 2000, "columns": {"home": {"references": "p.id"}, "away": {"references": "p.id"},
        "home_name": {"expression": "home.name"}, "away_name": {"expression": "away.name"},
        "both": {"expression": "home.name || away.name"}}},
      "p": {"rows": )" +
                      std::to_string(parents) +
                      R"(, "columns": {"id": {"sequence": 0}, "name": {"expression": "'n' || id"}}}}})");
    const std::vector<std::int64_t> home = reader.values<std::int64_t>("home", 2000);
    const std::vector<std::int64_t> away = reader.values<std::int64_t>("away", 2000);
    const Cells home_name = reader.cells("home_name", 2000);
    const Cells away_name = reader.cells("away_name", 2000);
    const Cells both = reader.cells("both", 2000);
    std::size_t same = 0;
    for (std::size_t i = 0; i < 2000; ++i) {
      same += home[i] == away[i] ? 1 : 0;
      REQUIRE(home_name[i] == "n" + std::to_string(home[i]));
      REQUIRE(away_name[i] == "n" + std::to_string(away[i]));
      REQUIRE(both[i] == *home_name[i] + *away_name[i]);
    }
    CHECK(same < 100);  // 50 expected of 2,000 with 40 parents; 100 is 7 standard deviations more
  }
}

TEST_CASE("a table without rows can only be referred to by one without rows") {
  CHECK(codes_of(try_plan(family(0, 1))) == std::vector<std::string>{"SG2205"});
  CHECK(codes_of(try_plan(family(0, 0))).empty());
}
