// What a column may ask for while it is being filled: the rows wanted, the other
// columns of those rows, cells of other tables, scratch columns.
//
// Threads: one Evaluate per thread. Determinism: answers depend on plan and rows only.
#pragma once

#include <array>
#include <cassert>
#include <cstdint>
#include <functional>
#include <span>

#include "synthgen/base/stream.hpp"
#include "synthgen/column/column.hpp"

namespace synthgen {

using ColumnIndex = std::uint32_t;  ///< of a column within its table, hidden and internal ones included
using TableIndex = std::uint32_t;

/// Why a cell that should have had a value is null, or a condition on which one depends: counted, told at the end, kept
/// in the manifest.
enum class CellWarning : std::uint8_t {
  division_by_zero,
  overflow,           ///< beyond 64 bits, or beyond the calendar
  domain,             ///< a function outside its domain, such as the log of a negative number
  invalid_parameter,  ///< a per-row parameter out of its range
  empty_interval,     ///< min above max on the grid of written values
  undecided,          ///< a condition or a rate that could not be computed, and counts as not met
  repeated,           ///< strictly ordered: no further value was found that its family does not have
  no_match,           ///< a reference whose `where` no row of the parent meets
  unknown_value,      ///< an entity's value, such as its city, that the data of its locale do not have
};
inline constexpr std::size_t kCellWarnings = 9;

class Evaluate {
 public:
  virtual ~Evaluate() = default;

  RowSet rows() const { return rows_; }
  std::uint32_t attempt() const { return attempt_; }
  ColumnPool& pool() const { return *pool_; }
  /// Values are wanted without the nulls that `missing` makes: to see how they follow from their scores.
  bool without_missing() const { return without_missing_; }

  /// A column of the same table over rows(): already filled, for the plan orders columns by what they read.
  virtual const Column& column(ColumnIndex index) = 0;
  /// Cells of another table at `rows` of `picks` (an integer column of 0-based row numbers; a null gives a null).
  virtual void cells(TableIndex table, ColumnIndex column, const Column& picks, Column& out) = 0;

  /// Hands every cell of a column of another table to `take`, batch after batch in row order, whatever rows() is: for
  /// prefix sums and the like, once a run. Nothing is kept.
  virtual void scan(TableIndex table, ColumnIndex column, const std::function<void(const Column&)>& take) = 0;
  /// The same of several columns at once. Only frames of the engine and what stands before them can.
  virtual void scan_columns(TableIndex /*table*/, std::span<const ColumnIndex> /*columns*/,
                            const std::function<void(std::span<const Column* const>)>& /*take*/) {
    assert(false && "other tables are not to be had here");
  }
  /// Cells of columns of any table, its own too, at at most kBatchRows rows: valid until the next read of that table.
  /// Only frames of the engine and what stands before them can.
  virtual void read(TableIndex /*table*/, std::span<const ColumnIndex> /*columns*/, RowSet /*rows*/,
                    std::span<const Column*> /*cells*/) {
    assert(false && "other rows are not to be had here");
  }

  /// Counts `cells` cells that became null.
  void warn(CellWarning warning, std::uint64_t cells = 1) { warnings_[static_cast<std::size_t>(warning)] += cells; }
  const std::array<std::uint64_t, kCellWarnings>& warnings() const { return warnings_; }

 protected:
  RowSet rows_;
  std::uint32_t attempt_ = 0;
  ColumnPool* pool_ = nullptr;
  bool without_missing_ = false;
  std::array<std::uint64_t, kCellWarnings> warnings_{};
};

}  // namespace synthgen
