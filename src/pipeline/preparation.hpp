// What stands before the first byte: writers of the tables, and whether the disk has room.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "synthgen/base/result.hpp"
#include "synthgen/output/shard.hpp"
#include "synthgen/pipeline/generate.hpp"
#include "synthgen/plan/memory_estimate.hpp"
#include "synthgen/plan/plan.hpp"
#include "synthgen/writer/writer.hpp"
#include "target.hpp"

namespace synthgen {

/// One writer for each tree of files, in the target's order; none for tables that are not written.
using TableWriters = std::vector<std::unique_ptr<Writer>>;
/// By table of the plan.
Result<std::vector<TableWriters>> make_writers(const Plan& plan, const Target& target,
                                               const std::optional<Shard>& shard);

/// The rows of a table that the run writes.
RowRange written_rows(const PlannedTable& table, const std::optional<Shard>& shard);

/// Rows that a table's file of that tree has, of a log about: what its operators hit is drawn.
/// rows  that are written of the table
double expected_rows(const PlannedTable& table, FileTree tree, std::int64_t rows);

/// Refuses what would take more memory than the options allow (SG5040).
Result<MemoryEstimate> check_memory(const Plan& plan, const Target& target, const GenerateOptions& options);

/// Refuses what cannot fit (SG5012). free_bytes: nothing where there is no limit to know.
Status check_space(double estimated_bytes, std::optional<std::uint64_t> free_bytes);

}  // namespace synthgen
