#include "synthgen/pipeline/dry_run.hpp"

#include "manifest_record.hpp"
#include "preparation.hpp"
#include "target.hpp"

namespace synthgen {

Result<DryRunReport> dry_run(const Plan& plan, const GenerateOptions& options) {
  Result<Target> target = choose_target(plan, options);
  if (!target.ok()) return target.diagnostics();
  const Result<std::vector<std::unique_ptr<Writer>>> writers = make_writers(plan, *target->writer, options.shard);
  if (!writers.ok()) return writers.diagnostics();
  const Result<Manifest> head = manifest_head(plan, options, *target->writer);
  if (!head.ok()) return head.diagnostics();
  const Result<Outlook> outlook = look_at_target(*target, options, head->plan);
  if (!outlook.ok()) return outlook.diagnostics();

  DryRunReport report;
  report.destination = target->path;
  report.format = target->writer->record.name;
  report.in_folder = target->shape == Target::Shape::folder;
  report.replaces = outlook->replaces;
  report.free_bytes = outlook->free_bytes;
  double total = 0;
  for (std::size_t t = 0; t < plan.tables.size(); ++t) {
    const Writer* writer = (*writers)[t].get();
    if (writer == nullptr) continue;
    const PlannedTable& table = plan.tables[t];
    const std::int64_t rows = written_rows(table, options.shard).rows();
    report.tables.push_back({table.name, rows, writer->estimate_row_bytes() * static_cast<double>(rows)});
    total += report.tables.back().bytes;
  }
  if (Status status = check_space(total, outlook->free_bytes); !status.ok()) return status.diagnostics();
  return report;
}

}  // namespace synthgen
