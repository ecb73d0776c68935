// The CSV writer's kernels, with Highway; see csv_kernels.hpp.
//
// Eight digits at a time: a number below 10^8 in a 64-bit lane is split into two of four digits in 32-bit lanes,
// these into two of two digits in 16-bit lanes, these into digits in bytes, each time by a multiplication with the
// reciprocal, rounded up, and a shift; every reciprocal is exact over its whole range (tested exhaustively).
#include <cstring>

#include "csv_kernels.hpp"

// Fixed-size blocks and mask bits of 16 bytes have no advantage on scalable vectors; NEON serves those machines.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "csv_kernels_simd.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace synthgen::csv {
namespace HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_EMU128

Survey SurveyValues(const std::int64_t* values, std::size_t rows) { return scalar::survey(values, rows); }

void TinyDigits(const std::int64_t* values, std::size_t rows, const DigitLayout& layout, int decimals, char* slots,
                std::uint8_t* lengths) {
  scalar::tiny_digits(values, rows, layout, decimals, slots, lengths);
}

void NarrowDigits(const std::int64_t* values, std::size_t rows, const DigitLayout& layout, int decimals, char* slots,
                  std::uint8_t* lengths) {
  scalar::narrow_digits(values, rows, layout, decimals, slots, lengths);
}

void MediumDigits(const std::int64_t* values, std::size_t rows, const DigitLayout& layout, int decimals, char* slots,
                  std::uint8_t* lengths) {
  scalar::medium_digits(values, rows, layout, decimals, slots, lengths);
}

void Dates(const std::int32_t* days, std::size_t rows, char separator, char* slots) {
  scalar::dates(days, rows, separator, slots);
}

void Uuids(const std::uint8_t* values, std::size_t rows, char separator, char* slots) {
  scalar::uuids(values, rows, separator, slots);
}

void PlaceUuids(const std::uint8_t* values, std::size_t rows, char separator, bool guarded, char** at) {
  scalar::place_uuids(values, rows, separator, guarded, at);
}

bool HasSpecial(const char* bytes, std::size_t size, char delimiter, char quote) {
  return scalar::has_special(bytes, size, delimiter, quote);
}

void SpecialBits(const char* bytes, std::size_t size, char delimiter, char quote, std::uint64_t* bits) {
  scalar::special_bits(bytes, size, delimiter, quote, bits);
}

#else

namespace hn = hwy::HWY_NAMESPACE;

using Lanes64 = hn::CappedTag<std::uint64_t, 8>;
using Lanes32 = hn::Repartition<std::uint32_t, Lanes64>;
using Lanes16 = hn::Repartition<std::uint16_t, Lanes64>;
using Bytes = hn::Repartition<std::uint8_t, Lanes64>;
using Vec64 = hn::Vec<Lanes64>;
using VecBytes = hn::Vec<Bytes>;
constexpr std::size_t kRows = hn::MaxLanes(Lanes64());
static_assert(kRows <= kOverrunRows);
constexpr Lanes64 d64;
constexpr Lanes32 d32;
constexpr Lanes16 d16;
constexpr Bytes d8;

/// A constant that the compiler cannot see through: it would replace a multiplication by five shifts and additions,
/// and these kernels are bound by the length of their chains.
HWY_INLINE hn::Vec<Lanes16> factor16(std::uint16_t value) {
  std::uint32_t hidden = value;
#if HWY_COMPILER_GCC || HWY_COMPILER_CLANG
  asm("" : "+r"(hidden));
#endif
  return hn::Set(d16, static_cast<std::uint16_t>(hidden));
}

/// The product of the low 32 bits of each lane.
HWY_INLINE Vec64 times(Vec64 a, std::uint32_t b) {
  return hn::MulEven(hn::BitCast(d32, a), hn::BitCast(d32, hn::Set(d64, b)));
}

/// Two numbers below 10,000 in the 32-bit halves of each lane, the first in the low half, to 8 digits in bytes.
HWY_INLINE VecBytes digits_of_halves(Vec64 halves) {
  const auto fours = hn::BitCast(d16, halves);
  const auto hundreds = hn::ShiftRight<4>(hn::MulHigh(fours, hn::Set(d16, 10486)));
  const auto rest = hn::Sub(fours, hn::Mul(hundreds, factor16(100)));
  const auto twos = hn::BitCast(d16, hn::Or(hn::BitCast(d32, hundreds), hn::ShiftLeft<16>(hn::BitCast(d32, rest))));
  const auto tens = hn::MulHigh(twos, hn::Set(d16, 6554));
  const auto ones = hn::Sub(twos, hn::Mul(tens, factor16(10)));
  return hn::BitCast(d8, hn::Or(tens, hn::ShiftLeft<8>(ones)));
}

/// Numbers below 10^8 to 8 digits in bytes, the first digit in the lowest byte.
HWY_INLINE VecBytes digits_of(Vec64 x) {
  const Vec64 high = hn::ShiftRight<45>(times(x, 3518437209U));
  const Vec64 low = hn::Sub(x, times(high, 10000));
  return digits_of_halves(hn::Or(high, hn::ShiftLeft<32>(low)));
}

/// Orders of lanes: with `doubled`, lane k is both halves of 16-byte block k, of the first or the second vector of
/// blocks. Lanes in `spread` order come out in row order when two vectors are interleaved; `gathered` undoes it.
struct Orders {
  using Index = decltype(hn::SetTableIndices(Lanes64(), static_cast<const std::int64_t*>(nullptr)));
  Index doubled0;
  Index doubled1;
  Index spread;
  Index gathered;
};

HWY_INLINE Orders make_orders() {
  HWY_ALIGN std::int64_t lanes[4][kRows];
  for (std::size_t k = 0; k < kRows; ++k) {
    const auto half = static_cast<std::int64_t>(k / 2);
    constexpr auto kHalf = static_cast<std::int64_t>(kRows / 2);
    lanes[0][k] = half;
    lanes[1][k] = kHalf + half;
    lanes[2][k] = k % 2 == 0 ? half : kHalf + half;
    lanes[3][static_cast<std::size_t>(lanes[2][k])] = static_cast<std::int64_t>(k);
  }
  return {hn::SetTableIndices(d64, lanes[0]), hn::SetTableIndices(d64, lanes[1]), hn::SetTableIndices(d64, lanes[2]),
          hn::SetTableIndices(d64, lanes[3])};
}

/// 128 times the number of zero bytes before (below) the first other one, for each lane; bytes at most 127. All zero
/// counts as 8.
HWY_INLINE Vec64 leading_zeros_128(Vec64 digits) {
  // Below its lowest set bit a number minus one has ones, the top bits of whole bytes among them.
  const auto below = hn::AndNot(digits, hn::Sub(digits, hn::Set(d64, 1)));
  return hn::SumsOf8(hn::BitCast(d8, hn::And(below, hn::Set(d64, 0x8080808080808080U))));
}

/// The low bytes of the lanes, in order.
HWY_INLINE void store_lengths(Vec64 lengths, std::uint8_t* to) {
  const hn::Rebind<std::uint8_t, Lanes64> narrow;
  hn::StoreU(hn::TruncateTo(narrow, lengths), narrow, to);
}

HWY_INLINE Vec64 with_point(Vec64 length, int decimals) { return hn::Add(length, hn::Set(d64, decimals > 0 ? 2 : 1)); }

/// The same 16 bytes in every block.
HWY_INLINE VecBytes every_block(const std::uint8_t* bytes) { return hn::LoadDup128(d8, bytes); }

HWY_INLINE VecBytes lay_out(VecBytes digits, VecBytes pick, VecBytes put) {
  return hn::Or(hn::TableLookupBytesOr0(digits, pick), put);
}

HWY_INLINE std::uint8_t* bytes_of(char* p) { return reinterpret_cast<std::uint8_t*>(p); }

Survey SurveyValues(const std::int64_t* values, std::size_t rows) {
  const hn::ScalableTag<std::int64_t> d;
  auto bits = hn::Zero(d);
  auto signs = hn::Zero(d);
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= rows; i += hn::Lanes(d)) {
    const auto v = hn::LoadU(d, values + i);
    const auto sign = hn::BroadcastSignBit(v);
    bits = hn::Or(bits, hn::Sub(hn::Xor(v, sign), sign));
    signs = hn::Or(signs, sign);
  }
  alignas(64) std::int64_t lanes[2][HWY_MAX_BYTES / 8];
  hn::Store(bits, d, lanes[0]);
  hn::Store(signs, d, lanes[1]);
  Survey found;
  std::int64_t sign = 0;
  for (std::size_t k = 0; k < hn::Lanes(d); ++k) {
    found.magnitude_bits |= static_cast<std::uint64_t>(lanes[0][k]);
    sign |= lanes[1][k];
  }
  for (; i < rows; ++i) {
    const auto v = static_cast<std::uint64_t>(values[i]);
    found.magnitude_bits |= values[i] < 0 ? 0 - v : v;
    sign |= values[i];
  }
  found.negative = sign < 0;
  return found;
}

HWY_INLINE Vec64 load_magnitudes(const std::int64_t* values) {
  const hn::Repartition<std::int64_t, Lanes64> d;
  const auto v = hn::LoadU(d, values);
  const auto sign = hn::BroadcastSignBit(v);
  return hn::BitCast(d64, hn::Sub(hn::Xor(v, sign), sign));
}

/// The byte of the digit before the point, which counts even where it is zero, in a lane of eight digits.
HWY_INLINE Vec64 units_of(int decimals) {
  return hn::Set(d64, decimals <= 7 ? std::uint64_t{1} << (8 * (7 - decimals)) : 0);
}

void TinyDigits(const std::int64_t* values, std::size_t rows, const DigitLayout& layout, int decimals, char* slots,
                std::uint8_t* lengths) {
  const auto pick = every_block(layout.pick.data());
  const auto put = every_block(layout.put.data());
  const auto units = units_of(decimals);
  const auto longest = with_point(hn::Set(d64, 8), decimals);
  for (std::size_t i = 0; i < rows; i += kRows) {
    const auto digits = digits_of(load_magnitudes(values + i));
    const auto zeros = hn::ShiftRight<7>(leading_zeros_128(hn::Or(hn::BitCast(d64, digits), units)));
    store_lengths(hn::Sub(longest, zeros), lengths + i);
    hn::StoreU(lay_out(digits, pick, put), d8, bytes_of(slots + i * 8));
  }
}

void NarrowDigits(const std::int64_t* values, std::size_t rows, const DigitLayout& layout, int decimals, char* slots,
                  std::uint8_t* lengths) {
  const auto pick = every_block(layout.pick.data());
  const auto put = every_block(layout.put.data());
  const auto units = units_of(decimals);
  const auto longest = with_point(hn::Set(d64, 8), decimals);
  const Orders orders = make_orders();
  for (std::size_t i = 0; i < rows; i += kRows) {
    const auto digits = hn::BitCast(d64, digits_of(load_magnitudes(values + i)));
    const auto zeros = hn::ShiftRight<7>(leading_zeros_128(hn::Or(digits, units)));
    store_lengths(hn::Sub(longest, zeros), lengths + i);
    const auto blocks0 = hn::BitCast(d8, hn::TableLookupLanes(digits, orders.doubled0));
    const auto blocks1 = hn::BitCast(d8, hn::TableLookupLanes(digits, orders.doubled1));
    hn::StoreU(lay_out(blocks0, pick, put), d8, bytes_of(slots + i * 16));
    hn::StoreU(lay_out(blocks1, pick, put), d8, bytes_of(slots + (i + kRows / 2) * 16));
  }
}

void MediumDigits(const std::int64_t* values, std::size_t rows, const DigitLayout& layout, int decimals, char* slots,
                  std::uint8_t* lengths) {
  const auto pick = every_block(layout.pick.data());
  const auto put = every_block(layout.put.data());
  const auto low_units = units_of(decimals);
  const auto high_units = decimals > 7 ? units_of(decimals - 8) : hn::Zero(d64);
  const auto longest = with_point(hn::Set(d64, 16), decimals);
  const auto eight = hn::Set(d64, 8);
  const Orders orders = make_orders();
  // 10^8 is 2^8 times this; dividing by it what is left of 39 bits after a shift by 8 is exact with 2^50.
  constexpr std::uint32_t kDivisor = 390625;
  constexpr auto kReciprocal = static_cast<std::uint32_t>((std::uint64_t{1} << 50) / kDivisor + 1);
  for (std::size_t i = 0; i < rows; i += kRows) {
    const auto x = hn::TableLookupLanes(load_magnitudes(values + i), orders.spread);
    const auto high = hn::ShiftRight<50>(times(hn::ShiftRight<8>(x), kReciprocal));
    const auto low = hn::Sub(x, times(high, 100'000'000));
    const auto high_digits = hn::BitCast(d64, digits_of_halves(hn::ShiftLeft<32>(high)));
    const auto low_digits = hn::BitCast(d64, digits_of(low));
    const auto high_zeros = hn::ShiftRight<7>(leading_zeros_128(hn::Or(high_digits, high_units)));
    const auto low_zeros = hn::ShiftRight<7>(leading_zeros_128(hn::Or(low_digits, low_units)));
    const auto zeros = hn::Add(high_zeros, hn::IfThenElseZero(hn::Eq(high_zeros, eight), low_zeros));
    store_lengths(hn::TableLookupLanes(hn::Sub(longest, zeros), orders.gathered), lengths + i);
    const auto blocks0 = hn::BitCast(d8, hn::InterleaveLower(d64, high_digits, low_digits));
    const auto blocks1 = hn::BitCast(d8, hn::InterleaveUpper(d64, high_digits, low_digits));
    hn::StoreU(lay_out(blocks0, pick, put), d8, bytes_of(slots + i * 16));
    hn::StoreU(lay_out(blocks1, pick, put), d8, bytes_of(slots + (i + kRows / 2) * 16));
  }
}

/// Days since 0000-03-01 to year in the low half of each lane, month · 100 + day in the high half.
HWY_INLINE Vec64 civil_halves(Vec64 days) {
  const auto quarter_days = hn::Add(hn::ShiftLeft<2>(days), hn::Set(d64, 3));
  // Below 2^24, for which 2^44 gives an exact reciprocal of the days of 400 years.
  constexpr auto kCentury = static_cast<std::uint32_t>((std::uint64_t{1} << 44) / 146097 + 1);
  const auto century = hn::ShiftRight<44>(times(quarter_days, kCentury));
  const auto in_century = hn::Or(hn::Sub(quarter_days, times(century, 146097)), hn::Set(d64, 3));
  const auto year_of_century = hn::ShiftRight<32>(times(in_century, 2939745));
  const auto day_of_year = hn::ShiftRight<2>(hn::Sub(in_century, times(year_of_century, 1461)));
  const auto month_and_day = hn::Add(times(day_of_year, 2141), hn::Set(d64, 197913));
  const auto month = hn::ShiftRight<16>(month_and_day);
  const auto day = hn::ShiftRight<28>(times(hn::And(month_and_day, hn::Set(d64, 0xFFFF)), 125379));
  // 1 from 1 January on: the years of the algorithm begin in March.
  const auto turned = hn::ShiftRight<16>(hn::Add(day_of_year, hn::Set(d64, 65536 - 306)));
  const auto year = hn::Add(hn::Add(times(century, 100), year_of_century), turned);
  const auto civil_month = hn::Sub(month, times(turned, 12));
  const auto month_day = hn::Add(times(civil_month, 100), hn::Add(day, hn::Set(d64, 1)));
  return hn::Or(year, hn::ShiftLeft<32>(month_day));
}

void Dates(const std::int32_t* days, std::size_t rows, char separator, char* slots) {
  constexpr std::uint8_t kNone = 0x80;
  alignas(16) static constexpr std::uint8_t kPick[16] = {kNone, kNone, kNone, kNone, kNone, 8,  9,  10,
                                                         11,    kNone, 12,    13,    kNone, 14, 15, kNone};
  alignas(16) std::uint8_t put_bytes[16] = {0, 0, 0, 0, 0, '0', '0', '0', '0', '-', '0', '0', '-', '0', '0', 0};
  put_bytes[15] = static_cast<std::uint8_t>(separator);
  const auto pick = every_block(kPick);
  const auto put = every_block(put_bytes);
  const hn::Rebind<std::uint32_t, Lanes64> half;
  const Orders orders = make_orders();
  for (std::size_t i = 0; i < rows; i += kRows) {
    const auto since_1970 = hn::LoadU(half, reinterpret_cast<const std::uint32_t*>(days) + i);
    const auto since_march_0 = hn::PromoteTo(d64, hn::Add(since_1970, hn::Set(half, 719468)));
    const auto digits = hn::BitCast(d64, digits_of_halves(civil_halves(since_march_0)));
    const auto blocks0 = hn::BitCast(d8, hn::TableLookupLanes(digits, orders.doubled0));
    const auto blocks1 = hn::BitCast(d8, hn::TableLookupLanes(digits, orders.doubled1));
    hn::StoreU(lay_out(blocks0, pick, put), d8, bytes_of(slots + i * 16));
    hn::StoreU(lay_out(blocks1, pick, put), d8, bytes_of(slots + (i + kRows / 2) * 16));
  }
}

/// store(row, three vectors whose first 37 bytes are the text) for each row.
template <class Store>
HWY_INLINE void hex_rows(const std::uint8_t* values, std::size_t rows, char separator, const Store& store) {
  constexpr std::uint8_t kNone = 0x80;
  alignas(16) static constexpr std::uint8_t kHex[16] = {'0', '1', '2', '3', '4', '5', '6', '7',
                                                        '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
  // Hex digits 0 … 15 and 16 … 31 are two vectors; the text is three: 8-4-hh, hh-4-8 and the last 4.
  alignas(16) static constexpr std::uint8_t kPick0[16] = {0, 1, 2, 3, 4, 5, 6, 7, kNone, 8, 9, 10, 11, kNone, 12, 13};
  alignas(16) static constexpr std::uint8_t kPut0[16] = {0, 0, 0, 0, 0, 0, 0, 0, '-', 0, 0, 0, 0, '-', 0, 0};
  alignas(16) static constexpr std::uint8_t kPick1Low[16] = {14,    15,    kNone, kNone, kNone, kNone, kNone, kNone,
                                                             kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone};
  alignas(16) static constexpr std::uint8_t kPick1High[16] = {kNone, kNone, kNone, 0, 1, 2, 3,  kNone,
                                                              4,     5,     6,     7, 8, 9, 10, 11};
  alignas(16) static constexpr std::uint8_t kPut1[16] = {0, 0, '-', 0, 0, 0, 0, '-', 0, 0, 0, 0, 0, 0, 0, 0};
  alignas(16) static constexpr std::uint8_t kPick2[16] = {12,    13,    14,    15,    kNone, kNone, kNone, kNone,
                                                          kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone};
  alignas(16) std::uint8_t put2_bytes[16] = {};
  put2_bytes[4] = static_cast<std::uint8_t>(separator);
  const hn::CappedTag<std::uint8_t, 16> d;
  const hn::Repartition<std::uint16_t, decltype(d)> d_words;
  const auto hex = hn::Load(d, kHex);
  const auto pick0 = hn::Load(d, kPick0);
  const auto put0 = hn::Load(d, kPut0);
  const auto pick1_low = hn::Load(d, kPick1Low);
  const auto pick1_high = hn::Load(d, kPick1High);
  const auto put1 = hn::Load(d, kPut1);
  const auto pick2 = hn::Load(d, kPick2);
  const auto put2 = hn::Load(d, put2_bytes);
  const auto nibble = hn::Set(d, 0x0F);
  for (std::size_t i = 0; i < rows; ++i) {
    const auto v = hn::LoadU(d, values + i * 16);
    const auto left = hn::And(hn::BitCast(d, hn::ShiftRight<4>(hn::BitCast(d_words, v))), nibble);
    const auto right = hn::And(v, nibble);
    const auto low = hn::TableLookupBytes(hex, hn::InterleaveLower(d, left, right));
    const auto high = hn::TableLookupBytes(hex, hn::InterleaveUpper(d, left, right));
    store(i, hn::Or(hn::TableLookupBytesOr0(low, pick0), put0),
          hn::Or(hn::Or(hn::TableLookupBytesOr0(low, pick1_low), hn::TableLookupBytesOr0(high, pick1_high)), put1),
          hn::Or(hn::TableLookupBytesOr0(high, pick2), put2));
  }
}

void Uuids(const std::uint8_t* values, std::size_t rows, char separator, char* slots) {
  const hn::CappedTag<std::uint8_t, 16> d;
  hex_rows(values, rows, separator, [&](std::size_t i, auto a, auto b, auto c) HWY_ATTR {
    std::uint8_t* to = bytes_of(slots + i * kUuidStride);
    hn::StoreU(a, d, to);
    hn::StoreU(b, d, to + 16);
    hn::StoreU(c, d, to + 32);
  });
}

void PlaceUuids(const std::uint8_t* values, std::size_t rows, char separator, bool guarded, char** at) {
  const hn::CappedTag<std::uint8_t, 16> d;
  hex_rows(values, rows, separator, [&](std::size_t i, auto a, auto b, auto c) HWY_ATTR {
    std::uint8_t* to = bytes_of(at[i]);
    hn::StoreU(a, d, to);
    hn::StoreU(b, d, to + 16);
    if (guarded) {
      const auto behind = hn::LoadU(d, to + kUuidBytes);
      hn::StoreU(c, d, to + 32);
      hn::StoreU(behind, d, to + kUuidBytes);
    } else {
      hn::StoreU(c, d, to + 32);
    }
    at[i] += kUuidBytes;
  });
}

bool HasSpecial(const char* bytes, std::size_t size, char delimiter, char quote) {
  const hn::ScalableTag<std::uint8_t> d;
  const std::size_t lanes = hn::Lanes(d);
  const auto* p = reinterpret_cast<const std::uint8_t*>(bytes);
  const auto v_delimiter = hn::Set(d, static_cast<std::uint8_t>(delimiter));
  const auto v_quote = hn::Set(d, static_cast<std::uint8_t>(quote));
  const auto v_return = hn::Set(d, static_cast<std::uint8_t>('\r'));
  const auto v_feed = hn::Set(d, static_cast<std::uint8_t>('\n'));
  const auto special = [&](auto v) HWY_ATTR {
    return hn::Or(hn::Or(hn::Eq(v, v_delimiter), hn::Eq(v, v_quote)), hn::Or(hn::Eq(v, v_return), hn::Eq(v, v_feed)));
  };
  std::size_t i = 0;
  for (; i + 2 * lanes <= size; i += 2 * lanes) {
    const auto found = hn::Or(special(hn::LoadU(d, p + i)), special(hn::LoadU(d, p + i + lanes)));
    if (!hn::AllFalse(d, found)) return true;
  }
  for (; i + lanes <= size; i += lanes) {
    if (!hn::AllFalse(d, special(hn::LoadU(d, p + i)))) return true;
  }
  // The rest in pieces of 16, the last of which looks at bytes again: most texts are shorter than one of the above.
  const hn::CappedTag<std::uint8_t, 16> d_short;
  const std::size_t short_lanes = hn::Lanes(d_short);
  if (size >= short_lanes) {
    const auto has = [&](std::size_t at) HWY_ATTR {
      const auto v = hn::LoadU(d_short, p + at);
      const auto is = [&](char c) HWY_ATTR { return hn::Eq(v, hn::Set(d_short, static_cast<std::uint8_t>(c))); };
      return !hn::AllFalse(d_short, hn::Or(hn::Or(is(delimiter), is(quote)), hn::Or(is('\r'), is('\n'))));
    };
    for (; i + short_lanes <= size; i += short_lanes) {
      if (has(i)) return true;
    }
    return i < size && has(size - short_lanes);
  }
  for (; i < size; ++i) {
    if (bytes[i] == delimiter || bytes[i] == quote || bytes[i] == '\r' || bytes[i] == '\n') return true;
  }
  return false;
}

void SpecialBits(const char* bytes, std::size_t size, char delimiter, char quote, std::uint64_t* bits) {
  const hn::CappedTag<std::uint8_t, 64> d;
  constexpr std::size_t kLanes = hn::MaxLanes(d);
  const auto v_delimiter = hn::Set(d, static_cast<std::uint8_t>(delimiter));
  const auto v_quote = hn::Set(d, static_cast<std::uint8_t>(quote));
  const auto v_return = hn::Set(d, static_cast<std::uint8_t>('\r'));
  const auto v_feed = hn::Set(d, static_cast<std::uint8_t>('\n'));
  static_assert(kLanes >= 8);
  const auto word_of = [&](const std::uint8_t* p) HWY_ATTR {
    std::uint8_t mask[64 / 8 + 8];  // eight bytes may be written at each place
    for (std::size_t k = 0; k < 64; k += kLanes) {
      const auto v = hn::LoadU(d, p + k);
      const auto found =
          hn::Or(hn::Or(hn::Eq(v, v_delimiter), hn::Eq(v, v_quote)), hn::Or(hn::Eq(v, v_return), hn::Eq(v, v_feed)));
      hn::StoreMaskBits(d, found, mask + k / 8);
    }
    std::uint64_t word = 0;
    std::memcpy(&word, mask, 8);
    return word;
  };
  const auto* p = reinterpret_cast<const std::uint8_t*>(bytes);
  std::size_t i = 0;
  for (; i + 64 <= size; i += 64) *bits++ = word_of(p + i);
  if (i == size) return;
  std::uint8_t rest[64] = {};
  std::memcpy(rest, p + i, size - i);
  *bits = word_of(rest) & ((std::uint64_t{1} << (size - i)) - 1);  // the delimiter may be 0
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace synthgen::csv
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace synthgen::csv {

HWY_EXPORT(SurveyValues);
HWY_EXPORT(TinyDigits);
HWY_EXPORT(NarrowDigits);
HWY_EXPORT(MediumDigits);
HWY_EXPORT(Dates);
HWY_EXPORT(Uuids);
HWY_EXPORT(PlaceUuids);
HWY_EXPORT(HasSpecial);
HWY_EXPORT(SpecialBits);

Survey survey(const std::int64_t* values, std::size_t rows) { return HWY_DYNAMIC_DISPATCH(SurveyValues)(values, rows); }

void tiny_digits(const std::int64_t* values, std::size_t rows, const DigitLayout& layout, int decimals, char* slots,
                 std::uint8_t* lengths) {
  HWY_DYNAMIC_DISPATCH(TinyDigits)(values, rows, layout, decimals, slots, lengths);
}

void narrow_digits(const std::int64_t* values, std::size_t rows, const DigitLayout& layout, int decimals, char* slots,
                   std::uint8_t* lengths) {
  HWY_DYNAMIC_DISPATCH(NarrowDigits)(values, rows, layout, decimals, slots, lengths);
}

void medium_digits(const std::int64_t* values, std::size_t rows, const DigitLayout& layout, int decimals, char* slots,
                   std::uint8_t* lengths) {
  HWY_DYNAMIC_DISPATCH(MediumDigits)(values, rows, layout, decimals, slots, lengths);
}

void dates(const std::int32_t* days, std::size_t rows, char separator, char* slots) {
  HWY_DYNAMIC_DISPATCH(Dates)(days, rows, separator, slots);
}

void uuids(const std::uint8_t* values, std::size_t rows, char separator, char* slots) {
  HWY_DYNAMIC_DISPATCH(Uuids)(values, rows, separator, slots);
}

void place_uuids(const std::uint8_t* values, std::size_t rows, char separator, bool guarded, char** at) {
  HWY_DYNAMIC_DISPATCH(PlaceUuids)(values, rows, separator, guarded, at);
}

bool has_special(const char* bytes, std::size_t size, char delimiter, char quote) {
  return HWY_DYNAMIC_DISPATCH(HasSpecial)(bytes, size, delimiter, quote);
}

void special_bits(const char* bytes, std::size_t size, char delimiter, char quote, std::uint64_t* bits) {
  HWY_DYNAMIC_DISPATCH(SpecialBits)(bytes, size, delimiter, quote, bits);
}

namespace {

/// first_digit  the first of the 16 digits that the kernel fills
DigitLayout make_layout(int decimals, char separator, int first_digit) {
  constexpr std::uint8_t kNone = 0x80;
  DigitLayout layout;
  layout.pick[15] = kNone;
  layout.put[15] = static_cast<std::uint8_t>(separator);
  int digit = 15;
  for (int k = 14; k >= 0; --k) {
    if (decimals > 0 && 14 - k == decimals) {
      layout.pick[k] = kNone;
      layout.put[k] = '.';
    } else {
      layout.pick[k] = digit >= first_digit ? static_cast<std::uint8_t>(digit) : kNone;
      layout.put[k] = '0';
      --digit;
    }
  }
  return layout;
}

}  // namespace

DigitLayout tiny_layout(int decimals, char separator) {
  DigitLayout layout = make_layout(decimals, separator, 8);
  for (std::size_t k = 0; k < 8; ++k) {
    const std::uint8_t pick = layout.pick[k + 8];
    layout.pick[k] = pick == 0x80 ? pick : static_cast<std::uint8_t>(pick - 8);
    layout.put[k] = layout.put[k + 8];
  }
  return layout;
}

int tiny_bits(int decimals, bool negative) {
  // Of 8 bytes the separator, the point and the sign leave 5 to 7 for digits: below 2^16, 2^19 and 2^23.
  const int digits = 7 - (decimals > 0 ? 1 : 0) - (negative ? 1 : 0);
  return digits == 7 ? 23 : digits == 6 ? 19 : 16;
}

DigitLayout narrow_layout(int decimals, char separator) { return make_layout(decimals, separator, 8); }
DigitLayout medium_layout(int decimals, char separator) { return make_layout(decimals, separator, 0); }

}  // namespace synthgen::csv
#endif  // HWY_ONCE
