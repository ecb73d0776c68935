// The shortest decimal that reads back as the same double, the nearest one among those:
// Schubfach (R. Giulietti, "The Schubfach way to render doubles", 2020). The table of
// powers of ten is computed by the compiler from exact integers.
#include <array>
#include <bit>
#include <cstdint>

#include "synthgen/base/number_text.hpp"

namespace synthgen {
namespace {

using Wide = unsigned __int128;

constexpr int kLeastPower = -292;
constexpr int kMostPower = 324;

/// floor(log10(2^e)), floor(log10(3/4·2^e)) and floor(log2(10^e)), by multiplication; exact for |e| ≤ 1,500 and 600.
constexpr int floor_log10_of_power_of_two(int e) { return (e * 1262611) >> 22; }
constexpr int floor_log10_of_three_quarters(int e) { return (e * 1262611 - 524031) >> 22; }
constexpr int floor_log2_of_power_of_ten(int e) { return (e * 1741647) >> 19; }

struct Power {
  std::uint64_t high;
  std::uint64_t low;
};

/// A non-negative integer of 1,280 bits, least significant word first; just what the table needs.
struct LongInteger {
  static constexpr int kWords = 20;
  std::array<std::uint64_t, kWords> words{};

  constexpr void multiply_by_ten() {
    std::uint64_t carry = 0;
    for (auto& word : words) {
      const Wide product = static_cast<Wide>(word) * 10 + carry;
      word = static_cast<std::uint64_t>(product);
      carry = static_cast<std::uint64_t>(product >> 64);
    }
  }
  constexpr void divide_by_ten() {
    std::uint64_t rest = 0;
    for (int i = kWords - 1; i >= 0; --i) {
      const Wide part = (static_cast<Wide>(rest) << 64) | words[static_cast<std::size_t>(i)];
      words[static_cast<std::size_t>(i)] = static_cast<std::uint64_t>(part / 10);
      rest = static_cast<std::uint64_t>(part % 10);
    }
  }
  /// The leading 128 bits, rounded up where bits below them are set or `inexact`.
  constexpr Power leading_bits(bool inexact) const {
    int top = kWords - 1;
    while (words[static_cast<std::size_t>(top)] == 0) --top;
    const auto word = [&](int i) { return i >= 0 ? words[static_cast<std::size_t>(i)] : 0; };
    const int shift = std::countl_zero(word(top));
    const auto shifted = [&](int i) {
      return shift == 0 ? word(i) : (word(i) << shift) | (word(i - 1) >> (64 - shift));
    };
    bool rest = inexact || (word(top - 2) << shift) != 0;
    for (int i = top - 3; i >= 0; --i) rest = rest || word(i) != 0;
    Wide value = (static_cast<Wide>(shifted(top)) << 64) | shifted(top - 1);
    if (rest) ++value;
    return {static_cast<std::uint64_t>(value >> 64), static_cast<std::uint64_t>(value)};
  }
};

/// 10^k scaled by a power of two to 128 bits, rounded up, for k from kLeastPower to kMostPower.
constexpr auto kPowers = [] {
  std::array<Power, kMostPower - kLeastPower + 1> powers{};
  LongInteger number;
  number.words[0] = 1;
  for (int k = 0; k <= kMostPower; ++k) {
    powers[static_cast<std::size_t>(k - kLeastPower)] = number.leading_bits(false);
    number.multiply_by_ten();
  }
  // floor(2^1279/10^k): at k = 292 there are still more than 300 bits.
  number = {};
  number.words[LongInteger::kWords - 1] = std::uint64_t{1} << 63;
  for (int k = -1; k >= kLeastPower; --k) {
    number.divide_by_ten();
    powers[static_cast<std::size_t>(k - kLeastPower)] = number.leading_bits(true);
  }
  return powers;
}();

static_assert(kPowers[0 - kLeastPower].high == 0x8000000000000000U && kPowers[0 - kLeastPower].low == 0);
static_assert(kPowers[-1 - kLeastPower].high == 0xccccccccccccccccU);
static_assert(kPowers[-1 - kLeastPower].low == 0xcccccccccccccccdU);

/// floor(power·factor / 2^128) with the last bit set where anything was cut off: "rounding to odd".
std::uint64_t scaled(Power power, std::uint64_t factor) {
  const Wide low = static_cast<Wide>(power.low) * factor;
  const Wide sum = static_cast<Wide>(power.high) * factor + static_cast<std::uint64_t>(low >> 64);
  return static_cast<std::uint64_t>(sum >> 64) | (static_cast<std::uint64_t>(sum) > 1 ? 1u : 0u);
}

ShortestDecimal without_trailing_zeros(std::uint64_t digits, int exponent) {
  if (digits % 10 != 0) return {digits, exponent};
  if (digits % 100'000'000 == 0) {
    digits /= 100'000'000;
    exponent += 8;
  }
  if (digits % 10'000 == 0) {
    digits /= 10'000;
    exponent += 4;
  }
  if (digits % 100 == 0) {
    digits /= 100;
    exponent += 2;
  }
  while (digits % 10 == 0) {
    digits /= 10;
    ++exponent;
  }
  return {digits, exponent};
}

}  // namespace

ShortestDecimal shortest_decimal(double magnitude) {
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(magnitude) & 0x7fffffffffffffffULL;
  const std::uint64_t fraction = bits & 0xfffffffffffffULL;
  const int field = static_cast<int>(bits >> 52);
  const std::uint64_t c = field != 0 ? fraction | 0x10000000000000ULL : fraction;
  const int q = (field != 0 ? field : 1) - 1075;

  // A whole number below 2^53 is its own shortest form.
  if (q <= 0 && q > -53 && (c & ((std::uint64_t{1} << -q) - 1)) == 0) return without_trailing_zeros(c >> -q, 0);

  // The rounding interval, in quarters of the unit in the last place: halfway to either neighbour. Below a
  // power of two the neighbour is at half the distance.
  const bool uneven = fraction == 0 && field > 1;
  const std::uint64_t centre = 4 * c;
  const std::uint64_t left = centre - 2 + (uneven ? 1 : 0);
  const std::uint64_t right = centre + 2;

  const int k = uneven ? floor_log10_of_three_quarters(q) : floor_log10_of_power_of_two(q);
  const int shift = q + floor_log2_of_power_of_ten(-k) + 1;  // 1 … 4
  const Power power = kPowers[static_cast<std::size_t>(-k - kLeastPower)];
  // An even c owns the ends of its interval, because ties read back to even.
  const std::uint64_t open = c & 1;
  const std::uint64_t lower = scaled(power, left << shift) + open;
  const std::uint64_t middle = scaled(power, centre << shift);
  const std::uint64_t upper = scaled(power, right << shift) - open;

  // The two multiples of ten around, if exactly one of them lies within; else the two integers around, if exactly one
  // does; else the nearer of these, the even one at a tie. Which case it is cannot be predicted for random values, so
  // all are computed and one is selected without a branch.
  const std::uint64_t s = middle / 4;
  const std::uint64_t tens = s / 10;
  const std::uint64_t tens_down = lower <= 40 * tens ? 1 : 0;
  const std::uint64_t tens_up = 40 * tens + 40 <= upper ? 1 : 0;
  const std::uint64_t down = lower <= 4 * s ? 1 : 0;
  const std::uint64_t up = 4 * s + 4 <= upper ? 1 : 0;
  const std::uint64_t half = 4 * s + 2;
  const std::uint64_t nearer_up = (middle > half ? 1u : 0u) | ((middle == half ? 1u : 0u) & (s & 1));
  const std::uint64_t single = 0 - (down ^ up);  // all bits set where one alone lies within
  const std::uint64_t by_one = s + ((single & up) | (~single & nearer_up));
  // s below ten has no multiple of ten to shorten to, but 0, which is no candidate.
  const std::uint64_t shorter = (tens_down ^ tens_up) & (s >= 10 ? 1u : 0u);
  const std::uint64_t select = 0 - shorter;
  const std::uint64_t digits = (select & (tens + tens_up)) | (~select & by_one);
  return without_trailing_zeros(digits, k + static_cast<int>(shorter));
}

}  // namespace synthgen
