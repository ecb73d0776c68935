// One round of the Feistel networks of keyed permutations, and how a size is cut into two halves.
#pragma once

#include <cmath>
#include <cstdint>

#include "synthgen/base/stream.hpp"

namespace synthgen {

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

/// The least a with a·a ≥ size. REQUIRES: size above 0.
inline std::uint64_t root_upwards(std::uint64_t size) {
  auto root = static_cast<std::uint64_t>(std::sqrt(static_cast<double>(size)));
  while (root * root >= size) --root;
  while (root * root < size) ++root;
  return root;
}

/// Places 0 … size − 1, and a few beyond, as pairs of a left and a right half.
struct FeistelHalves {
  std::uint32_t left_size = 1;   ///< a: the left half is place / b, below a
  std::uint32_t right_size = 1;  ///< b: the right half is place % b
  std::uint64_t reciprocal = 0;  ///< floor((2^64 − 1) / b)

  FeistelHalves() = default;
  /// REQUIRES: 0 < size ≤ 2^62.
  explicit FeistelHalves(std::uint64_t size)
      : left_size(static_cast<std::uint32_t>(root_upwards(size))),
        right_size(static_cast<std::uint32_t>((size + left_size - 1) / left_size)),
        reciprocal(~std::uint64_t{0} / right_size) {}
  /// As cut before.
  FeistelHalves(std::uint32_t left, std::uint32_t right)
      : left_size(left), right_size(right), reciprocal(~std::uint64_t{0} / right) {}

  void split(std::uint64_t place, std::uint32_t& left, std::uint32_t& right) const {
    // The quotient by the reciprocal is at most one too small, for places below 2^62.
    const auto quotient = static_cast<std::uint64_t>((static_cast<unsigned __int128>(place) * reciprocal) >> 64);
    const std::uint64_t rest = place - quotient * right_size;
    const bool more = rest >= right_size;
    left = static_cast<std::uint32_t>(quotient + (more ? 1 : 0));
    right = static_cast<std::uint32_t>(rest - (more ? right_size : 0));
  }
  std::int64_t join(std::uint32_t left, std::uint32_t right) const {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(left) * right_size + right);
  }
};

}  // namespace synthgen
