// The damage of one table: rows that break a rule on purpose, then its noise: which cells each operator hits, what
// becomes of them, and the log.
//
// Threads: one object per thread. Determinism: hits and damage are functions of the row's
// number in its table, never of batches, blocks, threads, shards or the file's order.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "synthgen/engine/evaluator.hpp"
#include "synthgen/noise/damaged_column.hpp"
#include "synthgen/writer/writer.hpp"

namespace synthgen {

/// Cells (of operators on rows, and of violations: rows) that an operator was to damage, and did. The others were
/// skipped: null, or of a kind that it cannot damage.
struct NoiseCounts {
  std::uint64_t planned = 0;
  std::uint64_t changed = 0;
};

/// The change log of a table as a writer wants to know it: row, source_row, column, operator, before, after.
WriterTable change_log_table(const PlannedTable& table);

class TableDamage {
 public:
  /// writer  of the files: the log has values in their form
  TableDamage(const Plan& plan, KeptColumns& kept, TableIndex table, const WriterKind& writer);
  ~TableDamage();

  /// Damages the rows that `clean` filled last (PlannedTable::generation at `rows`).
  ///
  /// columns  by output column of the table: the clean ones, replaced by those that are written. Valid until the next
  ///          call, and as long as the clean ones are
  void apply(Evaluator& clean, RowSet rows, std::span<const Column*> columns);
  /// By operator of the table (PlannedTable::noise): counts so far, for the caller to read and to clear.
  std::vector<NoiseCounts>& counts() { return counts_; }

  /// By violation of the table (PlannedTable::violations), the same.
  std::vector<NoiseCounts>& violation_counts() { return violation_counts_; }

  /// The changes of the last apply() as rows of change_log_table(), in order of row and then of application.
  ///
  /// first_place  the place of the batch's first row in the file (and, while no operator adds or drops rows, in the
  ///              clean one)
  /// Returns the columns, valid until the next call: none where nothing was changed.
  std::span<const Column* const> log(std::int64_t first_place);

 private:
  struct Operation;

  /// REQUIRES: no operator was applied.
  void apply_violations(Evaluator& clean, RowSet rows);
  std::string label_of(std::size_t operation) const;

  const Plan& plan_;
  const PlannedTable& table_;
  TableIndex index_;
  Evaluator parameters_;  // at the rows that are hit
  std::vector<Operation> operations_;
  std::vector<std::unique_ptr<DamagedColumn>> damaged_;  // by output column; null where nothing damages it
  std::vector<DamagedColumn*> violated_;                 // by violation
  std::vector<NoiseCounts> counts_;
  std::vector<NoiseCounts> violation_counts_;
  std::vector<const Column*> given_;
  std::vector<Column> log_;
  std::vector<const Column*> log_columns_;
};

}  // namespace synthgen
