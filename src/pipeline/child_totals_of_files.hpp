// Aggregates over children, computed from files: for rules such as `sum(items.amount) = total`. Nothing of it is shared
// with what generates them but the types of their results.
//
// Memory: a total for each key that children have.
// Threads: one at a time.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "key_index.hpp"
#include "parent_cells.hpp"
#include "synthgen/expression/expression.hpp"
#include "synthgen/source/child_aggregate.hpp"

namespace synthgen {

class ChildTotalsOfFiles {
 public:
  /// Reads the children. Null, and `why`, where something of them is not in the files. Errors of TableScan.
  ///
  /// logged  the table of the rows whose children they are
  static Result<std::shared_ptr<const ChildTotalsOfFiles>> read(const LoggedTable& logged, const RowsCall& call,
                                                                const Schema& schema, Parents& parents,
                                                                std::string& why);

  /// Columns of the table by which children refer to its rows.
  const std::vector<std::size_t>& keys() const { return keys_; }
  Type type() const { return type_; }
  /// The totals of `count` rows, whose keys are given.
  void find(std::span<const Column* const> keys, std::size_t count, Column& out) const;

 private:
  struct Total {
    std::int64_t count = 0;  ///< children with a value
    __int128 sum = 0;        ///< of integers and decimals; of dates and times the least or greatest
    double number = 0;       ///< the sum, the least or the greatest of numbers
    std::string text = {};
  };

  void add(Total& total, const Column* values, std::size_t row) const;
  std::optional<double> number_of(const Total& total) const;

  ChildFunction function_ = ChildFunction::count;
  std::vector<std::size_t> keys_;
  Type type_;        ///< of the results
  Type value_type_;  ///< of what is added up
  FingerprintSet places_{FingerprintSet::Rows::kept};
  std::vector<Total> totals_;
};

}  // namespace synthgen
