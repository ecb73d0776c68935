// What stands before the first byte: writers of the tables, and whether the disk has room.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "synthgen/base/result.hpp"
#include "synthgen/output/shard.hpp"
#include "synthgen/plan/plan.hpp"
#include "synthgen/writer/writer.hpp"

namespace synthgen {

/// One writer per table of the plan, empty for tables that are not written.
Result<std::vector<std::unique_ptr<Writer>>> make_writers(const Plan& plan, const WriterKind& kind,
                                                          const std::optional<Shard>& shard);

/// The rows of a table that the run writes.
RowRange written_rows(const PlannedTable& table, const std::optional<Shard>& shard);

/// Refuses what cannot fit (SG5012). free_bytes: nothing where there is no limit to know.
Status check_space(double estimated_bytes, std::optional<std::uint64_t> free_bytes);

}  // namespace synthgen
