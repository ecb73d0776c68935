// Fills the columns of a recurrence over whole families: first the first rows of many families side by side, then their
// second rows, and so on, each step as a batch of its own.
//
// Threads: one thread. Determinism: a cell depends on the plan and its row, never on the families filled with it.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "frame.hpp"
#include "synthgen/source/stepwise_source.hpp"

namespace synthgen {

class RecurrenceFill {
 public:
  /// recurrence  of the table
  /// window      of whose rows it fills columns; which must outlive this
  RecurrenceFill(FrameWorld& world, TableIndex table, std::size_t recurrence, FamilyWindow& window);
  ~RecurrenceFill();

  /// The columns that run() fills: those that are read outside the recurrence.
  const std::vector<ColumnIndex>& outputs() const { return outputs_; }
  void add_output(ColumnIndex index);
  /// Columns outside the recurrence that it reads.
  const std::vector<ColumnIndex>& reads() const { return read_; }
  /// Fills the outputs for all rows of the window, whose reads() are filled. Cells that became null are told to `warn`
  /// by column and place.
  void run(FamilyRows& families, std::vector<Column>& columns,
           const std::function<void(ColumnIndex, std::size_t, CellWarning)>& warn);

 private:
  class Step;

  void order_families(std::span<const std::size_t> begins);
  /// Families whose keys are given, all of their rows.
  void fill_families(FamilyRows& families, std::span<const std::uint64_t> keys, Step& step);
  void fill_step(FamilyRows& families, Step& step);

  const PlannedTable& table_;
  const std::vector<ColumnIndex>& columns_;  // of the recurrence
  Frame frame_;
  std::unique_ptr<Frame> probe_;                // finds the rows of warnings
  std::vector<const StepwiseSource*> sources_;  // by place in columns_; null: filled as any column is
  std::vector<FamilyCarry> carries_;            // by place in columns_
  std::vector<ColumnIndex> read_;               // columns outside that it reads
  std::vector<ColumnIndex> outputs_;
  std::vector<Column> stacked_;          // of the outputs, in the order in which rows were filled
  std::vector<ColumnIndex> carried_;     // columns that are read in the row before
  std::vector<Column> before_;           // their cells there
  std::vector<std::int64_t> positions_;  // among the stacked rows, by place in the window
  std::vector<std::uint64_t> families_;  // by falling size: its complement, then the family's place
  std::vector<std::int64_t> places_;     // of the step's rows in the window
  std::vector<std::int64_t> rows_;
};

}  // namespace synthgen
