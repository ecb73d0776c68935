#include "preparation.hpp"

#include <fmt/format.h>

namespace synthgen {

Result<std::vector<std::unique_ptr<Writer>>> make_writers(const Plan& plan, const WriterKind& kind,
                                                          const std::optional<Shard>& shard) {
  std::vector<std::unique_ptr<Writer>> writers;
  for (const PlannedTable& table : plan.tables) {
    writers.emplace_back();
    if (!table.written) continue;
    WriterTable described = writer_table(table);
    if (shard.has_value() && shard->number > 1) described.head = TableHead::left_out;
    Result<std::unique_ptr<Writer>> writer = kind.make(described);
    if (!writer.ok()) return writer.diagnostics();
    writers.back() = std::move(*writer);
  }
  return writers;
}

RowRange written_rows(const PlannedTable& table, const std::optional<Shard>& shard) {
  return shard.has_value() ? shard_rows(*shard, table.rows) : RowRange{0, table.rows};
}

Status check_space(double estimated_bytes, std::optional<std::uint64_t> free_bytes) {
  if (!free_bytes.has_value() || estimated_bytes <= static_cast<double>(*free_bytes)) return Done{};
  return make_error("SG5012",
                    fmt::format("about {:.1f} GB would be written, and {:.1f} GB are free", estimated_bytes / 1e9,
                                static_cast<double>(*free_bytes) / 1e9),
                    {}, "write fewer rows (--rows, --scale), or to another disk (-o)");
}

}  // namespace synthgen
