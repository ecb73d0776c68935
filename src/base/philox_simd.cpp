// Philox4x32-10 on vectors. One counter sits in each 64-bit lane and its four words in
// the low halves of four vectors, because the 32×32→64-bit multiplication of every
// instruction set reads just those. High halves may hold rubbish between rounds.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "philox_simd.cpp"
#include <hwy/foreach_target.h>
// This line keeps the two apart, since the first defines what the second reads.
#include <hwy/highway.h>

#include <algorithm>
#include <cstring>

#include "philox.hpp"

HWY_BEFORE_NAMESPACE();
namespace synthgen::philox {
namespace HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_EMU128 || HWY_HAVE_SCALABLE

// Without vectors the reference is the fastest. (Vectors of a length that is only known at run time cannot be
// kept in structs and arrays as below; such processors have fixed-length ones, too.)
void fill_kernel(const Draw& draw, std::uint64_t first, std::size_t blocks, void* out) {
  scalar::fill(draw, first, blocks, out);
}
void fill_uniform_kernel(const Draw& draw, std::uint64_t first, std::size_t blocks, double* out) {
  scalar::fill_uniform(draw, first, blocks, out);
}
void pick64_kernel(const Draw& draw, const std::int64_t* rows, std::size_t n, std::uint64_t* out) {
  scalar::pick64(draw, rows, n, out);
}
void pick_uniform_kernel(const Draw& draw, const std::int64_t* rows, std::size_t n, double* out) {
  scalar::pick_uniform(draw, rows, n, out);
}
void pick32_kernel(const Draw& draw, const std::int64_t* rows, std::size_t n, std::uint32_t* out) {
  scalar::pick32(draw, rows, n, out);
}
void pick16_kernel(const Draw& draw, const std::int64_t* rows, std::size_t n, std::uint16_t* out) {
  scalar::pick16(draw, rows, n, out);
}
void pick_blocks_kernel(const Draw& draw, const std::int64_t* rows, std::size_t n, void* out) {
  scalar::pick_blocks(draw, rows, n, out);
}
bool below16_kernel(const std::uint16_t* bits, std::size_t n, std::uint16_t limit, std::uint8_t* out) {
  return scalar::below16(bits, n, limit, out);
}
bool below16_rates_kernel(const std::uint16_t* bits, std::size_t n, const double* rates, std::uint8_t* out) {
  return scalar::below16(bits, n, rates, out);
}
bool below32_rates_kernel(const std::uint32_t* bits, std::size_t n, const double* rates, std::uint8_t* out) {
  return scalar::below32(bits, n, rates, out);
}

#else

namespace hn = hwy::HWY_NAMESPACE;

using D64 = hn::ScalableTag<std::uint64_t>;
using D32 = hn::Repartition<std::uint32_t, D64>;
using DF = hn::Rebind<double, D64>;
using V64 = hn::Vec<D64>;

constexpr std::size_t kMostLanes = HWY_MAX_BYTES / sizeof(std::uint64_t);
// Vectors of blocks in flight. Measured on AVX2 and AVX-512: four beat one by a quarter, and two and three by less.
constexpr int kGroups = 4;
constexpr std::uint32_t kMultiplier0 = 0xD2511F53;
constexpr std::uint32_t kMultiplier1 = 0xCD9E8D57;

struct RoundKeys {
  std::uint64_t k0[10];
  std::uint64_t k1[10];

  explicit RoundKeys(StreamKey key) {
    for (int round = 0; round < 10; ++round) {
      k0[round] = key.k0;
      k1[round] = key.k1;
      key.k0 += 0x9E3779B9;
      key.k1 += 0xBB67AE85;
    }
  }
};

// Four words of `groups` vectors of blocks. The groups go through the rounds side by side: within one, each
// multiplication waits for the last, and the processor does not look far enough ahead to find the next one.
template <int groups>
struct Words {
  V64 c0[groups], c1[groups], c2[groups], c3[groups];
};

HWY_INLINE V64 multiply(V64 word, std::uint32_t multiplier) {
  return hn::MulEven(hn::BitCast(D32(), word), hn::Set(D32(), multiplier));
}
HWY_INLINE V64 high(V64 product) { return hn::ShiftRight<32>(product); }
HWY_INLINE V64 mix(V64 a, V64 b, std::uint64_t key) { return hn::Xor(hn::Xor(b, hn::Set(D64(), key)), a); }

template <int groups>
HWY_INLINE void apply_round(const RoundKeys& keys, int round, Words<groups>& w) {
  V64 product0[groups], product1[groups];
  for (int g = 0; g < groups; ++g) {
    product0[g] = multiply(w.c0[g], kMultiplier0);
    product1[g] = multiply(w.c2[g], kMultiplier1);
  }
  for (int g = 0; g < groups; ++g) {
    w.c0[g] = mix(high(product1[g]), w.c1[g], keys.k0[round]);
    w.c1[g] = product1[g];
    w.c2[g] = mix(high(product0[g]), w.c3[g], keys.k1[round]);
    w.c3[g] = product0[g];
  }
}

// The block's two 64-bit lanes after the last round: c0 with c1 above it, and c2 with c3 above it.
// Swapping the halves of a product puts its low word, which is the upper word here, in place.
template <int groups>
HWY_INLINE void finish(const RoundKeys& keys, const Words<groups>& w, V64* lane0, V64* lane1) {
  const D64 d;
  const D32 d32;
  const V64 low_half = hn::Set(d, 0xFFFFFFFF);
  for (int g = 0; g < groups; ++g) {
    const V64 product0 = multiply(w.c0[g], kMultiplier0);
    const V64 product1 = multiply(w.c2[g], kMultiplier1);
    const V64 swapped0 = hn::BitCast(d, hn::Shuffle2301(hn::BitCast(d32, product0)));
    const V64 swapped1 = hn::BitCast(d, hn::Shuffle2301(hn::BitCast(d32, product1)));
    lane0[g] = mix(swapped1, hn::And(w.c1[g], low_half), keys.k0[9]);
    lane1[g] = mix(swapped0, hn::And(w.c3[g], low_half), keys.k1[9]);
  }
}

// Blocks of counters that share their upper word. That makes two words constant in the first
// round and one in the second, which saves an eighth of the work.
class RangeBlocks {
 public:
  RangeBlocks(const Draw& draw, std::uint64_t counter) : keys_(draw.key) {
    const std::uint64_t product1 = std::uint64_t{kMultiplier1} * draw.attempt;
    const std::uint64_t c0 = (product1 >> 32) ^ (counter >> 32) ^ keys_.k0[0];
    const std::uint64_t product0 = std::uint64_t{kMultiplier0} * c0;
    first_c2_ = draw.block ^ keys_.k1[0];
    second_c0_ = (product1 & 0xFFFFFFFF) ^ keys_.k0[1];
    second_c2_ = (product0 >> 32) ^ keys_.k1[1];
    third_c2_ = (product0 & 0xFFFFFFFF) ^ keys_.k1[2];
  }

  template <int groups>
  HWY_INLINE void draw(const V64* counters, V64* lane0, V64* lane1) const {
    const D64 d;
    V64 first0[groups], second1[groups];
    for (int g = 0; g < groups; ++g) first0[g] = multiply(counters[g], kMultiplier0);
    for (int g = 0; g < groups; ++g) {
      second1[g] = multiply(hn::Xor(high(first0[g]), hn::Set(d, first_c2_)), kMultiplier1);
    }
    Words<groups> w;
    for (int g = 0; g < groups; ++g) {
      const V64 third0 = multiply(hn::Xor(high(second1[g]), hn::Set(d, second_c0_)), kMultiplier0);
      const V64 third1 = multiply(hn::Xor(first0[g], hn::Set(d, second_c2_)), kMultiplier1);
      w.c0[g] = mix(high(third1), second1[g], keys_.k0[2]);
      w.c1[g] = third1;
      w.c2[g] = hn::Xor(high(third0), hn::Set(d, third_c2_));
      w.c3[g] = third0;
    }
    apply_round(keys_, 3, w);
    apply_round(keys_, 4, w);
    apply_round(keys_, 5, w);
    apply_round(keys_, 6, w);
    apply_round(keys_, 7, w);
    apply_round(keys_, 8, w);
    finish(keys_, w, lane0, lane1);
  }

 private:
  RoundKeys keys_;
  std::uint64_t first_c2_, second_c0_, second_c2_, third_c2_;
};

// Blocks of any counters.
class ListBlocks {
 public:
  explicit ListBlocks(const Draw& draw) : keys_(draw.key) {
    const std::uint64_t product1 = std::uint64_t{kMultiplier1} * draw.attempt;
    first_c0_ = (product1 >> 32) ^ keys_.k0[0];
    first_c2_ = draw.block ^ keys_.k1[0];
    second_c0_ = (product1 & 0xFFFFFFFF) ^ keys_.k0[1];
  }

  template <int groups>
  HWY_INLINE void draw(const V64* counters, V64* lane0, V64* lane1) const {
    const D64 d;
    Words<groups> w;
    for (int g = 0; g < groups; ++g) {
      const V64 first0 = multiply(counters[g], kMultiplier0);
      const V64 second0 = multiply(hn::Xor(high(counters[g]), hn::Set(d, first_c0_)), kMultiplier0);
      const V64 second1 = multiply(hn::Xor(high(first0), hn::Set(d, first_c2_)), kMultiplier1);
      w.c0[g] = hn::Xor(high(second1), hn::Set(d, second_c0_));
      w.c1[g] = second1;
      w.c2[g] = mix(high(second0), first0, keys_.k1[1]);
      w.c3[g] = second0;
    }
    apply_round(keys_, 2, w);
    apply_round(keys_, 3, w);
    apply_round(keys_, 4, w);
    apply_round(keys_, 5, w);
    apply_round(keys_, 6, w);
    apply_round(keys_, 7, w);
    apply_round(keys_, 8, w);
    finish(keys_, w, lane0, lane1);
  }

 private:
  RoundKeys keys_;
  std::uint64_t first_c0_, first_c2_, second_c0_;
};

// 1 + k·2^-52 for the upper 52 bits k of a draw, less 1 - 2^-53, is (2k + 1)·2^-53 without rounding.
HWY_INLINE hn::Vec<DF> to_uniform(V64 bits) {
  const D64 d;
  const V64 mantissa = hn::Or(hn::ShiftRight<12>(bits), hn::Set(d, 0x3FF0000000000000));
  return hn::Sub(hn::BitCast(DF(), mantissa), hn::Set(DF(), 1 - 0x1p-53));
}

HWY_INLINE void store(V64 bits, std::uint64_t* out) { hn::StoreU(bits, D64(), out); }
HWY_INLINE void store(V64 bits, double* out) { hn::StoreU(to_uniform(bits), DF(), out); }

// Both lanes of blocks whose counters run on, in memory order. T is uint64_t for the bits as they
// are and double for uniforms. Lane j of the counters stands for block j/2, odd j for those of the
// second half, so that interleaving within 128 bits is all the sorting there is.
template <class T>
HWY_INLINE void fill_range(const Draw& draw, std::uint64_t first, std::size_t blocks, T* out) {
  const D64 d;
  const std::size_t lanes = hn::Lanes(d);
  const V64 numbers = hn::Iota(d, 0);
  const auto odd = hn::Eq(hn::And(numbers, hn::Set(d, 1)), hn::Set(d, 1));
  const V64 order = hn::Add(hn::ShiftRight<1>(numbers), hn::IfThenElseZero(odd, hn::Set(d, lanes / 2)));
  while (blocks != 0) {
    // Up to where the upper word of the counter changes.
    const std::uint64_t to_carry = (std::uint64_t{1} << 32) - (first & 0xFFFFFFFF);
    const std::size_t part = std::min<std::uint64_t>(blocks, to_carry);
    const RangeBlocks range(draw, first);
    V64 next = hn::Add(hn::Set(d, first), order);
    const V64 step = hn::Set(d, lanes);
    V64 counters[kGroups], lane0[kGroups], lane1[kGroups];
    std::size_t done = 0;
    for (; done + kGroups * lanes <= part; done += kGroups * lanes) {
      for (V64& group : counters) {
        group = next;
        next = hn::Add(next, step);
      }
      range.draw<kGroups>(counters, lane0, lane1);
      T* to = out + 2 * done;
      for (int g = 0; g < kGroups; ++g) {
        store(hn::InterleaveLower(d, lane0[g], lane1[g]), to);
        store(hn::InterleaveUpper(d, lane0[g], lane1[g]), to + lanes);
        to += 2 * lanes;
      }
    }
    while (done < part) {
      range.draw<1>(&next, lane0, lane1);
      next = hn::Add(next, step);
      T ragged[2 * kMostLanes];
      store(hn::InterleaveLower(d, lane0[0], lane1[0]), ragged);
      store(hn::InterleaveUpper(d, lane0[0], lane1[0]), ragged + lanes);
      const std::size_t taken = std::min(lanes, part - done);
      std::memcpy(out + 2 * done, ragged, 2 * taken * sizeof(T));
      done += taken;
    }
    first += part;
    blocks -= part;
    out += 2 * part;
  }
}

// For each row the lane of its block, in the low bits of a 64-bit lane; 2^shift rows to a block.
template <int shift>
HWY_INLINE V64 select(V64 rows, V64 lane0, V64 lane1) {
  const D64 d;
  const V64 bit = hn::Set(d, std::uint64_t{1} << (shift - 1));
  const V64 half = hn::IfThenElse(hn::Eq(hn::And(rows, bit), bit), lane1, lane0);
  if constexpr (shift == 1) return half;
  constexpr int kWidthBits = 7 - shift;  // log2 of the draw's width
  const V64 lane = hn::And(rows, hn::Set(d, (1U << (shift - 1)) - 1));
  return hn::Shr(half, hn::ShiftLeft<kWidthBits>(lane));
}

// Calls write(i, count, rows, lane0, lane1) for n rows by vectors. The last vectors reach back to rows that are drawn
// already, rather than beyond the end; only of less than one vector do no more than `count` lanes count.
template <int shift, class Write>
HWY_INLINE void for_each_vector(const Draw& draw, const std::int64_t* rows, std::size_t n, Write write) {
  const D64 d;
  const hn::Rebind<std::int64_t, D64> di;
  const std::size_t lanes = hn::Lanes(d);
  const ListBlocks list(draw);
  V64 group[kGroups], counters[kGroups], lane0[kGroups], lane1[kGroups];
  std::size_t done = 0;
  for (; done + lanes < n; done += kGroups * lanes) {
    std::size_t at[kGroups];
    for (std::size_t g = 0; g < kGroups; ++g) {
      at[g] = std::min(done + g * lanes, n - lanes);
      group[g] = hn::BitCast(d, hn::LoadU(di, rows + at[g]));
      counters[g] = hn::ShiftRight<shift>(group[g]);
    }
    list.draw<kGroups>(counters, lane0, lane1);
    for (int g = 0; g < kGroups; ++g) write(at[g], lanes, group[g], lane0[g], lane1[g]);
  }
  if (done >= n) return;
  const std::size_t count = std::min(n, lanes);
  std::int64_t ragged[kMostLanes] = {};
  if (count != lanes) std::copy_n(rows, count, ragged);
  group[0] = hn::BitCast(d, hn::LoadU(di, count == lanes ? rows + (n - lanes) : ragged));
  counters[0] = hn::ShiftRight<shift>(group[0]);
  list.draw<1>(counters, lane0, lane1);
  write(n - count, count, group[0], lane0[0], lane1[0]);
}

template <class T>
HWY_INLINE void pick_whole(const Draw& draw, const std::int64_t* rows, std::size_t n, T* out) {
  const std::size_t lanes = hn::Lanes(D64());
  for_each_vector<1>(draw, rows, n, [&](std::size_t at, std::size_t count, V64 group, V64 lane0, V64 lane1) HWY_ATTR {
    const V64 bits = select<1>(group, lane0, lane1);
    if (count == lanes) return store(bits, out + at);
    T ragged[kMostLanes];
    store(bits, ragged);
    std::memcpy(out + at, ragged, count * sizeof(T));
  });
}

template <int shift, class T>
HWY_INLINE void pick_part(const Draw& draw, const std::int64_t* rows, std::size_t n, T* out) {
  for_each_vector<shift>(draw, rows, n,
                         [&](std::size_t at, std::size_t count, V64 group, V64 lane0, V64 lane1) HWY_ATTR {
                           std::uint64_t bits[kMostLanes];
                           store(select<shift>(group, lane0, lane1), bits);
                           for (std::size_t i = 0; i < count; ++i) out[at + i] = static_cast<T>(bits[i]);
                         });
}

void fill_kernel(const Draw& draw, std::uint64_t first, std::size_t blocks, void* out) {
  // Unaligned vector stores and memcpy are all that touch it, so any alignment will do.
  fill_range(draw, first, blocks, static_cast<std::uint64_t*>(out));
}

void fill_uniform_kernel(const Draw& draw, std::uint64_t first, std::size_t blocks, double* out) {
  fill_range(draw, first, blocks, out);
}

void pick64_kernel(const Draw& draw, const std::int64_t* rows, std::size_t n, std::uint64_t* out) {
  pick_whole(draw, rows, n, out);
}

void pick_uniform_kernel(const Draw& draw, const std::int64_t* rows, std::size_t n, double* out) {
  pick_whole(draw, rows, n, out);
}

void pick32_kernel(const Draw& draw, const std::int64_t* rows, std::size_t n, std::uint32_t* out) {
  pick_part<2>(draw, rows, n, out);
}

void pick16_kernel(const Draw& draw, const std::int64_t* rows, std::size_t n, std::uint16_t* out) {
  pick_part<3>(draw, rows, n, out);
}

void pick_blocks_kernel(const Draw& draw, const std::int64_t* rows, std::size_t n, void* out) {
  for_each_vector<0>(draw, rows, n, [&](std::size_t at, std::size_t count, V64, V64 lane0, V64 lane1) HWY_ATTR {
    std::uint64_t words[2 * kMostLanes];
    hn::StoreInterleaved2(lane0, lane1, D64(), words);
    std::memcpy(static_cast<std::byte*>(out) + 16 * at, words, 16 * count);
  });
}

bool below16_kernel(const std::uint16_t* bits, std::size_t n, std::uint16_t limit, std::uint8_t* out) {
  const hn::ScalableTag<std::uint16_t> d;
  const hn::Rebind<std::int16_t, decltype(d)> di;
  const hn::Rebind<std::uint8_t, decltype(d)> d8;
  const std::size_t lanes = hn::Lanes(d);
  const auto limits = hn::Set(d, limit);
  const auto one = hn::Set(d, 1);
  auto ties = hn::Zero(d);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto values = hn::LoadU(d, bits + i);
    const auto hits = hn::IfThenElseZero(hn::Lt(values, limits), one);
    ties = hn::Or(ties, hn::VecFromMask(d, hn::Eq(values, limits)));
    hn::StoreU(hn::DemoteTo(d8, hn::BitCast(di, hits)), d8, out + i);
  }
  const bool tie = !hn::AllTrue(d, hn::Eq(ties, hn::Zero(d)));
  return scalar::below16(bits + i, n - i, limit, out + i) || tie;
}

// The comparison of scalar::below16 and scalar::below32 for one vector of doubles.
template <class D8>
HWY_INLINE V64 below(hn::Vec<DF> values, const double* rates, double scale, D8 d8, std::uint8_t* out) {
  const D64 d;
  const DF df;
  const auto thresholds = hn::Mul(hn::LoadU(df, rates), hn::Set(df, scale));
  const auto hits = hn::VecFromMask(df, hn::Ge(thresholds, hn::Add(values, hn::Set(df, 1))));
  const auto reached = hn::VecFromMask(df, hn::Ge(thresholds, values));
  hn::StoreU(hn::TruncateTo(d8, hn::And(hn::BitCast(d, hits), hn::Set(d, 1))), d8, out);
  return hn::BitCast(d, hn::AndNot(hits, reached));
}

bool below16_rates_kernel(const std::uint16_t* bits, std::size_t n, const double* rates, std::uint8_t* out) {
  const D64 d;
  const DF df;
  const hn::Rebind<std::int32_t, D64> d32;
  const hn::Rebind<std::uint16_t, D64> d16;
  const hn::Rebind<std::uint8_t, D64> d8;
  const std::size_t lanes = hn::Lanes(d);
  V64 ties = hn::Zero(d);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto values = hn::PromoteTo(df, hn::PromoteTo(d32, hn::LoadU(d16, bits + i)));
    ties = hn::Or(ties, below(values, rates + i, 0x1p16, d8, out + i));
  }
  const bool tie = !hn::AllTrue(d, hn::Eq(ties, hn::Zero(d)));
  return scalar::below16(bits + i, n - i, rates + i, out + i) || tie;
}

bool below32_rates_kernel(const std::uint32_t* bits, std::size_t n, const double* rates, std::uint8_t* out) {
  const D64 d;
  const DF df;
  const hn::Rebind<std::uint32_t, D64> d32;
  const hn::Rebind<std::uint8_t, D64> d8;
  const std::size_t lanes = hn::Lanes(d);
  V64 ties = hn::Zero(d);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    // Below the exponent of 2^52 an integer is its own mantissa.
    const V64 wide = hn::Or(hn::PromoteTo(d, hn::LoadU(d32, bits + i)), hn::Set(d, 0x4330000000000000));
    const auto values = hn::Sub(hn::BitCast(df, wide), hn::Set(df, 0x1p52));
    ties = hn::Or(ties, below(values, rates + i, 0x1p32, d8, out + i));
  }
  const bool tie = !hn::AllTrue(d, hn::Eq(ties, hn::Zero(d)));
  return scalar::below32(bits + i, n - i, rates + i, out + i) || tie;
}

#endif  // scalar or vectors

}  // namespace HWY_NAMESPACE
}  // namespace synthgen::philox
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace synthgen::philox {

HWY_EXPORT(fill_kernel);
HWY_EXPORT(fill_uniform_kernel);
HWY_EXPORT(pick64_kernel);
HWY_EXPORT(pick_uniform_kernel);
HWY_EXPORT(pick32_kernel);
HWY_EXPORT(pick16_kernel);
HWY_EXPORT(pick_blocks_kernel);
HWY_EXPORT(below16_kernel);
HWY_EXPORT(below16_rates_kernel);
HWY_EXPORT(below32_rates_kernel);

void fill(const Draw& draw, std::uint64_t first, std::size_t blocks, void* out) {
  HWY_DYNAMIC_DISPATCH(fill_kernel)(draw, first, blocks, out);
}
void fill_uniform(const Draw& draw, std::uint64_t first, std::size_t blocks, double* out) {
  HWY_DYNAMIC_DISPATCH(fill_uniform_kernel)(draw, first, blocks, out);
}
void pick64(const Draw& draw, const std::int64_t* rows, std::size_t n, std::uint64_t* out) {
  HWY_DYNAMIC_DISPATCH(pick64_kernel)(draw, rows, n, out);
}
void pick_uniform(const Draw& draw, const std::int64_t* rows, std::size_t n, double* out) {
  HWY_DYNAMIC_DISPATCH(pick_uniform_kernel)(draw, rows, n, out);
}
void pick32(const Draw& draw, const std::int64_t* rows, std::size_t n, std::uint32_t* out) {
  HWY_DYNAMIC_DISPATCH(pick32_kernel)(draw, rows, n, out);
}
void pick16(const Draw& draw, const std::int64_t* rows, std::size_t n, std::uint16_t* out) {
  HWY_DYNAMIC_DISPATCH(pick16_kernel)(draw, rows, n, out);
}
void pick_blocks(const Draw& draw, const std::int64_t* rows, std::size_t n, void* out) {
  HWY_DYNAMIC_DISPATCH(pick_blocks_kernel)(draw, rows, n, out);
}
bool below16(const std::uint16_t* bits, std::size_t n, std::uint16_t limit, std::uint8_t* out) {
  return HWY_DYNAMIC_DISPATCH(below16_kernel)(bits, n, limit, out);
}
bool below16(const std::uint16_t* bits, std::size_t n, const double* rates, std::uint8_t* out) {
  return HWY_DYNAMIC_DISPATCH(below16_rates_kernel)(bits, n, rates, out);
}
bool below32(const std::uint32_t* bits, std::size_t n, const double* rates, std::uint8_t* out) {
  return HWY_DYNAMIC_DISPATCH(below32_rates_kernel)(bits, n, rates, out);
}

}  // namespace synthgen::philox
#endif  // HWY_ONCE
