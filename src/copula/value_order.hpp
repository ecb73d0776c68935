// The rows of a column in the order of their values, for statistics by rank.
//
// Threads: a plain value once made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace synthgen {

class ValueOrder {
 public:
  /// NaN is left out; 0 and −0 are equal. REQUIRES: fewer than 2³¹ values.
  explicit ValueOrder(std::span<const double> values);

  /// Rows that have a value.
  std::size_t size() const { return entries_.size(); }
  /// The row at a place of the order. Equal values stand in the order of their rows.
  std::size_t row(std::size_t place) const { return entries_[place] & ~kFirst; }
  /// Whether the value there differs from that before it.
  bool begins_value(std::size_t place) const { return (entries_[place] & kFirst) != 0; }

  /// Whether a row has a value.
  bool has(std::size_t row) const { return ((valid_[row / 64] >> (row % 64)) & 1) != 0; }
  /// Rows in which both have one. REQUIRES: columns of the same length.
  std::size_t common_rows(const ValueOrder& other) const;

 private:
  static constexpr std::uint32_t kFirst = std::uint32_t{1} << 31;
  std::vector<std::uint32_t> entries_;  // rows, those that begin a value marked
  std::vector<std::uint64_t> valid_;    // a bit for each row
};

}  // namespace synthgen
