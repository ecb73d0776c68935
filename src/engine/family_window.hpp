// Whole families around the rows that are asked for: columns that look at other rows of their family are filled here,
// over as many rows as it takes, and handed out row by row.
//
// Threads: one thread. Determinism: a cell depends on the plan and its row, never on the rows filled with it.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "synthgen/engine/evaluator.hpp"
#include "synthgen/source/family_source.hpp"
#include "synthgen/source/run_lookups.hpp"

namespace synthgen {

class Frame;
class RecurrenceFill;
struct FrameWorld;

class FamilyWindow final : public FamilyRows, public RunLookups {
 public:
  /// REQUIRES: the rows of the table are per parent.
  FamilyWindow(FrameWorld& world, TableIndex table);
  ~FamilyWindow() override;

  /// Makes the window reach over the families of the rows; where they are contiguous, over families behind them as
  /// well, up to the row `horizon`, for they will be asked for next.
  void cover(RowSet rows, std::int64_t horizon);
  /// Cells of a family column. What is to be told of them, and of columns that are filled in windows alone and are read
  /// first by this one, is added to the counts, by column. REQUIRES: the window covers the rows.
  void gather(ColumnIndex index, RowSet rows, Column& out, std::vector<CellWarningCounts>& counts);

  RowSet row_numbers() const override;
  const Column& column(ColumnIndex index) override;
  ColumnPool& pool() const override;
  const void* lookup(const Source& owner, const std::function<std::shared_ptr<const void>()>& make) override;
  void warn(std::size_t place, CellWarning warning) override;

 private:
  bool covers(RowSet rows) const;
  void begin();
  /// The place of a row in the window.
  std::size_t place_of(std::int64_t row) const;
  /// Fills columns, those that do not look at other rows together.
  void fill(std::span<const ColumnIndex> columns);
  void fill_by_family(ColumnIndex index);
  /// Columns that do not look at other rows, batch by batch.
  void fill_batches(const std::vector<ColumnIndex>& columns);
  void find_silent();
  void begin_warnings(ColumnIndex index);
  void count_warnings(ColumnIndex index, CellWarningCounts& counts) const;

  FrameWorld& world_;
  const TableIndex index_;
  const PlannedTable& table_;
  const FamilyIndex& families_;
  std::unique_ptr<Frame> frame_;  // fills what does not look at other rows; made when first needed
  std::unique_ptr<Frame> probe_;  // finds the rows of warnings; made with it
  std::vector<std::unique_ptr<RecurrenceFill>> recurrences_;             // each made when first needed
  std::map<std::vector<ColumnIndex>, std::vector<ColumnIndex>> orders_;  // by the columns that are filled together
  /// By column: those of its inputs whose warnings no frame of the table counts, for they are filled in windows alone.
  std::vector<std::vector<ColumnIndex>> silent_;
  std::vector<bool> is_silent_;
  std::vector<Column> columns_;
  std::vector<std::uint64_t> filled_;  // the window for which a column was filled last
  std::uint64_t window_ = 0;
  ColumnIndex filling_ = 0;
  /// By column: cells that became null, by place.
  std::vector<std::vector<std::pair<std::size_t, CellWarning>>> warned_;
  std::vector<std::uint64_t> told_;  // the window of which a column's list is

  // Contiguous rows, or those of some families.
  bool contiguous_ = true;
  std::int64_t first_row_ = 0;
  std::vector<std::int64_t> parents_;  // of a window that is not contiguous, ascending
  std::vector<std::int64_t> row_list_;
  std::vector<std::int64_t> places_;  // kept for its storage
};

}  // namespace synthgen
