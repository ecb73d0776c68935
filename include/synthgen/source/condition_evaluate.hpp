// A batch seen by a condition or a rate: where that cannot be computed, no cell is null, and the warning says so.
//
// Threads: one thread.
#pragma once

#include "synthgen/column/evaluate.hpp"

namespace synthgen {

class ConditionEvaluate final : public Evaluate {
 public:
  explicit ConditionEvaluate(Evaluate& parent) : parent_(parent) {
    rows_ = parent.rows();
    attempt_ = parent.attempt();
    pool_ = &parent.pool();
  }
  ConditionEvaluate(const ConditionEvaluate&) = delete;
  ConditionEvaluate& operator=(const ConditionEvaluate&) = delete;
  /// Hands the parent what could not be computed, whatever the reason.
  ~ConditionEvaluate() override {
    std::uint64_t lost = 0;
    for (const std::uint64_t count : warnings()) lost += count;
    if (lost != 0) parent_.warn(CellWarning::undecided, lost);
  }

  const Column& column(ColumnIndex index) override { return parent_.column(index); }
  void cells(TableIndex table, ColumnIndex column, const Column& picks, Column& out) override {
    parent_.cells(table, column, picks, out);
  }
  void scan(TableIndex table, ColumnIndex column, const std::function<void(const Column&)>& take) override {
    parent_.scan(table, column, take);
  }
  void scan_columns(TableIndex table, std::span<const ColumnIndex> columns,
                    const std::function<void(std::span<const Column* const>)>& take) override {
    parent_.scan_columns(table, columns, take);
  }
  void read(TableIndex table, std::span<const ColumnIndex> columns, RowSet rows,
            std::span<const Column*> cells) override {
    parent_.read(table, columns, rows, cells);
  }

 private:
  Evaluate& parent_;
};

}  // namespace synthgen
