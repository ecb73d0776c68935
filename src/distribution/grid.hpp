// The grid of written values: whole multiples of one step, and how bounds map onto it.
#pragma once

#include <cstdint>

#include "cell_inputs.hpp"
#include "synthgen/column/type.hpp"

namespace synthgen {

/// 10^0 … 10^18.
std::int64_t power_of_ten(int exponent);

/// How a bound becomes a grid value.
enum class Edge : std::uint8_t {
  least,     ///< the least grid value at or above it
  greatest,  ///< the greatest at or below it
  before,    ///< the greatest below it
};

/// A grid value k stands for k·10^-decimals in numbers, for k days in dates, for k·step in times of microseconds.
class Grid {
 public:
  static Grid numbers(int decimals) { return {TypeKind::decimal, decimals, 1}; }
  static Grid days() { return {TypeKind::date, 0, 1}; }
  /// micros  the kind of time: timestamp, datetime or time
  static Grid times(TypeKind micros, std::int64_t step_micros) { return {micros, 0, step_micros}; }

  std::int64_t step_micros() const { return step_micros_; }

  /// A bound given as a number, mapped to the grid. On the shortest decimal form of the number, so that 0.29 is on the
  /// grid of two decimals although the double is not. A bound beyond 64 bits leaves out all (false) or nothing (the
  /// last grid value).
  bool place(double bound, Edge edge, std::int64_t& k) const;
  /// The rows [begin, begin + states.rows()) of a column of bounds; where none fits, the row becomes empty.
  void place(const Column& bounds, std::size_t begin, Edge edge, std::int64_t* k, CellStates& states) const;

 private:
  Grid(TypeKind kind, int decimals, std::int64_t step_micros)
      : kind_(kind), decimals_(decimals), step_micros_(step_micros) {}
  bool place_scaled(std::int64_t value, std::int64_t multiply, std::int64_t divide, Edge edge, std::int64_t& k) const;

  TypeKind kind_;
  int decimals_;
  std::int64_t step_micros_;
};

}  // namespace synthgen
