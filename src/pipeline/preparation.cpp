#include "preparation.hpp"

#include <fmt/format.h>

#include "synthgen/base/number_text.hpp"
#include "synthgen/engine/table_damage.hpp"

namespace synthgen {

namespace {

/// Own choice, for estimates: what a rate that differs by row comes to.
constexpr double kUnknownRate = 0.1;

WriterTable described_table(const PlannedTable& table, FileTree tree) {
  switch (tree) {
    case FileTree::data:
      break;
    case FileTree::clean:
      return writer_table(table, Cleanness::clean);
    case FileTree::changes:
      return change_log_table(table);
  }
  return writer_table(table, Cleanness::dirty);
}

}  // namespace

Result<std::vector<TableWriters>> make_writers(const Plan& plan, const Target& target,
                                               const std::optional<Shard>& shard) {
  std::vector<TableWriters> writers;
  for (const PlannedTable& table : plan.tables) {
    writers.emplace_back();
    if (!table.written) continue;
    for (const FileTree tree : target.trees) {
      WriterTable described = described_table(table, tree);
      if (shard.has_value() && shard->number > 1) described.head = TableHead::left_out;
      Result<std::unique_ptr<Writer>> writer = target.writer->make(described);
      if (!writer.ok()) return writer.diagnostics();
      writers.back().push_back(std::move(*writer));
    }
  }
  return writers;
}

RowRange written_rows(const PlannedTable& table, const std::optional<Shard>& shard) {
  return shard.has_value() ? shard_rows(*shard, table.rows) : RowRange{0, table.rows};
}

double expected_rows(const PlannedTable& table, FileTree tree, std::int64_t rows) {
  if (tree != FileTree::changes) return static_cast<double>(rows);
  double lines_per_row = 0;
  for (const PlannedViolation& violation : table.violations) {
    lines_per_row += violation.share >= 0 ? violation.share : kUnknownRate;
  }
  for (const PlannedNoise& noise : table.noise) {
    const double rate = noise.rate_column.has_value() ? kUnknownRate : noise.rate;
    for (const PlannedNoise::Part& part : noise.parts) lines_per_row += rate * static_cast<double>(part.columns.size());
  }
  return static_cast<double>(rows) * lines_per_row;
}

Result<MemoryEstimate> check_memory(const Plan& plan, const Target& target, const GenerateOptions& options) {
  MemoryUse use;
  use.threads = options.threads;
  use.trees = static_cast<unsigned>(target.trees.size());
  use.row_groups = target.writer->record.name == "parquet";
  use.most_bytes = options.max_memory.value_or(kAnyMemory);
  const std::uint64_t most = use.most_bytes;
  MemoryEstimate estimate = estimate_memory(plan, use);
  if (estimate.bytes <= most) return estimate;
  constexpr std::size_t kToldParts = 4;
  return make_error(
      "SG5040",
      fmt::format("about {} of memory would be needed with {} {}, and --max-memory allows {}",
                  size_text(static_cast<double>(estimate.bytes)), options.threads,
                  options.threads == 1 ? "thread" : "threads", size_text(static_cast<double>(most))),
      {},
      fmt::format("the largest parts: {}; {}allow more, or write fewer rows (--rows, --scale)",
                  memory_parts_text(estimate, kToldParts), options.threads > 1 ? "take fewer --threads, " : ""));
}

Status check_space(double estimated_bytes, std::optional<std::uint64_t> free_bytes) {
  if (!free_bytes.has_value() || estimated_bytes <= static_cast<double>(*free_bytes)) return Done{};
  return make_error("SG5012",
                    fmt::format("about {:.1f} GB would be written, and {:.1f} GB are free", estimated_bytes / 1e9,
                                static_cast<double>(*free_bytes) / 1e9),
                    {}, "write fewer rows (--rows, --scale), or to another disk (-o)");
}

}  // namespace synthgen
