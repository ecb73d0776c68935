// What a sampler reads, a chunk of rows at a time: numbers from columns of any numeric
// type, and for each row whether it can have a value and why not.
#pragma once

#include <cstddef>
#include <cstdint>

#include "synthgen/column/evaluate.hpp"
#include "synthgen/kind/record.hpp"

namespace synthgen {

/// Rows that a sampler handles at once: its scratch arrays, on the stack, then stay in the first-level cache.
inline constexpr std::size_t kChunkRows = 256;
/// No kind of the language has more parameters in one parameterisation.
inline constexpr std::size_t kMostParameters = 4;

enum class CellState : std::uint8_t {
  good,
  null,      ///< an input is null: not counted
  invalid,   ///< CellWarning::invalid_parameter
  empty,     ///< CellWarning::empty_interval
  overflow,  ///< CellWarning::overflow
};

/// The states of the rows of a chunk. The first reason stays, except that a null wins over all others.
class CellStates {
 public:
  explicit CellStates(std::size_t n) : n_(n) {
    for (std::size_t i = 0; i < n; ++i) states_[i] = CellState::good;
  }
  std::size_t rows() const { return n_; }
  bool all_good() const { return all_good_; }
  bool good(std::size_t i) const { return states_[i] == CellState::good; }
  void spoil(std::size_t i, CellState state) {
    if (good(i) || state == CellState::null) states_[i] = state;
    all_good_ = false;
  }
  /// The first good row, or rows() where there is none.
  std::size_t first_good() const;
  /// Makes the cells of rows that are not good null, and counts why.
  void apply(Evaluate& evaluate, std::size_t begin, Column& out) const;

 private:
  std::size_t n_;
  bool all_good_ = true;
  CellState states_[kChunkRows];
};

/// The rows [begin, begin + states.rows()) of a numeric column as doubles; a null spoils its row.
void read_numbers(const Column& column, std::size_t begin, double* out, CellStates& states);

/// Rows whose number is not finite, or not in the range, become invalid.
void check_numbers(const Range& range, const double* numbers, CellStates& states);

/// Gives rows that are not good the number of `from`, so that nothing computed on them can go astray.
void patch_numbers(std::size_t from, const CellStates& states, double* numbers);

}  // namespace synthgen
