// A permutation of 0 … n − 1 for each family: what its rows take without repetition, such as the parents of a second
// foreign key. No table of it is kept, for there may be as many as there are rows.
//
// Up to 64 the first steps of Fisher and Yates' shuffle (Durstenfeld's form, CACM 7(7), 1964), so that every
// arrangement has exactly the same chance; beyond, an alternating Feistel network over two residues with cycle walking
// (Black and Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002), keyed anew for each family.
//
// Threads: immutable once made. Determinism: integer arithmetic, and one square root that is corrected.
#pragma once

#include <cstdint>

#include "synthgen/base/family_index.hpp"
#include "synthgen/base/stream.hpp"

namespace synthgen {

class FamilyPermutation {
 public:
  /// Largest size: two halves of 31 bits.
  static constexpr std::uint64_t kLargest = std::uint64_t{1} << 62;
  /// Largest size that is shuffled.
  static constexpr std::uint64_t kLargestShuffled = 64;

  /// shuffle_key  of a purpose "… family permutation/64": 64-bit draws at rows of the families
  /// network_key  of a purpose "… family permutation/128": a block at the row of the parent
  /// size         1 … kLargest
  FamilyPermutation(StreamKey shuffle_key, StreamKey network_key, std::uint64_t size);

  std::uint64_t size() const { return size_; }
  /// Where each row's number in its family goes in the family's permutation, `rows.count` of them.
  /// REQUIRES: rows of the families, none of which is larger than size().
  void map(const FamilyIndex& families, RowSet rows, std::int64_t* to) const;

 private:
  static constexpr std::size_t kPiece = 128;  ///< rows whose keys and halves stay in the first-level cache

  void shuffle(RowSet rows, const std::int64_t* numbers, std::int64_t* to) const;
  void network(const std::int64_t* parents, const std::int64_t* numbers, std::size_t n, std::int64_t* to) const;

  const StreamKey shuffle_key_;
  const StreamKey network_key_;
  const std::uint64_t size_;
  std::uint32_t left_size_ = 1;
  std::uint32_t right_size_ = 1;
};

}  // namespace synthgen
