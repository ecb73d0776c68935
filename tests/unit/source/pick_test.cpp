// Picks of a parent's row beside the uniform one: by rank, by weight, in turn, by owner. A million children each, at a
// level of one in a million.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <string>
#include <thread>
#include <vector>

#include "support/catch.hpp"
#include "support/chi_square.hpp"
#include "support/plans.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

constexpr std::size_t kChildren = 1'000'000;

std::string family(std::int64_t parents, const std::string& pick, const std::string& parent_columns = "",
                   std::size_t children = kChildren, const std::string& child_columns = "") {
  return R"({"synthgen": 1, "tables": {"t": {"rows": )" + std::to_string(children) + R"(, "columns": {)" +
         child_columns + R"("p": {"references": "p.id", "pick": )" + pick + R"(}}},
    "p": {"rows": )" +
         std::to_string(parents) + R"(, "columns": {"id": {"sequence": 0})" + parent_columns + "}}}}";
}

std::vector<std::uint64_t> counts_of(const std::vector<std::int64_t>& keys, std::size_t parents) {
  std::vector<std::uint64_t> counts(parents, 0);
  for (const std::int64_t key : keys) ++counts.at(static_cast<std::size_t>(key));
  return counts;
}

std::vector<std::uint64_t> counts_of(const std::string& schema, std::size_t parents) {
  PlanReader reader(schema);
  return counts_of(reader.values<std::int64_t>(0, reader.column(0, "p"), kChildren), parents);
}

std::vector<double> normalized(std::vector<double> shares) {
  double total = 0;
  for (const double share : shares) total += share;
  for (double& share : shares) share /= total;
  return shares;
}

}  // namespace

TEST_CASE("ranks by a geometric-like law fall on parents of a hidden order") {
  // Poisson given 1 … 12: the law of a rank is known exactly.
  constexpr std::size_t kParents = 12;
  std::vector<std::uint64_t> counts =
      counts_of(family(kParents, R"({"distribution": "poisson", "mean": 5})"), kParents);
  std::vector<double> shares;
  for (std::size_t rank = 1; rank <= kParents; ++rank) {
    shares.push_back(std::exp(static_cast<double>(rank) * std::log(5.0) - std::lgamma(static_cast<double>(rank) + 1)));
  }
  shares = normalized(shares);
  // Which parent has which rank is hidden: the sorted counts have the sorted shares, and the order is not the keys'.
  CHECK(chi_square(counts, shares) > chi_square_limit(kParents - 1));
  std::sort(counts.begin(), counts.end());
  std::sort(shares.begin(), shares.end());
  CHECK(chi_square(counts, shares) < chi_square_limit(kParents - 1));
}

TEST_CASE("parameters of ranks may differ by row, and a bad one makes the reference null") {
  PlanReader reader(family(50, R"j({"distribution": "exponential", "mean": "=if(n = 0, -1, n)"})j", "", 100'000,
                           R"("n": {"choice": [0, 1, 6], "exact": true}, )"));
  const std::vector<std::int64_t> kinds = reader.values<std::int64_t>("n", 100'000);
  const std::vector<std::int64_t> keys = reader.values<std::int64_t>("p", 100'000);
  const Cells cells = reader.cells("p", 100'000);
  std::vector<std::vector<std::uint64_t>> counts(2, std::vector<std::uint64_t>(50, 0));
  bool null_where_bad = true;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    null_where_bad = null_where_bad && cells[i].has_value() == (kinds[i] != 0);
    if (kinds[i] != 0) ++counts[kinds[i] == 1 ? 0 : 1][static_cast<std::size_t>(keys[i])];
  }
  CHECK(null_where_bad);
  // The most popular parent is one and the same, with most of the rows where the mean is small.
  const auto most = [](const std::vector<std::uint64_t>& c) {
    return std::max_element(c.begin(), c.end()) - c.begin();
  };
  CHECK(most(counts[0]) == most(counts[1]));
  // P(round(x) = 1 | 0.5 <= x) with mean 1 is 1 − 1/e = 0.632; 50 ranks cut off e^-50.
  const double share = static_cast<double>(counts[0][static_cast<std::size_t>(most(counts[0]))]) / 33'333;
  CHECK(std::fabs(share - 0.632) < 0.014);  // 5 standard errors
}

TEST_CASE("a pick by weight takes parents in proportion to a column of theirs") {
  for (const char* type :
       {R"("distribution": "integer", "min": 0, "max": 9)", R"("distribution": "lognormal", "median": 10, "sigma": 1)",
        R"("distribution": "uniform", "min": 0, "max": 5, "decimals": 2, "missing": 0.2)"}) {
    constexpr std::size_t kParents = 1000;
    PlanReader reader(family(kParents, R"({"weight": "w"})", std::string(R"(, "w": {)") + type + R"j(, "hidden": true},
          "x": {"expression": "coalesce(w, 0) * 1.0", "type": "number"})j"));
    const std::vector<std::uint64_t> counts = counts_of(reader.values<std::int64_t>("p", kChildren), kParents);
    std::vector<double> weights = reader.values<double>(1, reader.column(1, "x"), kParents);
    std::size_t positive = 0;
    for (const double weight : weights) positive += weight > 0 ? 1 : 0;
    const double statistic = chi_square(counts, normalized(weights));
    INFO(type << ": chi-square " << statistic << ", " << positive << " parents");
    CHECK(statistic < chi_square_limit(positive - 1));
    // Shares that are off by 1% to either side would be seen.
    for (std::size_t i = 0; i < weights.size(); ++i) weights[i] *= i % 2 == 0 ? 1.02 : 0.98;
    CHECK(chi_square(counts, normalized(weights)) > chi_square_limit(positive - 1));
  }
}

TEST_CASE("weights that stand apart by many orders are met, at either end of the table") {
  for (const char* formula : {"if(id = 0, 1e15, 1)", "if(id = 49999, 1e15, 1)", "if(id = 25000, 1e15, 0)"}) {
    PlanReader reader(
        family(50'000, R"({"weight": "w"})", R"(, "w": {"expression": ")" + std::string(formula) + R"("})", 1000));
    const std::vector<std::int64_t> keys = reader.values<std::int64_t>("p", 1000);
    CHECK(std::count(keys.begin(), keys.end(), keys[0]) == 1000);
    CHECK(keys[0] % 25'000 % 24'999 == 0);
  }
  // One part of the guide table holds all but one of the parents.
  PlanReader crowded(family(50'000, R"({"weight": "w"})", R"j(, "w": {"expression": "if(id = 0, 50000000, 1)"})j"));
  std::vector<std::uint64_t> tenths(10, 0);
  std::size_t others = 0;
  for (const std::int64_t key : crowded.values<std::int64_t>("p", kChildren)) {
    if (key == 0) continue;
    ++others;
    ++tenths[static_cast<std::size_t>(key) / 5000];
  }
  CHECK(std::fabs(static_cast<double>(others) - 999) < 5 * 31.6);
  CHECK(chi_square(tenths, std::vector<double>(10, 0.1)) < chi_square_limit(9));
}

TEST_CASE("weights none of which is above 0, or one of which is below, leave nothing to pick, which is counted") {
  for (const char* formula : {"0", "null + 1", "if(id = 7, -1, 1)", "if(id = 7, 1e308, 1e308)"}) {
    PlanReader reader(family(20, R"({"weight": "w"})",
                             R"(, "w": {"expression": ")" + std::string(formula) + R"(", "type": "number"})", 100));
    const Cells cells = reader.cells("p", 100);
    INFO(formula);
    CHECK(std::count(cells.begin(), cells.end(), std::nullopt) == 100);
    std::uint64_t counted = 0;
    for (const CellWarningCounts& counts : reader.evaluator().warnings(0)) {
      counted += counts[static_cast<std::size_t>(CellWarning::invalid_parameter)];
    }
    CHECK(counted == 100);
  }
}

TEST_CASE("threads that need the weights at once build them once and pick alike") {
  const std::shared_ptr<const Plan> plan =
      plan_of(family(200'000, R"({"weight": "w"})", R"(, "w": {"distribution": "exponential", "mean": 1})", 4096));
  KeptColumns kept(*plan);
  std::vector<std::vector<std::int64_t>> found(4);
  std::vector<std::thread> threads;
  for (std::vector<std::int64_t>& keys : found) {
    threads.emplace_back([&plan, &kept, &keys] {
      Evaluator evaluator(*plan, kept);
      evaluator.fill(0, plan->tables[0].generation, RowSet::range(1024, 1024));
      const auto* data = evaluator.column(0, 0).data<std::int64_t>();
      keys.assign(data, data + 1024);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::vector<std::int64_t>& keys : found) CHECK(keys == found[0]);
}

TEST_CASE("in turn every parent comes after the one before") {
  PlanReader reader(family(7, R"("cycle")", "", 5000));
  const std::vector<std::int64_t> keys = reader.values<std::int64_t>("p", 5000);
  bool right = true;
  for (std::size_t i = 0; i < keys.size(); ++i) right = right && keys[i] == static_cast<std::int64_t>(i % 7);
  CHECK(right);
  const std::vector<std::int64_t> rows = {4999, 3, 3, 0};
  const Cells listed = reader.cells(0, reader.column(0, "p"), RowSet::of(rows));
  const Cells all = reader.cells("p", 5000);
  for (std::size_t i = 0; i < rows.size(); ++i) CHECK(listed[i] == all[static_cast<std::size_t>(rows[i])]);
}

TEST_CASE("the keys of a cross join are its owners, the first table outermost") {
  PlanReader reader(R"({"synthgen": 1, "tables": {
    "t": {"rows": {"per": ["a", "b", "c"]}, "columns": {
      "c": {"references": "c.id"}, "a": {"references": "a.id"}, "b": {"references": "b.id"},
      "again": {"references": "b.id", "pick": "owner"}, "any": {"references": "b.id", "pick": "uniform"}}},
    "a": {"rows": 3, "columns": {"id": {"sequence": 0}}},
    "b": {"rows": 40, "columns": {"id": {"sequence": 0}}},
    "c": {"rows": 50, "columns": {"id": {"sequence": 0}}}}})");
  CHECK(reader.plan().tables[0].rows == 6000);
  const auto values = [&](const char* name) { return reader.values<std::int64_t>(name, 6000); };
  const std::vector<std::int64_t> a = values("a");
  const std::vector<std::int64_t> b = values("b");
  const std::vector<std::int64_t> c = values("c");
  bool right = true;
  for (std::int64_t row = 0; row < 6000; ++row) {
    const auto i = static_cast<std::size_t>(row);
    right = right && a[i] == row / 2000 && b[i] == row / 50 % 40 && c[i] == row % 50;
  }
  CHECK(right);
  CHECK(values("again") == b);
  CHECK(values("any") != b);
}

TEST_CASE("picks that have no meaning are refused") {
  const auto codes = [](const std::string& pick, const std::string& parent = "") {
    return codes_of(try_plan(family(10, pick, parent, 10)));
  };
  using Codes = std::vector<std::string>;
  CHECK(codes(R"("unifrom")") == Codes{"SG2103"});
  CHECK(codes(R"("owner")") == Codes{"SG2147"});
  CHECK(codes("3") == Codes{"SG2003"});
  CHECK(codes("{}") == Codes{"SG2105"});
  CHECK(codes(R"({"wieght": "w"})") == Codes{"SG2104"});
  CHECK(codes(R"({"weight": "w"})") == Codes{"SG2148"});
  CHECK(codes(R"({"weight": "=w"})") == Codes{"SG2115"});
  CHECK(codes(R"({"weight": "w", "more": 1})", R"(, "w": {"constant": 1})") == Codes{"SG2104"});
  CHECK(codes(R"({"weight": "w"})", R"(, "w": {"constant": "a"})") == Codes{"SG2148"});
  CHECK(codes(R"({"weight": "w", "distribution": "poisson", "mean": 2})") == Codes{"SG2107"});
  CHECK(codes(R"({"distribution": "bernoulli", "p": 0.5})") == Codes{"SG2145"});
  CHECK(codes(R"({"distribution": "integer", "min": 1, "max": 5})") == Codes{"SG2145"});
  CHECK(codes(R"({"distribution": "poisson", "maen": 2})") == Codes{"SG2105", "SG2104"});
  CHECK(codes(R"({"distribution": "poisson", "mean": -2})") == Codes{"SG2106"});
  CHECK(codes(R"({"distribution": "poisson", "mean": "=nothing"})") == Codes{"SG3101"});
  const std::string self = R"("i": {"sequence": 1}, "r": {"references": "t.i", "pick": )";
  for (const char* pick : {R"("cycle")", R"({"weight": "i"})", R"({"distribution": "poisson", "mean": 2})"}) {
    CHECK(codes_of(try_plan(table_schema(10, self + pick + "}"))) == Codes{"SG2146"});
  }
  CHECK(codes_of(try_plan(R"({"synthgen": 1, "tables": {
    "t": {"rows": {"per": ["a", "b"]}, "columns": {"x": {"references": "a.id"}, "y": {"references": "a.id"}}},
    "a": {"rows": 3, "columns": {"id": {"sequence": 0}}},
    "b": {"rows": 3, "columns": {"id": {"sequence": 0}}}}})")) == Codes{"SG2147"});
}
