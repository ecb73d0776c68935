// Comparisons of sums that must hold in a row, with the bounds of its columns, as linear
// inequalities of whole numbers.
//
// Threads: plain values.
#pragma once

#include <vector>

#include "linear_elimination.hpp"
#include "row_state.hpp"

namespace synthgen {

class RowInequalities {
 public:
  /// state  must outlive this
  explicit RowInequalities(const RowState& state) : state_(state), used_(state.columns(), false) {}

  /// The sum compares so, and none of its columns is null. What must differ says nothing here.
  void add(const RowFormula& sum, Comparison comparison);
  /// True only where there is certainly none.
  bool have_no_solution(std::int64_t& work);

 private:
  void add_below(const RowFormula& sum, int sign, bool strict);
  void add_bounds(std::size_t column);
  /// Columns with a step count in whole steps, so that more is known of their sums.
  WideInteger step_of(std::size_t column) const;

  const RowState& state_;
  std::vector<Inequality> inequalities_;
  std::vector<bool> used_;  // by column
};

}  // namespace synthgen
