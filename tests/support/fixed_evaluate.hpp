// An Evaluate for tests: given rows, given columns, a pool of its own.
#pragma once

#include <cassert>
#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "synthgen/column/evaluate.hpp"
#include "synthgen/source/run_lookups.hpp"

namespace synthgen {

class FixedEvaluate final : public Evaluate, public RunLookups {
 public:
  using Cells = std::function<void(TableIndex, ColumnIndex, const Column& picks, Column& out)>;

  explicit FixedEvaluate(RowSet rows, std::uint32_t attempt = 0) {
    pool_ = &own_pool_;
    reset(rows, attempt);
  }
  FixedEvaluate(const FixedEvaluate&) = delete;
  FixedEvaluate& operator=(const FixedEvaluate&) = delete;

  /// Other rows, without columns; the pool and the warnings stay.
  void reset(RowSet rows, std::uint32_t attempt = 0) {
    rows_ = rows;
    attempt_ = attempt;
    columns_.clear();
  }

  /// The next column of the table: its index counts from 0. REQUIRES: as many rows as rows().
  ColumnIndex add(Column column) {
    assert(column.rows() == rows_.count);
    columns_.push_back(std::move(column));
    return static_cast<ColumnIndex>(columns_.size() - 1);
  }

  /// What answers cells(); without it the test may not ask for any.
  void set_cells(Cells cells) { cells_ = std::move(cells); }

  const Column& column(ColumnIndex index) override { return columns_.at(index); }
  void cells(TableIndex table, ColumnIndex column, const Column& picks, Column& out) override {
    assert(cells_ && "the test gave no other table");
    cells_(table, column, picks, out);
  }
  /// Hands out what set_scan() was given, as one batch.
  void scan(TableIndex, ColumnIndex, const std::function<void(const Column&)>& take) override {
    assert(scanned_ != nullptr && "the test gave no column to scan");
    take(*scanned_);
  }
  void set_scan(const Column& column) { scanned_ = &column; }
  const void* lookup(const Source& owner, const std::function<std::shared_ptr<const void>()>& make) override {
    std::shared_ptr<const void>& table = lookups_[&owner];
    if (table == nullptr) table = make();
    return table.get();
  }

 private:
  ColumnPool own_pool_;
  std::vector<Column> columns_;
  Cells cells_;
  const Column* scanned_ = nullptr;
  std::map<const Source*, std::shared_ptr<const void>> lookups_;
};

}  // namespace synthgen
