// Some rows of a batch as a batch of their own: a branch of `cases` is computed for its rows only.
//
// Threads: one thread. Determinism: a cell does not depend on the rows that are computed with it.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "synthgen/column/evaluate.hpp"

namespace synthgen {

class SubsetEvaluate final : public Evaluate {
 public:
  /// places  indices into parent.rows(), ascending; must outlive this
  SubsetEvaluate(Evaluate& parent, std::span<const std::int64_t> places);
  SubsetEvaluate(const SubsetEvaluate&) = delete;
  SubsetEvaluate& operator=(const SubsetEvaluate&) = delete;
  /// Hands the warnings to the parent.
  ~SubsetEvaluate() override;

  const Column& column(ColumnIndex index) override;
  /// REQUIRES: not called; sources that pick rows of other tables are columns of their own.
  void cells(TableIndex table, ColumnIndex column, const Column& picks, Column& out) override;
  void scan(TableIndex table, ColumnIndex column, const std::function<void(const Column&)>& take) override;
  void scan_columns(TableIndex table, std::span<const ColumnIndex> columns,
                    const std::function<void(std::span<const Column* const>)>& take) override {
    parent_.scan_columns(table, columns, take);
  }
  void read(TableIndex table, std::span<const ColumnIndex> columns, RowSet rows,
            std::span<const Column*> cells) override {
    parent_.read(table, columns, rows, cells);
  }

 private:
  struct Gathered {
    ColumnIndex index = 0;
    std::unique_ptr<ColumnPool::Lease> column;  // by pointer: references stay while more are added
  };

  Evaluate& parent_;
  const std::span<const std::int64_t> places_;
  std::vector<std::int64_t> list_;
  std::vector<Gathered> gathered_;
};

}  // namespace synthgen
