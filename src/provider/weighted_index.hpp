// One of n, by weights, from one 64-bit draw and one look-up: Vose's form of Walker's alias method ("A linear
// algorithm for generating random numbers with a given distribution", IEEE Trans. Software Eng. 17(9), 1991).
//
// Threads: immutable once made. Determinism: additions, multiplications and divisions of doubles, no fused ones.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace synthgen {

class WeightedIndex {
 public:
  WeightedIndex() = default;
  /// weights  none negative, at least one positive; fewer than 2^31
  explicit WeightedIndex(std::span<const double> weights);

  bool empty() const { return cells_.empty(); }
  std::size_t size() const { return cells_.size(); }
  /// The probability of each is its share of the weights to within 2^-32. A place of weight 0 is never given.
  std::uint32_t operator()(std::uint64_t bits) const {
    const auto place = static_cast<std::uint32_t>(((bits >> 32) * cells_.size()) >> 32);
    const Cell cell = cells_[place];
    return static_cast<std::uint32_t>(bits) < cell.cut ? place : cell.other;
  }

 private:
  struct Cell {
    std::uint32_t cut = 0;    // below it the place itself, in 2^-32
    std::uint32_t other = 0;  // else this one
  };
  std::vector<Cell> cells_;
};

}  // namespace synthgen
