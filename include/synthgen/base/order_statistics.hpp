// Sorted uniforms without sorting them: the k-th smallest of n draws, for any k by itself.
//
// A binary tree over [0, 1): of the draws of a cell a binomial number falls into its left half, drawn by the cell's own
// number; the draws of cells that hold few of them are drawn and sorted. So any place is reached in O(log n), nothing
// is remembered but the first levels, and all places together are distributed as n sorted uniforms. Source: Devroye,
// "Non-Uniform Random Variate Generation" (1986), ch. V.3 (sorted samples by recursive splitting).
//
// Threads: immutable once made. Determinism: elementary.hpp's; a place depends on the keys and on n alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "synthgen/base/stream.hpp"

namespace synthgen {

class OrderStatistics {
 public:
  /// values  of 64-bit draws: those of at most 256 draws are just these, sorted
  /// splits  of 64-bit draws: how many go left
  /// count   n, from 0 to 10^15
  OrderStatistics(StreamKey values, StreamKey splits, std::int64_t count);

  std::int64_t count() const { return count_; }
  /// The standard normal scores Φ⁻¹(u) of the sorted uniforms at places from 0, `places.count` of them: non-decreasing
  /// in the place. REQUIRES: each place is below count().
  void scores(RowSet places, double* scores) const;
  std::size_t memory_bytes() const { return tops_.size() * sizeof(Cell); }

 private:
  /// Draws first … first + count − 1 lie in a cell; the halves of cell c are 2c and 2c + 1, the whole is 1.
  struct Cell {
    std::int64_t first = 0;
    std::int64_t count = 0;
    std::uint64_t number = 1;
  };
  struct Leaf;

  std::int64_t left_count(const Cell& cell) const;
  void add_tops(const Cell& cell, int depth);
  /// The leaf that holds a place.
  Cell find(std::int64_t place) const;
  void fill(const Cell& cell, Leaf& leaf) const;

  StreamKey values_;
  StreamKey splits_;
  std::int64_t count_;
  std::vector<Cell> tops_;  ///< cells of the first levels that hold draws, in their order
};

/// Binomial(n, ½) at a probability: the least k with P(X ≤ k) ≥ below. n above 128.
///
/// below, above  from both ends, below + above = 1
/// Source: Cornish and Fisher (1938) with Sheppard's correction, which decides all but about one in 10^4; the rest by
/// the incomplete beta function, up to n = 10^9.
std::int64_t half_binomial(std::int64_t n, double below, double above);

}  // namespace synthgen
