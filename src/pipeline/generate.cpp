#include "synthgen/pipeline/generate.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "manifest_record.hpp"
#include "table_run.hpp"
#include "target.hpp"

namespace synthgen {
namespace {

constexpr double kBlockBytes = 2 << 20;
constexpr std::int64_t kMostBlockRows = 65'536;
constexpr std::int64_t kBlocksWorthAThread = 4;

/// One writer per table, empty for tables that are not written.
Result<std::vector<std::unique_ptr<Writer>>> make_writers(const Plan& plan, const WriterKind& kind) {
  std::vector<std::unique_ptr<Writer>> writers;
  for (const PlannedTable& table : plan.tables) {
    writers.emplace_back();
    if (!table.written) continue;
    Result<std::unique_ptr<Writer>> writer = kind.make(writer_table(table));
    if (!writer.ok()) return writer.diagnostics();
    writers.back() = std::move(*writer);
  }
  return writers;
}

/// Refuses what cannot fit before the first byte is written.
Status check_space(const std::vector<TableRun>& runs, const Destination& destination) {
  const std::optional<std::uint64_t> free_bytes = destination.free_bytes();
  if (!free_bytes.has_value()) return Done{};
  double estimate = 0;
  for (const TableRun& run : runs) {
    estimate += run.writer->estimate_row_bytes() * static_cast<double>(run.planned->rows);
  }
  if (estimate <= static_cast<double>(*free_bytes)) return Done{};
  return make_error("SG5012",
                    fmt::format("about {:.1f} GB would be written, and {:.1f} GB are free", estimate / 1e9,
                                static_cast<double>(*free_bytes) / 1e9),
                    {}, "write fewer rows (--rows, --scale), or to another disk (-o)");
}

}  // namespace

const char* program_version() { return SYNTHGEN_VERSION; }

std::int64_t block_rows_for(double row_bytes) {
  std::int64_t rows = kMostBlockRows;
  while (rows > 1 && static_cast<double>(rows) * row_bytes > kBlockBytes) rows /= 2;
  return rows;
}

Result<GenerateReport> generate(const Plan& plan, const GenerateOptions& options,
                                const std::function<void(const Progress&)>& on_progress) {
  Result<Target> target = choose_target(plan, options);
  if (!target.ok()) return target.diagnostics();
  const WriterKind& kind = *target->writer;
  Result<std::vector<std::unique_ptr<Writer>>> writers = make_writers(plan, kind);
  if (!writers.ok()) return writers.diagnostics();
  std::vector<TableRun> runs = make_table_runs(plan, std::move(*writers), options.block_rows);

  Result<std::unique_ptr<Destination>> destination = open_target(*target, options);
  if (!destination.ok()) return destination.diagnostics();
  if (Status status = check_space(runs, **destination); !status.ok()) return status.diagnostics();

  Progress progress;
  for (const TableRun& run : runs) progress.total_rows += run.planned->rows;
  KeptColumns kept(plan);
  OrderedRun order;
  order.blocks = runs.empty() ? 0 : runs.back().first_block + runs.back().blocks;
  // A thread without a block to do would cost its start only.
  order.threads =
      static_cast<unsigned>(std::clamp<std::int64_t>(options.threads, 1, std::max<std::int64_t>(order.blocks, 1)));
  // Small outputs stay in a buffer until the end: a further thread would only cost its start.
  order.delivery_waits = (*destination)->has_manifest() && order.blocks > kBlocksWorthAThread;
  order.make_producer = [&] { return make_table_producer(plan, kept, runs); };
  order.make_slot = [] { return std::make_unique<TableBlock>(); };
  order.stop = options.stop;
  order.deliver = [&](std::int64_t block, BlockSlot& slot) -> Status {
    auto& finished = static_cast<TableBlock&>(slot);
    Status status = deliver_block(runs, kind, **destination, block, finished);
    if (!status.ok()) return status;
    progress.rows += static_cast<std::int64_t>(finished.encoded.rows);
    // Of the files, not of the blocks: some writers encode only when they are handed a block.
    progress.bytes = 0;
    for (const TableRun& run : runs) progress.bytes += run.file != nullptr ? run.file->bytes() : 0;
    if (on_progress) on_progress(progress);
    return Done{};
  };
  if (Status status = run_in_order(order); !status.ok()) return status.diagnostics();

  GenerateReport report;
  report.destination = target->path;
  report.rows = progress.rows;
  report.files = runs.size();
  for (TableRun& run : runs) {
    if (Status status = run.file->close(); !status.ok()) return status.diagnostics();
    report.bytes += run.file->bytes();
  }
  std::string manifest;
  if ((*destination)->has_manifest()) manifest = manifest_text(make_manifest(plan, options, kind, runs, **destination));
  if (Status status = (*destination)->publish(manifest); !status.ok()) return status.diagnostics();
  std::vector<ManifestWarning> recorded;
  report.warnings = cell_warnings(*plan.schema, runs, recorded);
  return report;
}

}  // namespace synthgen
