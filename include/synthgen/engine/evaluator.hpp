// evaluate(plan, table, columns, rows): the one operation on which everything stands.
// Any columns of any table at any rows, as a pure function.
//
// Threads: one Evaluator per thread; KeptColumns is shared by all.
// Determinism: what is kept in memory and what is computed again never differs.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "synthgen/column/evaluate.hpp"
#include "synthgen/plan/plan.hpp"

namespace synthgen {

/// Columns of small tables, held whole because other tables read them: a gather from the second-level cache is
/// cheaper than computing the cells again. Filled on first use.
class KeptColumns {
 public:
  explicit KeptColumns(const Plan& plan);
  ~KeptColumns();
  /// The whole column, or null where it is not worth keeping.
  const Column* get(TableIndex table, ColumnIndex column);

 private:
  struct Slot;
  const Plan& plan_;
  std::vector<std::vector<std::unique_ptr<Slot>>> slots_;  // by table and column
};

using CellWarningCounts = std::array<std::uint64_t, kCellWarnings>;

/// For PlanOptions::evaluate_rows: an evaluator of its own for each call, which keeps nothing.
void evaluate_rows(const Plan& plan, TableIndex table, std::span<const ColumnIndex> columns,
                   std::span<const std::int64_t> rows, const std::function<void(std::span<const Column* const>)>& take);

class Evaluator {
 public:
  Evaluator(const Plan& plan, KeptColumns& kept);
  ~Evaluator();

  /// Fills `columns` of `table` (an order in which each comes after those that it reads) for at most kBatchRows rows.
  void fill(TableIndex table, std::span<const ColumnIndex> columns, RowSet rows);
  /// A column of the last fill() of that table.
  const Column& column(TableIndex table, ColumnIndex column) const;
  /// Cells that became null in fill() so far, by column of the table, for the caller to read and to clear.
  /// Cells of parents that were computed again are not counted: they are when the parent is written.
  std::vector<CellWarningCounts>& warnings(TableIndex table);

 private:
  class Frame;
  const Plan& plan_;
  KeptColumns& kept_;
  ColumnPool pool_;
  std::map<TableIndex, std::unique_ptr<Frame>> frames_;  // made when first needed: most evaluators see one table
};

}  // namespace synthgen
