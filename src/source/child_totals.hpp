// Running totals of children, a cell for each parent: what count, sum, avg, min and max have in common.
#pragma once

#include <memory>
#include <span>

#include "synthgen/source/child_aggregate.hpp"

namespace synthgen {

class ChildTotals {
 public:
  virtual ~ChildTotals() = default;
  /// So many cells, none of which has a child yet.
  virtual void reset(std::size_t cells) = 0;
  /// Adds a batch of children in row order.
  ///
  /// cells   of each child; cells() of children that do not count
  /// values  without nulls among children that count; null for a count
  virtual void add(std::span<const std::int64_t> cells, const Column* values) = 0;
  /// The results of some cells as a batch. Returns how many are null because they are beyond the type's range.
  virtual std::size_t write(std::span<const std::int64_t> cells, Column& out) const = 0;
  /// Of a cell, without the texts.
  virtual std::size_t cell_bytes() const = 0;

  /// Those of reset(). One more is kept, for children that do not count.
  std::size_t cells() const { return cells_; }

 protected:
  std::size_t cells_ = 0;
};

/// REQUIRES: aggregate_type() gives a type.
std::unique_ptr<ChildTotals> make_child_totals(ChildFunction function, Type values);

}  // namespace synthgen
