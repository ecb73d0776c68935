// Columns whose cells follow from other rows of their family: filled for whole families at once.
//
// Threads: as source.hpp. Determinism: a family source is pure in its streams and in the columns that it reads, over
// the rows of one family; it never sees which families are filled with it.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "synthgen/source/source.hpp"

namespace synthgen {

/// Rows of whole families, one family after the other: any number of them, so more than kBatchRows.
class FamilyRows {
 public:
  virtual ~FamilyRows() = default;

  std::size_t rows() const { return begins_.empty() ? 0 : begins_.back(); }
  /// Where each family begins among the rows, and rows() behind the last: one more than there are families. Families
  /// without rows may be among them.
  std::span<const std::size_t> begins() const { return begins_; }
  /// The rows' numbers in their table.
  virtual RowSet row_numbers() const = 0;
  /// A column of the same table over these rows.
  virtual const Column& column(ColumnIndex index) = 0;
  virtual ColumnPool& pool() const = 0;
  /// The cell at a place became null. Places are told in ascending order.
  virtual void warn(std::size_t place, CellWarning warning) = 0;

 protected:
  std::vector<std::size_t> begins_;
};

/// The source of a column with MadeSource::by_family.
class FamilySource : public Source {
 public:
  /// Fills `out` (reset by this call) for all the rows.
  virtual void fill_families(FamilyRows& families, Column& out) const = 0;
  /// Never called: families are filled whole.
  void fill(Evaluate& evaluate, Column& out) const override;
};

/// An internal column of the row of the parent in whose family a row is.
std::unique_ptr<const Source> make_family_pick(std::shared_ptr<const FamilyIndex> families);

}  // namespace synthgen
