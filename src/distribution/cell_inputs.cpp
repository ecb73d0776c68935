// Reading a chunk of rows, and turning the states of its rows into nulls and warnings.
#include "cell_inputs.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "synthgen/base/elementary.hpp"

namespace synthgen {

std::size_t CellStates::first_good() const {
  std::size_t i = 0;
  while (i < n_ && !good(i)) ++i;
  return i;
}

void CellStates::apply(Evaluate& evaluate, std::size_t begin, Column& out) const {
  if (all_good_) return;
  for (std::size_t i = 0; i < n_; ++i) {
    if (good(i)) continue;
    out.set_null(begin + i);
    switch (states_[i]) {
      case CellState::invalid:
        evaluate.warn(CellWarning::invalid_parameter);
        break;
      case CellState::empty:
        evaluate.warn(CellWarning::empty_interval);
        break;
      case CellState::overflow:
        evaluate.warn(CellWarning::overflow);
        break;
      case CellState::null:
      case CellState::good:
        break;
    }
  }
}

void read_numbers(const Column& column, std::size_t begin, double* out, CellStates& states) {
  const std::size_t n = states.rows();
  switch (column.type().kind) {
    case TypeKind::number: {
      const double* in = column.data<double>() + begin;
      for (std::size_t i = 0; i < n; ++i) out[i] = in[i];
      break;
    }
    case TypeKind::integer: {
      const std::int64_t* in = column.data<std::int64_t>() + begin;
      for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<double>(in[i]);
      break;
    }
    case TypeKind::decimal: {
      const std::int64_t* in = column.data<std::int64_t>() + begin;
      for (std::size_t i = 0; i < n; ++i) out[i] = elementary::from_scaled(in[i], column.type().decimals);
      break;
    }
    default:
      assert(false && "a parameter must be numeric");
      break;
  }
  if (column.all_valid()) return;
  for (std::size_t i = 0; i < n; ++i) {
    if (column.is_null(begin + i)) states.spoil(i, CellState::null);
  }
}

void check_numbers(const Range& range, const double* numbers, CellStates& states) {
  // In comparisons without branches, which the compiler vectorises: all rows are good nearly always.
  const double low = std::max(range.low, -std::numeric_limits<double>::max());
  const double high = std::min(range.high, std::numeric_limits<double>::max());
  std::uint64_t fitting = 0;
  for (std::size_t i = 0; i < states.rows(); ++i) {
    fitting += static_cast<std::uint64_t>((numbers[i] >= low) & (numbers[i] <= high));
  }
  std::uint64_t on_open_end = 0;
  if (range.low_open || range.high_open) {
    const double open_low = range.low_open ? range.low : std::numeric_limits<double>::quiet_NaN();
    const double open_high = range.high_open ? range.high : std::numeric_limits<double>::quiet_NaN();
    for (std::size_t i = 0; i < states.rows(); ++i) {
      on_open_end += static_cast<std::uint64_t>((numbers[i] == open_low) | (numbers[i] == open_high));
    }
  }
  if (fitting == states.rows() && on_open_end == 0 && !range.integral) return;
  for (std::size_t i = 0; i < states.rows(); ++i) {
    if (!std::isfinite(numbers[i]) || !range.contains(numbers[i])) states.spoil(i, CellState::invalid);
  }
}

void patch_numbers(std::size_t from, const CellStates& states, double* numbers) {
  for (std::size_t i = 0; i < states.rows(); ++i) {
    if (!states.good(i)) numbers[i] = numbers[from];
  }
}

}  // namespace synthgen
