// What a run holds in memory at its peak, for `synthgen plan`.
#include <algorithm>

#include "synthgen/plan/plan.hpp"

namespace synthgen {
namespace {

/// The program and its libraries, measured with a schema of one column.
constexpr double kProgramBytes = 9e6;
/// A block's text (pipeline: 2 MiB), with the room by which its buffer has grown ahead.
constexpr double kBlockBytes = 3e6;

double row_bytes(const PlannedTable& table) {
  const Result<std::unique_ptr<Writer>> writer = find_writer("csv")->make(writer_table(table));
  return writer.ok() ? (*writer)->estimate_row_bytes() : 0;
}

}  // namespace

std::uint64_t estimated_memory_bytes(const Plan& plan, unsigned threads) {
  double kept = 0;
  double blocks = 0;
  double batches = 0;
  for (const PlannedTable& table : plan.tables) {
    double batch = 0;
    for (const PlannedColumn& column : table.columns) {
      kept += static_cast<double>(column.made.memory_bytes);
      const bool text = column.made.type.kind == TypeKind::string && column.made.dictionary == nullptr;
      batch +=
          static_cast<double>(kBatchRows) * (static_cast<double>(value_bytes(column.made.type.kind)) + (text ? 32 : 0));
    }
    if (!table.written) continue;
    batches = std::max(batches, batch);
    // Two blocks a thread are under way: one is filled while the other waits to be written.
    const double whole = row_bytes(table) * static_cast<double>(table.rows);
    blocks = std::max(blocks, std::min(whole, kBlockBytes * 2 * threads));
  }
  return static_cast<std::uint64_t>(kProgramBytes + kept + blocks + batches * threads);
}

}  // namespace synthgen
