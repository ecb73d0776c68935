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
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "synthgen/column/evaluate.hpp"
#include "synthgen/plan/plan.hpp"

namespace synthgen {

class Frame;
struct FrameWorld;
struct KeptColumn;
struct RuleFailure;

/// Columns of small tables, held whole because other tables read them: a gather from the second-level cache is
/// cheaper than computing the cells again. Filled on first use.
class KeptColumns {
 public:
  explicit KeptColumns(const Plan& plan);
  /// Keeps no others than these.
  KeptColumns(const Plan& plan, const std::vector<KeptColumn>& kept);
  ~KeptColumns();
  /// The whole column, or null where it is not worth keeping.
  const Column* get(TableIndex table, ColumnIndex column);
  /// See RunLookups.
  const void* lookup(const Source& owner, const std::function<std::shared_ptr<const void>()>& make);
  /// The first row that could not be completed while a column was computed to be kept.
  std::optional<RuleFailure> failure() const;
  void note_failure(const RuleFailure& failure);

 private:
  struct Slot;
  struct Lookup;
  std::mutex lookups_mutex_;
  std::map<const Source*, std::unique_ptr<Lookup>> lookups_;
  mutable std::mutex failure_mutex_;
  std::unique_ptr<RuleFailure> failure_;
  const Plan& plan_;
  std::vector<std::vector<std::unique_ptr<Slot>>> slots_;  // by table and column; null where it is not kept
};

using CellWarningCounts = std::array<std::uint64_t, kCellWarnings>;

/// A row that no attempt could complete, so that the run ends.
struct RuleFailure {
  TableIndex table = 0;
  std::int64_t row = 0;
  std::optional<ColumnIndex> target = {};  ///< the column that found no value
  bool unmatched = false;                  ///< it is a reference whose `where` no row meets: no rule failed
  bool by_attempts = false;                ///< some of the rules are met by drawing again and again
  std::vector<std::size_t> rules;          ///< of the table: those that could not be met together
  std::vector<std::pair<std::string, std::string>> cells;  ///< columns and values of the last attempt
};

/// A cell of such a row as it is told: null, a text in quotes, else as CSV has it.
std::string shown_cell(const PlannedColumn& planned, const Column& column, std::size_t row);

/// What rules have done to the rows of a table.
struct RuleCounts {
  std::vector<std::uint64_t> redrawn;  ///< by rule: rows that broke it when they were drawn first
  std::uint64_t restarted = 0;         ///< rows whose earlier columns were given up, for they left no room
};

/// For PlanOptions::evaluate_rows: an evaluator of its own for each call, which keeps nothing.
void evaluate_rows(const Plan& plan, TableIndex table, std::span<const ColumnIndex> columns, RowSet rows,
                   const std::function<void(std::span<const Column* const>)>& take);

class Evaluator {
 public:
  Evaluator(const Plan& plan, KeptColumns& kept);
  ~Evaluator();

  /// Fills `columns` of `table` (an order in which each comes after those that it reads) for at most kBatchRows rows.
  /// horizon  the row before which further rows will be asked for, in turn: a hint
  void fill(TableIndex table, std::span<const ColumnIndex> columns, RowSet rows, std::int64_t horizon = 0);
  /// A column of the last fill() of that table.
  const Column& column(TableIndex table, ColumnIndex column) const;
  /// Cells that became null in fill() so far, by column of the table, for the caller to read and to clear.
  /// Cells of parents that were computed again are not counted: they are when the parent is written.
  std::vector<CellWarningCounts>& warnings(TableIndex table);
  /// Of the rows filled so far, for the caller to read and to clear; those of parents are not counted either.
  RuleCounts& rule_counts(TableIndex table);
  /// The column by which rows break a rule on purpose, at some of the rows of the last fill() of that table (which are
  /// left as they are): PlannedViolation::reads were among its columns.
  struct Violated {
    const Column& values;                    ///< by place in `places`
    std::span<const std::uint8_t> given_up;  ///< 1 where there is no value by which the row breaks this rule alone
  };
  /// places  in that fill()
  /// Returns what is valid until the next call.
  Violated violate(TableIndex table, const PlannedViolation& violation, std::span<const std::int64_t> places);
  /// The first row that could not be completed, of any table; what is filled afterwards is of no use.
  const std::optional<RuleFailure>& failure() const;

 private:
  Frame& frame(TableIndex table);

  ColumnPool pool_;
  std::unique_ptr<FrameWorld> world_;
  std::map<TableIndex, std::unique_ptr<Frame>> frames_;  // made when first needed: most evaluators see one table
  std::map<TableIndex, std::unique_ptr<Frame>> violating_;
};

}  // namespace synthgen
