// Keyed permutations of 0 … n − 1: the order in which exact shares, unique values and
// one-to-one references are laid over the rows, without remembering any.
//
// Up to 4,096 a table, shuffled as Fisher and Yates do (Durstenfeld's form, CACM 7(7), 1964); beyond, an alternating
// Feistel network over two residues with cycle walking (Black and Rogaway, "Ciphers with arbitrary finite domains",
// CT-RSA 2002). A Feistel network over few values is visibly uneven, hence the table.
//
// Threads: immutable once made. Determinism: integer arithmetic, and one square root that is corrected.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "synthgen/base/stream.hpp"

namespace synthgen {

class Permutation {
 public:
  /// Largest size: two halves of 31 bits.
  static constexpr std::uint64_t kLargest = std::uint64_t{1} << 62;
  /// Largest size that has a table: 8 KiB.
  static constexpr std::uint64_t kLargestTable = 4096;

  /// key   of a purpose "… permutation/64", for 64-bit draws: see ARCHITECTURE.md
  /// size  0 … kLargest
  Permutation(StreamKey key, std::uint64_t size);

  std::uint64_t size() const { return size_; }
  /// Where each of `n` places goes. REQUIRES: 0 ≤ from[i] < size(). `from` and `to` may be the same.
  void map(const std::int64_t* from, std::size_t n, std::int64_t* to) const;
  /// The same for row numbers, `rows.count` of them.
  void map(RowSet rows, std::int64_t* to) const;
  std::size_t memory_bytes() const { return table_.size() * sizeof(std::uint16_t); }

 private:
  static constexpr std::size_t kRounds = 8;
  static constexpr std::size_t kPiece = 128;  ///< places whose halves stay in the first-level cache

  void rounds(const std::int64_t* from, std::size_t n, std::int64_t* to) const;

  std::uint64_t size_;
  std::vector<std::uint16_t> table_;  ///< empty above kLargestTable
  std::uint32_t left_size_ = 1;       ///< a: the left half is place / b, below a
  std::uint32_t right_size_ = 1;      ///< b: the right half is place % b
  std::uint64_t reciprocal_ = 0;      ///< floor((2^64 − 1) / b)
  std::array<StreamKey, kRounds> keys_{};
};

}  // namespace synthgen
