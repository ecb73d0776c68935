// Exact choices: counts by largest remainder, over the table and within strata, and rows that are chosen at random.
#include <cmath>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "exact_shares.hpp"
#include "support/catch.hpp"
#include "support/chi_square.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

std::vector<std::int64_t> counted(std::int64_t rows, const std::vector<std::string>& weights) {
  return largest_remainder(rows, whole_weights(weights));
}

/// Rows of each value of an exact choice of `values` texts.
std::vector<std::int64_t> counts_of(PlanReader& reader, const std::string& column, std::size_t values,
                                    std::size_t rows) {
  std::vector<std::int64_t> counts(values, 0);
  for (const std::int32_t code : reader.values<std::int32_t>(column, rows)) ++counts.at(static_cast<std::size_t>(code));
  return counts;
}

constexpr const char* kThree = R"("c": {"choice": {"x": 0.5, "y": 0.3, "z": 0.2}, "exact": true})";

}  // namespace

TEST_CASE("largest remainder gives what is left to the largest remainders, and of equal ones to the first") {
  using Counts = std::vector<std::int64_t>;
  CHECK(counted(10, {"1", "1", "1"}) == Counts{4, 3, 3});
  CHECK(counted(11, {"1", "1", "1"}) == Counts{4, 4, 3});
  CHECK(counted(3, {"0.5", "0.3", "0.2"}) == Counts{1, 1, 1});      // 1.5, 0.9, 0.6
  CHECK(counted(10, {"0.47", "0.16", "0.37"}) == Counts{5, 1, 4});  // 4.7, 1.6, 3.7
  CHECK(counted(1, {"1", "3"}) == Counts{0, 1});
  CHECK(counted(1, {"0.5", "0.5"}) == Counts{1, 0});
  CHECK(counted(0, {"1", "2"}) == Counts{0, 0});
  CHECK(counted(7, {"0", "2", "0"}) == Counts{0, 7, 0});
  // Decimals as written: 0.1 · 10 and 0.7 · 10 are whole, though their doubles are not.
  CHECK(counted(10, {"0.1", "0.2", "0.7"}) == Counts{1, 2, 7});
  CHECK(counted(1'000'000'000'000'000, {"0.1", "0.2", "0.7"}) ==
        Counts{100'000'000'000'000, 200'000'000'000'000, 700'000'000'000'000});
  // Beyond 18 digits in shares of 2^60, so to a millionth of a millionth.
  CHECK(counted(1'000'000, {"1e-300", "3e-300"}) == Counts{250'000, 750'000});
  CHECK(counted(1000, {"1e30", "1"}) == Counts{1000, 0});
}

TEST_CASE("the counts of an exact choice are those of the largest remainder") {
  for (const std::int64_t rows : {0, 1, 3, 10, 999, 5000, 1'000'000}) {
    PlanReader reader(table_schema(rows, kThree));
    const auto n = static_cast<std::size_t>(rows);
    CHECK(counts_of(reader, "c", 3, n) == counted(rows, {"0.5", "0.3", "0.2"}));
  }
}

TEST_CASE("exact choices may be of any type, without weights, and list null") {
  PlanReader reader(table_schema(
      1000, R"("n": {"choice": [{"value": 7, "weight": 2}, {"value": 12}, {"value": null, "weight": 1}], "exact": true},
              "t": {"choice": [{"value": "a", "weight": 3}, {"value": null, "weight": 1}], "exact": true},
              "p": {"choice": [0.5, 0.25, 0.75], "decimals": 2, "exact": true},
              "d": {"choice": ["2024-02-29", "2025-01-01"], "type": "date", "exact": true},
              "many": {"choice": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20], "exact": true},
              "b": {"distribution": "bernoulli", "p": 0.333, "exact": true},
              "i": {"distribution": "bernoulli", "p": "=1 / 4", "type": "integer", "exact": true})"));
  std::map<std::string, std::map<std::optional<std::string>, int>> counts;
  for (const char* name : {"n", "t", "p", "d", "many", "b", "i"}) {
    for (const std::optional<std::string>& cell : reader.cells(name, 1000)) ++counts[name][cell];
  }
  const auto whole = [](std::int64_t value) { return std::string(reinterpret_cast<const char*>(&value), 8); };
  CHECK(counts["n"] ==
        std::map<std::optional<std::string>, int>{{whole(7), 500}, {whole(12), 250}, {std::nullopt, 250}});
  CHECK(counts["t"] == std::map<std::optional<std::string>, int>{{"a", 750}, {std::nullopt, 250}});
  CHECK(counts["p"] == std::map<std::optional<std::string>, int>{{whole(50), 334}, {whole(25), 333}, {whole(75), 333}});
  CHECK(counts["d"].size() == 2);
  for (const auto& [cell, count] : counts["d"]) CHECK(count == 500);
  CHECK(counts["many"].size() == 20);
  for (const auto& [cell, count] : counts["many"]) CHECK(count == 50);
  CHECK(counts["b"] ==
        std::map<std::optional<std::string>, int>{{std::string(1, '\1'), 333}, {std::string(1, '\0'), 667}});
  CHECK(counts["i"] == std::map<std::optional<std::string>, int>{{whole(1), 250}, {whole(0), 750}});
}

TEST_CASE("within another exact choice the counts are exact for each of its values, nested and with empty ones too") {
  for (const std::int64_t rows : {0, 1, 3, 10, 999, 6000, 1'000'000}) {
    // Declared before what it is within: the order of columns does not matter. One stratum is above the largest
    // permutation that has a table, where there are many rows.
    PlanReader reader(table_schema(
        rows, R"("split": {"choice": {"train": 0.7, "validation": 0.15, "test": 0.15}, "exact": {"within": "class"}},
                 "class": {"choice": {"yes": 0.1, "never": 0, "no": 0.9}, "exact": true},
                 "flag": {"distribution": "bernoulli", "p": 0.25, "exact": {"within": "split"}},
                 "last": {"choice": ["u", "v", "w"], "exact": {"within": "flag"}})"));
    const auto n = static_cast<std::size_t>(rows);
    const std::vector<std::int32_t> classes = reader.values<std::int32_t>("class", n);
    const std::vector<std::int32_t> splits = reader.values<std::int32_t>("split", n);
    const std::vector<std::uint8_t> flags = reader.values<std::uint8_t>("flag", n);
    const std::vector<std::int32_t> last = reader.values<std::int32_t>("last", n);
    std::vector<std::vector<std::int64_t>> by_class(3, {0, 0, 0});
    std::vector<std::vector<std::int64_t>> by_split(3, {0, 0});
    std::vector<std::vector<std::int64_t>> by_flag(2, {0, 0, 0});
    for (std::size_t i = 0; i < n; ++i) {
      ++by_class[static_cast<std::size_t>(classes[i])][static_cast<std::size_t>(splits[i])];
      ++by_split[static_cast<std::size_t>(splits[i])][flags[i] != 0 ? 0 : 1];
      ++by_flag[flags[i]][static_cast<std::size_t>(last[i])];
    }
    INFO("rows " << rows);
    for (const std::vector<std::int64_t>& counts : by_class) {
      CHECK(counts == counted(counts[0] + counts[1] + counts[2], {"0.7", "0.15", "0.15"}));
    }
    for (const std::vector<std::int64_t>& counts : by_split) {
      CHECK(counts == counted(counts[0] + counts[1], {"0.25", "0.75"}));
    }
    for (const std::vector<std::int64_t>& counts : by_flag) {
      CHECK(counts == counted(counts[0] + counts[1] + counts[2], {"1", "1", "1"}));
    }
    CHECK(by_class[0][0] + by_class[0][1] + by_class[0][2] == counted(rows, {"0.1", "0", "0.9"})[0]);
  }
}

TEST_CASE("exact within a choice of very many values") {
  std::string values;
  for (int v = 0; v < 100; ++v) values += (v == 0 ? "" : ", ") + std::to_string(v);
  PlanReader reader(table_schema(100'000, R"("g": {"choice": [)" + values + R"(], "exact": true},
      "h": {"choice": {"a": 1, "b": 2}, "exact": {"within": "g"}})"));
  const std::vector<std::int64_t> groups = reader.values<std::int64_t>("g", 100'000);
  const std::vector<std::int32_t> halves = reader.values<std::int32_t>("h", 100'000);
  std::vector<std::int64_t> first(100, 0);
  for (std::size_t i = 0; i < groups.size(); ++i) first[static_cast<std::size_t>(groups[i])] += halves[i] == 0 ? 1 : 0;
  CHECK(first == std::vector<std::int64_t>(100, 333));
}

TEST_CASE("which rows get a value of an exact choice is random: by place in the table, and by neighbour") {
  constexpr std::size_t kRows = 1'000'000;
  PlanReader reader(table_schema(kRows, R"("class": {"choice": {"a": 0.6, "b": 0.4}, "exact": true},
                "split": {"choice": {"x": 0.5, "y": 0.3, "z": 0.2}, "exact": {"within": "class"}})"));
  const std::vector<std::int32_t> classes = reader.values<std::int32_t>("class", kRows);
  const std::vector<std::int32_t> splits = reader.values<std::int32_t>("split", kRows);
  constexpr std::size_t kParts = 100;
  std::vector<std::uint64_t> by_place(kParts * 3, 0);
  std::vector<std::uint64_t> by_residue(64 * 3, 0);
  std::vector<std::uint64_t> by_neighbour(9, 0);
  std::vector<double> place_shares;
  std::vector<double> residue_shares;
  std::vector<double> neighbour_shares;
  const double shares[] = {0.5, 0.3, 0.2};
  for (std::size_t p = 0; p < kParts; ++p) {
    for (const double share : shares) place_shares.push_back(share / kParts);
  }
  for (std::size_t p = 0; p < 64; ++p) {
    for (const double share : shares) residue_shares.push_back(share / 64);
  }
  for (const double a : shares) {
    for (const double b : shares) neighbour_shares.push_back(a * b);
  }
  for (std::size_t i = 0; i < kRows; ++i) {
    const auto split = static_cast<std::size_t>(splits[i]);
    ++by_place[i * kParts / kRows * 3 + split];
    ++by_residue[i % 64 * 3 + split];
    if (i > 0) ++by_neighbour[static_cast<std::size_t>(splits[i - 1]) * 3 + split];
  }
  // Both margins are fixed: (parts − 1)(values − 1) degrees.
  const double place = chi_square(by_place, place_shares);
  const double residue = chi_square(by_residue, residue_shares);
  const double neighbour = chi_square(by_neighbour, neighbour_shares);
  INFO("place " << place << ", residue " << residue << ", neighbour " << neighbour);
  CHECK(place < chi_square_limit((kParts - 1) * 2));
  CHECK(residue < chi_square_limit(63 * 2));
  CHECK(neighbour < chi_square_limit(4));
  // The class is spread alike, and 1% of the first tenth's rows that changed their class would be seen.
  std::vector<std::uint64_t> tenths(20, 0);
  for (std::size_t i = 0; i < kRows; ++i) ++tenths[i * 10 / kRows * 2 + static_cast<std::size_t>(classes[i])];
  std::vector<double> tenth_shares;
  for (int t = 0; t < 10; ++t) tenth_shares.insert(tenth_shares.end(), {0.06, 0.04});
  CHECK(chi_square(tenths, tenth_shares) < chi_square_limit(9));
  tenths[0] += 1000;
  tenths[1] -= 1000;
  CHECK(chi_square(tenths, tenth_shares) > chi_square_limit(9) * 0.7);
}

TEST_CASE("two exact choices are independent of each other") {
  constexpr std::size_t kRows = 200'000;
  PlanReader reader(table_schema(kRows, R"("a": {"choice": ["p", "q"], "exact": true},
                                           "b": {"choice": ["p", "q"], "exact": true})"));
  const std::vector<std::int32_t> a = reader.values<std::int32_t>("a", kRows);
  const std::vector<std::int32_t> b = reader.values<std::int32_t>("b", kRows);
  std::vector<std::uint64_t> both(4, 0);
  for (std::size_t i = 0; i < kRows; ++i) ++both[static_cast<std::size_t>(a[i] * 2 + b[i])];
  CHECK(chi_square(both, std::vector<double>(4, 0.25)) < chi_square_limit(1));
}

TEST_CASE("what cannot be exact is refused") {
  const auto codes = [](const std::string& columns) { return codes_of(try_plan(table_schema(10, columns))); };
  using Codes = std::vector<std::string>;
  const std::string n = R"("n": {"distribution": "integer", "min": 1, "max": 9}, )";
  CHECK(codes(n + R"("c": {"choice": {"a": "=n", "b": 1}, "exact": true})") == Codes{"SG2140"});
  CHECK(codes(n + R"("c": {"distribution": "bernoulli", "p": "=n / 10", "exact": true})") == Codes{"SG2140"});
  CHECK(codes(R"("c": {"choice": ["a", "b"], "exact": true, "missing": 0.1})") == Codes{"SG2141"});
  CHECK(codes(n + R"("c": {"choice": ["a", "b"], "exact": {"within": "n"}})") == Codes{"SG2142"});
  CHECK(codes(n + R"("c": {"choice": ["a", "b"], "exact": {"within": "m"}})") == Codes{"SG2142"});
  CHECK(codes(R"("c": {"choice": ["a", "b"], "exact": {"within": "c"}})") == Codes{"SG2206"});
  CHECK(codes(R"("c": {"choice": ["a", "b"], "exact": {"inside": "c"}})") == Codes{"SG2104"});
  CHECK(codes(R"("c": {"choice": ["a", "b"], "exact": 1})") == Codes{"SG2003"});
  CHECK(codes(R"("c": {"distribution": "normal", "mean": 1, "sd": 1, "exact": true})") == Codes{"SG2104"});
  CHECK(codes(R"("c": {"choice": ["a", "b"], "exact": false})").empty());
  CHECK(codes(R"("c": {"choice": {"a": "=1 + 1", "b": 1}, "exact": true})").empty());
}

TEST_CASE("exact shares of too many pairs of values are refused before they are counted") {
  std::string list;
  for (int i = 0; i < 5000; ++i) list += (i == 0 ? "\"v" : ", \"v") + std::to_string(i) + "\"";
  CHECK(codes_of(try_plan(table_schema(10, R"("a": {"choice": [)" + list + R"(], "exact": true},
    "b": {"choice": [)" + list + R"(], "exact": {"within": "a"}})"))) == std::vector<std::string>{"SG2149"});
}
