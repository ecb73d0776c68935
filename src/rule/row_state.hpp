// What is known of the columns of a row while it is searched whether there can be one, and
// what sums of them can be.
//
// Threads: plain values.
#pragma once

#include <cstdint>
#include <vector>

#include "synthgen/rule/row_system.hpp"

namespace synthgen {

/// One column: whether it may be null, and which values it may have otherwise.
struct ColumnState {
  bool null = true;
  bool value = true;
  double low = 0;  ///< both ends included, on the column's grid
  double high = 0;
  std::vector<char> allowed = {};  ///< of a list: by value, and "any other" at the end
};

enum class Change : std::uint8_t { none, narrowed, conflict };
inline Change worse(Change a, Change b) { return a > b ? a : b; }

/// What of a column's values is left aside: then there may be lower or higher ones. A list is left aside with both.
struct LeftAside {
  bool low = false;
  bool high = false;
};

class RowState {
 public:
  RowState(const RowSystem& system, const std::vector<LeftAside>& without);

  const ColumnState& at(std::size_t column) const { return columns_[column]; }
  std::size_t columns() const { return columns_.size(); }
  const RowDomain& domain(std::size_t column) const { return system_->columns[column]; }

  Change set_null(std::size_t column);
  Change set_value(std::size_t column);  ///< not null
  Change at_least(std::size_t column, double low);
  Change at_most(std::size_t column, double high);
  Change remove(std::size_t column, double value);
  /// cells  by value, "any other", null: what may stay
  Change keep(std::size_t column, const std::vector<char>& cells);
  /// Only this cell: a value, "any other", or (one further) null.
  Change keep_only(std::size_t column, std::size_t cell);
  /// How many cells of a list may be.
  std::size_t cells_left(std::size_t column) const;
  bool cell_left(std::size_t column, std::size_t cell) const;

  /// Whether its values are whole multiples of a step.
  bool whole(std::size_t column) const { return domain(column).step > 0; }
  /// Bounded by its list's numbers.
  bool listed(std::size_t column) const { return !columns_[column].allowed.empty(); }

  /// What a comparison can come to.
  Outcomes outcomes(const RowFormula& sum) const;
  /// Narrows columns so that the sum compares so, none of them being null.
  Change assert_sum(const RowFormula& sum, Comparison comparison);

 private:
  Change settle(std::size_t column);
  Change assert_below(const RowFormula& sum, int sign, bool strict);
  Change assert_different(const RowFormula& sum);

  const RowSystem* system_;
  std::vector<ColumnState> columns_;
};

/// not (a ⋚ b) where neither is null.
Comparison opposite(Comparison comparison);

}  // namespace synthgen
