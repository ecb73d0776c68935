#include "synthgen/pipeline/generate.hpp"

#include <algorithm>
#include <chrono>

#include "manifest_record.hpp"
#include "preparation.hpp"
#include "run_warnings.hpp"
#include "table_run.hpp"
#include "target.hpp"

namespace synthgen {
namespace {

constexpr double kBlockBytes = 2 << 20;
constexpr std::int64_t kMostBlockRows = 65'536;
constexpr std::int64_t kBlocksWorthAThread = 4;

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
  const Result<MemoryEstimate> memory = check_memory(plan, *target, options);
  if (!memory.ok()) return memory.diagnostics();
  Result<std::vector<TableWriters>> writers = make_writers(plan, *target, options.shard);
  if (!writers.ok()) return writers.diagnostics();
  std::vector<TableRun> runs = make_table_runs(plan, *target, std::move(*writers), options);

  Result<Manifest> manifest = manifest_head(plan, options, *target);
  if (!manifest.ok()) return manifest.diagnostics();
  Result<std::unique_ptr<Destination>> destination = open_target(*target, options, manifest->plan);
  if (!destination.ok()) return destination.diagnostics();
  double estimate = 0;
  for (const TableRun& run : runs) {
    for (const TableOutput& output : run.outputs) {
      estimate += output.writer->estimate_row_bytes() * expected_rows(*run.planned, output.tree, run.rows.rows());
    }
  }
  if (Status status = check_space(estimate, (*destination)->free_bytes()); !status.ok()) return status.diagnostics();

  Progress progress;
  for (const TableRun& run : runs) progress.total_rows += run.rows.rows();
  KeptColumns kept(plan, memory->kept);
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
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  std::vector<Clock::time_point> ends(runs.size());  // when the last block of each table was handed on
  order.deliver = [&](std::int64_t block, BlockSlot& slot) -> Status {
    auto& finished = static_cast<TableBlock&>(slot);
    Status status = deliver_block(plan, runs, **destination, block, finished);
    if (!status.ok()) return status;
    const std::size_t index = run_of_block(runs, block);
    if (block + 1 == runs[index].first_block + runs[index].blocks) ends[index] = Clock::now();
    progress.rows += finished.rows;
    // Of the files, not of the blocks: some writers encode only when they are handed a block.
    progress.bytes = 0;
    for (const TableRun& run : runs) {
      for (const TableOutput& output : run.outputs) progress.bytes += output.file != nullptr ? output.file->bytes() : 0;
    }
    if (on_progress) on_progress(progress);
    return Done{};
  };
  if (Status status = run_in_order(order); !status.ok()) return status.diagnostics();

  GenerateReport report;
  report.destination = target->path;
  report.rows = progress.rows;
  report.threads = order.threads;
  for (std::size_t r = 0; r < runs.size(); ++r) {
    TableRun& run = runs[r];
    TableReport& table = report.tables.emplace_back();
    table.name = run.planned->name;
    table.rows = run.rows.rows();
    table.blocks = run.blocks;
    table.block_rows = run.block_rows;
    table.seconds = std::chrono::duration<double>(ends[r] - (r == 0 ? start : ends[r - 1])).count();
    for (TableOutput& output : run.outputs) {
      if (Status status = output.file->close(); !status.ok()) return status.diagnostics();
      table.bytes += output.file->bytes();
      if (output.tree == FileTree::changes) table.changes = output.rows;
      ++report.files;
    }
    report.bytes += table.bytes;
  }
  report.warnings = cell_warnings(*plan.schema, runs, manifest->warnings);
  const Diagnostics violations = violation_warnings(runs, manifest->warnings);
  for (const Diagnostic& warning : violations) report.warnings.add(warning);
  report.warnings.add(childless_warnings(*plan.schema, runs, manifest->warnings));
  if (!options.shard.has_value()) {
    for (ManifestWarning& warning : manifest->warnings) warning.place.reset();
  }
  std::string text;
  if ((*destination)->has_manifest()) {
    if (Status status = record_tables(plan, options, *target, runs, kept, **destination, *manifest); !status.ok()) {
      return status.diagnostics();
    }
    text = manifest_text(*manifest);
  }
  if (Status status = (*destination)->publish(text); !status.ok()) return status.diagnostics();
  return report;
}

}  // namespace synthgen
