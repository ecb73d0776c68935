// Evaluates a sample of rows and correlates it.
#include "synthgen/engine/realised_correlation.hpp"

#include <algorithm>
#include <new>

#include "synthgen/column/ordered_numbers.hpp"
#include "synthgen/copula/sample_correlation.hpp"
#include "synthgen/engine/ordered_run.hpp"

namespace synthgen {
namespace {

constexpr auto kUnitRows = static_cast<std::int64_t>(kBatchRows);
static_assert(kUnitRows == 1024);
constexpr std::int64_t kMostCells = std::int64_t{1} << 24;         // 128 MiB
constexpr std::int64_t kMostPairs = std::int64_t{1} << 30;         // rows · pairs of columns: about a second
constexpr std::int64_t kMostKendallPairs = std::int64_t{1} << 26;  // four seconds

}  // namespace

std::vector<std::int64_t> sampled_units(std::int64_t rows, std::size_t columns, CorrelationMeasure measure) {
  const bool kendall = measure == CorrelationMeasure::kendall;
  const auto d = static_cast<std::int64_t>(std::max<std::size_t>(columns, 2));
  std::int64_t most = kendall ? kKendallUnits : kSampleUnits;
  most = std::min(most, kMostCells / kUnitRows / d);
  most = std::min(most, (kendall ? kMostKendallPairs : kMostPairs) / kUnitRows / (d * (d - 1) / 2));
  most = std::max<std::int64_t>(most, 1);
  std::vector<std::int64_t> units;
  const std::int64_t all = (rows + kUnitRows - 1) / kUnitRows;
  const std::int64_t whole = rows / kUnitRows;
  for (std::int64_t i = 0; i < std::min(all, most); ++i) {
    units.push_back((all <= most ? i : i * whole / most) * kUnitRows);
  }
  return units;
}

Result<RealisedCorrelation> realised_correlation(const Plan& plan, KeptColumns& kept, TableIndex table,
                                                 const PlannedCorrelation& group, const std::atomic<bool>* stop) {
  const auto stopped = [stop] { return stop != nullptr && stop->load(std::memory_order_relaxed); };
  try {
    const PlannedTable& planned = plan.tables[table];
    const std::vector<std::int64_t> units = sampled_units(planned.rows, group.columns.size(), group.measure);
    const std::vector<ColumnIndex> order = planned.closure(group.columns);
    std::vector<std::vector<double>> columns(group.columns.size());
    for (std::vector<double>& column : columns) column.reserve(units.size() * kBatchRows);
    Evaluator evaluator(plan, kept);
    RealisedCorrelation realised;
    for (const std::int64_t first : units) {
      if (stopped()) return interrupted();
      const std::int64_t count = std::min(kUnitRows, planned.rows - first);
      evaluator.fill(table, order, RowSet::range(first, static_cast<std::size_t>(count)));
      for (std::size_t c = 0; c < columns.size(); ++c) {
        const Column& cells = evaluator.column(table, group.columns[c]);
        columns[c].resize(columns[c].size() + cells.rows());
        ordered_numbers(cells, cells.rows(), columns[c].data() + columns[c].size() - cells.rows());
      }
      realised.rows += static_cast<std::uint64_t>(count);
    }
    realised.matrix = sample_correlations(columns, group.measure, stop);
    if (stopped()) return interrupted();
    return realised;
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  }
}

}  // namespace synthgen
