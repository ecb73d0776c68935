// Rounds of a Feistel network on vectors: as many places at once as there are 32-bit lanes.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "feistel_simd.cpp"
#include <hwy/foreach_target.h>
// This line keeps the two apart, since the first defines what the second reads.
#include <hwy/highway.h>

#include <cassert>

#include "feistel_round.hpp"
#include "feistel_rounds.hpp"

HWY_BEFORE_NAMESPACE();
namespace synthgen {
namespace HWY_NAMESPACE {

HWY_INLINE void rounds_one(const StreamKey* keys, std::size_t rounds, std::uint32_t left_size, std::uint32_t right_size,
                           std::uint32_t& left, std::uint32_t& right) {
  for (std::size_t r = 0; r < rounds; r += 2) {
    left = after_round(left, right, keys[r], left_size);
    right = after_round(right, left, keys[r + 1], right_size);
  }
}

#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_EMU128 || HWY_HAVE_SCALABLE

void rounds_over(const StreamKey* keys, std::size_t rounds, std::uint32_t left_size, std::uint32_t right_size,
                 std::size_t n, std::uint32_t* left, std::uint32_t* right) {
  for (std::size_t i = 0; i < n; ++i) rounds_one(keys, rounds, left_size, right_size, left[i], right[i]);
}

#else

namespace hn = hwy::HWY_NAMESPACE;

using D32 = hn::ScalableTag<std::uint32_t>;
using D64 = hn::Repartition<std::uint64_t, D32>;
using V32 = hn::Vec<D32>;

/// See after_round().
HWY_INLINE V32 round_of(V32 half, V32 other, StreamKey key, V32 size) {
  const D32 d;
  const D64 d64;
  V32 mixed = hn::Mul(hn::Xor(other, hn::Set(d, key.k0)), hn::Set(d, 0x85EBCA6BU));
  mixed = hn::Mul(hn::Add(hn::Xor(mixed, hn::ShiftRight<15>(mixed)), hn::Set(d, key.k1)), hn::Set(d, 0xC2B2AE35U));
  // The upper halves of the products: of even lanes moved down, of odd ones where they are.
  const auto even = hn::ShiftRight<32>(hn::MulEven(mixed, size));
  const auto odd = hn::MulEven(hn::BitCast(d, hn::ShiftRight<32>(hn::BitCast(d64, mixed))), size);
  const V32 share = hn::OddEven(hn::BitCast(d, odd), hn::BitCast(d, even));
  const V32 below = hn::Sub(half, hn::Sub(size, share));
  const hn::RebindToSigned<D32> signed_d;
  const V32 sign = hn::BitCast(d, hn::ShiftRight<31>(hn::BitCast(signed_d, below)));
  return hn::Add(below, hn::And(size, sign));
}

void rounds_over(const StreamKey* keys, std::size_t rounds, std::uint32_t left_size, std::uint32_t right_size,
                 std::size_t n, std::uint32_t* left, std::uint32_t* right) {
  const D32 d;
  const std::size_t lanes = hn::Lanes(d);
  const V32 left_most = hn::Set(d, left_size);
  const V32 right_most = hn::Set(d, right_size);
  std::size_t i = 0;
  // Two vectors at once hide how long products take.
  for (; i + 2 * lanes <= n; i += 2 * lanes) {
    V32 left0 = hn::LoadU(d, left + i);
    V32 left1 = hn::LoadU(d, left + i + lanes);
    V32 right0 = hn::LoadU(d, right + i);
    V32 right1 = hn::LoadU(d, right + i + lanes);
    for (std::size_t r = 0; r < rounds; r += 2) {
      left0 = round_of(left0, right0, keys[r], left_most);
      left1 = round_of(left1, right1, keys[r], left_most);
      right0 = round_of(right0, left0, keys[r + 1], right_most);
      right1 = round_of(right1, left1, keys[r + 1], right_most);
    }
    hn::StoreU(left0, d, left + i);
    hn::StoreU(left1, d, left + i + lanes);
    hn::StoreU(right0, d, right + i);
    hn::StoreU(right1, d, right + i + lanes);
  }
  for (; i < n; ++i) rounds_one(keys, rounds, left_size, right_size, left[i], right[i]);
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace synthgen
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace synthgen {

HWY_EXPORT(rounds_over);

void feistel_rounds(std::span<const StreamKey> keys, std::uint32_t left_size, std::uint32_t right_size, std::size_t n,
                    std::uint32_t* left, std::uint32_t* right) {
  assert(keys.size() % 2 == 0);
  HWY_DYNAMIC_DISPATCH(rounds_over)(keys.data(), keys.size(), left_size, right_size, n, left, right);
}

}  // namespace synthgen
#endif
