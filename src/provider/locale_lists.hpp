// Weighted lists of the locales that a column's rows may have, as parts of one whole: see JoinedTable.
//
// Threads: immutable once made.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "by_locale.hpp"
#include "joined_table.hpp"
#include "weighted_index.hpp"

namespace synthgen {

/// Places of a whole, from `base` on, by weight.
struct WeightedList {
  WeightedIndex index;
  std::uint32_t base = 0;

  WeightedList(WeightedIndex of, std::size_t first) : index(std::move(of)), base(static_cast<std::uint32_t>(first)) {}
  /// Rows of the joined table. weight  a column of it; all are alike where that is empty
  static WeightedList of_part(const JoinedTable::Part& part, std::string_view weight) {
    const std::vector<double> alike(weight.empty() ? part.table->rows() : 0, 1.0);
    return {weight.empty() ? WeightedIndex(alike) : WeightedIndex(part.table->numbers(weight)), part.base};
  }
  /// Rows of the joined table for which keep(row of the part) says so, by the column "weight".
  template <class Keep>
  static WeightedList of_some(const JoinedTable::Part& part, const Keep& keep) {
    std::vector<double> weights(part.table->numbers("weight").begin(), part.table->numbers("weight").end());
    for (std::size_t row = 0; row < weights.size(); ++row) {
      if (!keep(row)) weights[row] = 0;
    }
    return {WeightedIndex(weights), part.base};
  }

  /// A place of the whole, from 64 random bits.
  std::uint32_t operator()(std::uint64_t bits) const { return base + index(bits); }
};

/// By the row's locale.
using LocaleLists = ByLocale<WeightedList>;

/// Rows of the joined table. See WeightedList::of_part().
inline LocaleLists make_locale_lists(const RowLocales& locales, const JoinedTable& table, std::string_view weight) {
  return LocaleLists::of_table(locales, table,
                               [&](const JoinedTable::Part& part) { return WeightedList::of_part(part, weight); });
}

/// Some rows of a table, in an index of their own: for lists that are short beside the table.
class ChosenRows {
 public:
  ChosenRows() = default;
  /// weigh(row)  of the part: its weight, nothing where it is not to be chosen. REQUIRES: one of them has a weight
  template <class Weigh>
  ChosenRows(const JoinedTable::Part& part, const Weigh& weigh) {
    std::vector<double> weights;
    for (std::size_t row = 0; row < part.table->rows(); ++row) {
      const std::optional<double> weight = weigh(row);
      if (!weight.has_value()) continue;
      rows_.push_back(static_cast<std::int64_t>(part.base + row));
      weights.push_back(*weight);
    }
    if (!weights.empty()) index_ = WeightedIndex(weights);
  }
  /// keep(row)  of the part. weight  a column of it; all are alike where that is empty
  template <class Keep>
  ChosenRows(const JoinedTable::Part& part, std::string_view weight, const Keep& keep)
      : ChosenRows(part, [&](std::size_t row) -> std::optional<double> {
          if (!keep(row)) return std::nullopt;
          return weight.empty() ? 1.0 : part.table->numbers(weight)[row];
        }) {}

  bool empty() const { return rows_.empty(); }
  /// A row of the joined table, from 64 random bits. REQUIRES: not empty.
  std::int64_t operator()(std::uint64_t bits) const { return rows_[index_(bits)]; }

 private:
  WeightedIndex index_;
  std::vector<std::int64_t> rows_;
};

}  // namespace synthgen
