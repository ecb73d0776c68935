// Fisher–Yates tables for small sizes, eight Feistel rounds for all others.
#include "synthgen/base/permutation.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace synthgen {
namespace {

/// One round for one place: `half` plus a number that `other` and the keys give, modulo `size` ≤ 2^31. The multipliers
/// are those of MurmurHash3's finalizer (Appleby 2011). 32 bits throughout, so that compilers do four places at once.
inline std::uint32_t after_round(std::uint32_t half, std::uint32_t other, StreamKey key, std::uint32_t size) {
  std::uint32_t mixed = (other ^ key.k0) * 0x85EBCA6BU;
  mixed = ((mixed ^ (mixed >> 15)) + key.k1) * 0xC2B2AE35U;
  const auto share = static_cast<std::uint32_t>((static_cast<std::uint64_t>(mixed) * size) >> 32);
  // half + share − size, and size added again where that is negative.
  const std::uint32_t below = half - (size - share);
  return below + (size & static_cast<std::uint32_t>(static_cast<std::int32_t>(below) >> 31));
}

/// The least a with a·a ≥ size.
std::uint64_t root_upwards(std::uint64_t size) {
  auto root = static_cast<std::uint64_t>(std::sqrt(static_cast<double>(size)));
  while (root * root >= size) --root;
  while (root * root < size) ++root;
  return root;
}

}  // namespace

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
  left_size_ = static_cast<std::uint32_t>(root_upwards(size));
  right_size_ = static_cast<std::uint32_t>((size + left_size_ - 1) / left_size_);
  reciprocal_ = ~std::uint64_t{0} / right_size_;
  std::uint64_t bits[kRounds];
  draw_bits64(key, RowSet::range(0, kRounds), 0, 0, bits);
  for (std::size_t r = 0; r < kRounds; ++r) {
    keys_[r] = {static_cast<std::uint32_t>(bits[r]), static_cast<std::uint32_t>(bits[r] >> 32)};
  }
}

void Permutation::rounds(const std::int64_t* from, std::size_t n, std::int64_t* to) const {
  std::uint32_t left[kPiece];
  std::uint32_t right[kPiece];
  for (std::size_t i = 0; i < n; ++i) {
    const auto place = static_cast<std::uint64_t>(from[i]);
    // The quotient by the reciprocal is at most one too small, for places below 2^62.
    const auto quotient = static_cast<std::uint64_t>((static_cast<unsigned __int128>(place) * reciprocal_) >> 64);
    const std::uint64_t rest = place - quotient * right_size_;
    const bool more = rest >= right_size_;
    left[i] = static_cast<std::uint32_t>(quotient + (more ? 1 : 0));
    right[i] = static_cast<std::uint32_t>(rest - (more ? right_size_ : 0));
  }
  for (std::size_t r = 0; r < kRounds; r += 2) {
    for (std::size_t i = 0; i < n; ++i) left[i] = after_round(left[i], right[i], keys_[r], left_size_);
    for (std::size_t i = 0; i < n; ++i) right[i] = after_round(right[i], left[i], keys_[r + 1], right_size_);
  }
  for (std::size_t i = 0; i < n; ++i) {
    to[i] = static_cast<std::int64_t>(static_cast<std::uint64_t>(left[i]) * right_size_ + right[i]);
  }
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
