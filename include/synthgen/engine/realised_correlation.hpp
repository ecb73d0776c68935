// The correlations that came out: of a fixed sample of a table's rows, computed once more.
//
// Every cell is a pure function, so the sample is evaluated by itself, whatever threads,
// blocks and shards write the table.
//
// Threads: call from any; KeptColumns is shared. Determinism: a function of the plan.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "synthgen/base/result.hpp"
#include "synthgen/engine/evaluator.hpp"
#include "synthgen/plan/planned_correlation.hpp"

namespace synthgen {

/// Rows that a sample has at most, in units of 1,024 successive rows.
inline constexpr std::int64_t kSampleUnits = 1024;
inline constexpr std::int64_t kKendallUnits = 128;

/// The first rows of the units of 1,024 rows that are sampled of a table of `rows` rows (the last may be short): all,
/// where they are at most kSampleUnits (kendall: kKendallUnits), else as many whole ones, evenly over the table. Fewer
/// for many columns: rows · columns ≤ 2²⁴ and rows · pairs of columns ≤ 2³⁰ (kendall: 2²⁶), but at least one unit.
std::vector<std::int64_t> sampled_units(std::int64_t rows, std::size_t columns, CorrelationMeasure measure);

struct RealisedCorrelation {
  SquareMatrix matrix;     ///< in the group's measure (of `latent`: Pearson's of the values); NaN where there is none
  std::uint64_t rows = 0;  ///< of the sample
};

/// Nulls are left out pair by pair; texts count 0, 1, 2 … in the order of their dictionary, booleans 0 and 1, dates
/// days, times microseconds.
/// Errors SG5010 where `stop` was set, SG5011 where memory ran out.
Result<RealisedCorrelation> realised_correlation(const Plan& plan, KeptColumns& kept, TableIndex table,
                                                 const PlannedCorrelation& group,
                                                 const std::atomic<bool>* stop = nullptr);

}  // namespace synthgen
