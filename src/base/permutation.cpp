// Fisher–Yates tables for small sizes, eight Feistel rounds for all others.
#include "synthgen/base/permutation.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "feistel_round.hpp"
#include "feistel_rounds.hpp"

namespace synthgen {

Permutation::Permutation(StreamKey key, std::uint64_t size) : size_(size) {
  assert(size <= kLargest);
  if (size <= kLargestTable) {
    std::vector<std::uint64_t> bits(size);
    draw_bits64(key, RowSet::range(0, size), 0, 0, bits.data());
    table_.resize(size);
    for (std::size_t i = 0; i < size; ++i) table_[i] = static_cast<std::uint16_t>(i);
    for (std::size_t i = size; i-- > 1;) std::swap(table_[i], table_[bounded(bits[i], i + 1)]);
    return;
  }
  const FeistelHalves halves(size);
  left_size_ = halves.left_size;
  right_size_ = halves.right_size;
  reciprocal_ = halves.reciprocal;
  std::uint64_t bits[kRounds];
  draw_bits64(key, RowSet::range(0, kRounds), 0, 0, bits);
  for (std::size_t r = 0; r < kRounds; ++r) {
    keys_[r] = {static_cast<std::uint32_t>(bits[r]), static_cast<std::uint32_t>(bits[r] >> 32)};
  }
}

void Permutation::rounds(const std::int64_t* from, std::size_t n, std::int64_t* to) const {
  std::uint32_t left[kPiece];
  std::uint32_t right[kPiece];
  FeistelHalves halves;
  halves.left_size = left_size_;
  halves.right_size = right_size_;
  halves.reciprocal = reciprocal_;
  for (std::size_t i = 0; i < n; ++i) halves.split(static_cast<std::uint64_t>(from[i]), left[i], right[i]);
  feistel_rounds(keys_, left_size_, right_size_, n, left, right);
  for (std::size_t i = 0; i < n; ++i) to[i] = halves.join(left[i], right[i]);
}

void Permutation::map(const std::int64_t* from, std::size_t n, std::int64_t* to) const {
  if (size_ <= kLargestTable) {
    for (std::size_t i = 0; i < n; ++i) to[i] = table_[static_cast<std::size_t>(from[i])];
    return;
  }
  for (std::size_t begin = 0; begin < n; begin += kPiece) {
    const std::size_t count = std::min(kPiece, n - begin);
    std::int64_t* mapped = to + begin;
    rounds(from + begin, count, mapped);
    // Fewer than one in sqrt(size) leave the range, and walk on until they are back.
    for (std::size_t i = 0; i < count; ++i) {
      while (static_cast<std::uint64_t>(mapped[i]) >= size_) rounds(mapped + i, 1, mapped + i);
    }
  }
}

void Permutation::map(RowSet rows, std::int64_t* to) const {
  if (!rows.contiguous()) return map(rows.list, rows.count, to);
  for (std::size_t i = 0; i < rows.count; ++i) to[i] = rows.first + static_cast<std::int64_t>(i);
  map(to, rows.count, to);
}

}  // namespace synthgen
