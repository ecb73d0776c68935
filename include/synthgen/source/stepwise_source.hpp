// Columns of families that can be filled row by row: they look at the row before, and carry what they need of the rows
// before that.
//
// Threads: as source.hpp. Determinism: as family_source.hpp.
#pragma once

#include <optional>
#include <vector>

#include "synthgen/source/family_source.hpp"

namespace synthgen {

/// What a column carries from row to row, by family.
struct FamilyCarry {
  std::vector<__int128> totals;
  std::vector<double> sums;
  std::vector<std::uint8_t> begun;  ///< 1 where there was a value
};

/// The rows of equal number in their families, one of each of several families.
class FamilyStep {
 public:
  virtual ~FamilyStep() = default;

  bool first() const { return first_; }
  std::size_t rows() const { return rows_; }
  /// A column of the same table over these rows.
  virtual const Column& column(ColumnIndex index) = 0;
  /// The same column over the rows before these, of the same families in the same order; those of further families may
  /// follow. REQUIRES: not first(), and reads_before() of the source that asks.
  virtual const Column& before(ColumnIndex index) = 0;
  /// The cell of one of the rows became null. Rows are told in ascending order.
  virtual void warn(std::size_t row, CellWarning warning) = 0;

 protected:
  bool first_ = true;  ///< they are the first rows of their families
  std::size_t rows_ = 0;
};

class StepwiseSource : public FamilySource {
 public:
  /// The column that it reads in the row before; nothing where it reads its own row.
  virtual std::optional<ColumnIndex> reads_before() const { return std::nullopt; }
  /// Fills `out` for the rows of a step. The carry is the column's own, and what the step before left in it; of the
  /// first step it holds anything.
  virtual void fill_step(FamilyStep& step, FamilyCarry& carry, Column& out) const = 0;
};

}  // namespace synthgen
