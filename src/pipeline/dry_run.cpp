#include "synthgen/pipeline/dry_run.hpp"

#include <algorithm>

#include "manifest_record.hpp"
#include "preparation.hpp"
#include "target.hpp"

namespace synthgen {

Result<DryRunReport> dry_run(const Plan& plan, const GenerateOptions& options) {
  Result<Target> target = choose_target(plan, options);
  if (!target.ok()) return target.diagnostics();
  if (const Result<MemoryEstimate> memory = check_memory(plan, *target, options); !memory.ok())
    return memory.diagnostics();
  const Result<std::vector<TableWriters>> writers = make_writers(plan, *target, options.shard);
  if (!writers.ok()) return writers.diagnostics();
  const Result<Manifest> head = manifest_head(plan, options, *target);
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
  for (std::size_t k = 0; k < target->trees.size(); ++k) {
    const FileTree tree = target->trees[k];
    for (std::size_t t = 0; t < plan.tables.size(); ++t) {
      if ((*writers)[t].empty()) continue;
      const PlannedTable& table = plan.tables[t];
      const double rows = expected_rows(table, tree, written_rows(table, options.shard).rows());
      DryRunFile& file = report.files.emplace_back();
      file.name = std::string(folder_of(tree)) + (tree == FileTree::data ? "" : "/") + table.name;
      file.tree = tree;
      // Lines of a log are rows times operators times columns: more, perhaps, than 63 bits hold.
      file.rows = static_cast<std::int64_t>(std::min(rows, 9e18));
      file.bytes = (*writers)[t][k]->estimate_row_bytes() * rows;
      total += file.bytes;
    }
  }
  if (Status status = check_space(total, outlook->free_bytes); !status.ok()) return status.diagnostics();
  return report;
}

}  // namespace synthgen
