// The sample of rows, and the correlations of columns that a plan evaluates.
#include "synthgen/engine/realised_correlation.hpp"

#include <cmath>
#include <limits>

#include "support/catch.hpp"
#include "support/plans.hpp"
#include "synthgen/copula/sample_correlation.hpp"

using namespace synthgen;
using namespace synthgen::test;

namespace {

/// Everything that can be in a group, each pulled by `pull`; and a column with nulls.
std::string mixed_schema(std::int64_t rows) {
  return table_schema(rows, R"j(
    "pull": {"distribution": "normal", "mean": 0, "sd": 1},
    "number": {"expression": "pull + normal(0, 1)"},
    "amount": {"expression": "round(100 * pull + normal(0, 50), 2)", "decimals": 2},
    "count": {"distribution": "poisson", "mean": "=exp(pull)"},
    "yes": {"expression": "pull + normal(0, 1) > 1"},
    "grade": {"choice": ["low", "middle", "high"]},
    "day": {"expression": "date '2020-01-01' + floor(100 * pull)"},
    "gap": {"expression": "pull - normal(0, 1)", "missing": 0.3})j");
}

PlannedCorrelation group_of(const PlanReader& reader, const std::vector<std::string>& names,
                            CorrelationMeasure measure) {
  PlannedCorrelation group;
  group.measure = measure;
  for (const std::string& name : names) group.columns.push_back(reader.column(0, name));
  return group;
}

RealisedCorrelation realise(const PlanReader& reader, const PlannedCorrelation& group) {
  KeptColumns kept(reader.plan());
  const Result<RealisedCorrelation> realised = realised_correlation(reader.plan(), kept, 0, group);
  REQUIRE(realised.ok());
  return *realised;
}

/// Bits, for NaN is a value here.
bool same(const SquareMatrix& a, const SquareMatrix& b) {
  if (a.entries.size() != b.entries.size()) return false;
  for (std::size_t i = 0; i < a.entries.size(); ++i) {
    if (a.entries[i] != b.entries[i] && !(std::isnan(a.entries[i]) && std::isnan(b.entries[i]))) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("small tables are sampled whole, and large ones evenly in whole units") {
  using enum CorrelationMeasure;
  CHECK(sampled_units(0, 2, pearson).empty());
  CHECK(sampled_units(1, 2, pearson) == std::vector<std::int64_t>{0});
  CHECK(sampled_units(2049, 2, spearman) == std::vector<std::int64_t>{0, 1024, 2048});
  CHECK(sampled_units(1 << 20, 8, pearson).size() == 1024);
  CHECK(sampled_units(1 << 20, 8, pearson).back() == (1 << 20) - 1024);
  // One row more: the last unit is short, and 1,024 whole ones are left.
  CHECK(sampled_units((1 << 20) + 1, 8, pearson).size() == 1024);
  CHECK(sampled_units((1 << 20) + 1, 8, pearson).back() == (1 << 20) - 1024);
  const std::int64_t most = 1'000'000'000'000'000;
  for (const std::int64_t rows : {std::int64_t{1'100'000}, std::int64_t{3'000'000'000}, most}) {
    const std::vector<std::int64_t> units = sampled_units(rows, 8, pearson);
    CHECK(units.size() == 1024);
    const std::int64_t step = rows / 1024 / 1024;  // in units
    for (std::size_t i = 0; i + 1 < units.size(); ++i) {
      CHECK(units[i] % 1024 == 0);
      const std::int64_t distance = (units[i + 1] - units[i]) / 1024;
      CHECK((distance == step || distance == step + 1));
    }
    CHECK(units.front() == 0);
    CHECK(rows - units.back() >= 1024);
    CHECK(rows - units.back() <= (step + 3) * 1024);
  }
}

TEST_CASE("many columns, and Kendall's measure, make the sample smaller") {
  using enum CorrelationMeasure;
  CHECK(sampled_units(1 << 30, 16, pearson).size() == 1024);
  CHECK(sampled_units(1 << 30, 32, spearman).size() == 512);  // 2^24 cells
  CHECK(sampled_units(1 << 30, 200, pearson).size() == 52);   // 2^30 pairs
  CHECK(sampled_units(1 << 30, 12, kendall).size() == 128);
  CHECK(sampled_units(1 << 30, 200, kendall).size() == 3);
  CHECK(sampled_units(1 << 30, 5000, kendall).size() == 1);
}

TEST_CASE("values are taken as they will be written, texts in listed order, and nulls left out") {
  PlanReader reader(mixed_schema(5000));
  const std::vector<std::string> names = {"number", "amount", "count", "yes", "grade", "day", "gap"};
  std::vector<std::vector<double>> columns(names.size());
  const auto take = [&]<class T>(std::size_t place, T /*of the type*/) {
    for (const T value : reader.values<T>(names[place], 5000)) columns[place].push_back(static_cast<double>(value));
  };
  take(0, double{});
  take(1, std::int64_t{});
  take(2, std::int64_t{});
  take(3, std::uint8_t{});
  take(4, std::int32_t{});
  take(5, std::int32_t{});
  take(6, double{});
  const Cells gaps = reader.cells("gap", 5000);
  for (std::size_t row = 0; row < 5000; ++row) {
    if (!gaps[row].has_value()) columns[6][row] = std::numeric_limits<double>::quiet_NaN();
  }
  for (const auto measure : {CorrelationMeasure::pearson, CorrelationMeasure::spearman, CorrelationMeasure::kendall,
                             CorrelationMeasure::latent}) {
    std::vector<std::vector<double>> copy = columns;
    const RealisedCorrelation found = realise(reader, group_of(reader, names, measure));
    CHECK(found.rows == 5000);
    CHECK(same(found.matrix, sample_correlations(copy, measure)));
    // Not trivially so: what is pulled by the same number goes together, the choice goes by itself.
    CHECK(found.matrix.at(0, 1) > 0.3);
    CHECK(found.matrix.at(6, 5) > 0.3);
    CHECK(std::abs(found.matrix.at(4, 0)) < 0.08);
  }
}

TEST_CASE("of a large table only the sampled units are computed, whatever its other rows") {
  PlanReader reader(mixed_schema(3'000'000'000));
  const PlannedCorrelation group = group_of(reader, {"number", "yes"}, CorrelationMeasure::pearson);
  const RealisedCorrelation found = realise(reader, group);
  CHECK(found.rows == 1 << 20);
  // corr(pull + e, pull + f > 1) = φ(t) / (2·√(p·(1 − p))) with t = 1/√2 and p = 1 − Φ(t): 0.363872.
  CHECK(std::abs(found.matrix.at(0, 1) - 0.363872) < 4 / 1024.0);
}

TEST_CASE("a stopped run gets no correlations") {
  PlanReader reader(mixed_schema(5000));
  const std::atomic<bool> stop = true;
  KeptColumns kept(reader.plan());
  const PlannedCorrelation group = group_of(reader, {"number", "yes"}, CorrelationMeasure::pearson);
  const Result<RealisedCorrelation> realised = realised_correlation(reader.plan(), kept, 0, group, &stop);
  REQUIRE_FALSE(realised.ok());
  CHECK(realised.diagnostics().begin()->code == "SG5010");
}
