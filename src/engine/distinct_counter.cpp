// Hashes of cells, registers, and the estimate of Ertl 2017, algorithm 6.
#include "synthgen/engine/distinct_counter.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <string_view>

namespace synthgen {
namespace {

constexpr int kIndexBits = 14;  // of a hash: they choose the register
static_assert(DistinctCounter::kRegisters == std::size_t{1} << kIndexBits);
/// The greatest rank: the other bits of a hash are all zero.
constexpr int kMostRank = 64 - kIndexBits + 1;
constexpr std::string_view kRankLetters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop";
static_assert(kRankLetters.size() == kMostRank + 1);

/// SplitMix64's output function (variant 13 of Stafford's mixers). Source: Steele, Lea and Flood 2014.
std::uint64_t mix(std::uint64_t z) {
  z += 0x9E37'79B9'7F4A'7C15;
  z = (z ^ (z >> 30)) * 0xBF58'476D'1CE4'E5B9;
  z = (z ^ (z >> 27)) * 0x94D0'49BB'1331'11EB;
  return z ^ (z >> 31);
}

/// Eight bytes as a word, the first the lowest.
std::uint64_t word_of(const char* bytes, std::size_t count) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, count);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t state = mix(text.size());
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) state = mix(state ^ word_of(text.data() + at, 8));
  return at == text.size() ? state : mix(state ^ word_of(text.data() + at, text.size() - at));
}

/// Σ of ranks 0, as a share x of the registers.
double sigma(double x) {
  double sum = x;
  double weight = 1;
  for (double before = -1; sum != before; weight += weight) {
    x *= x;
    before = sum;
    sum += x * weight;
  }
  return sum;
}

/// Registers whose rank is the greatest there is, the others being the share x.
double tau(double x) {
  if (x == 0 || x == 1) return 0;
  double sum = 1 - x;
  double weight = 1;
  for (double before = -1; sum != before;) {
    x = std::sqrt(x);
    before = sum;
    weight *= 0.5;
    sum -= (1 - x) * (1 - x) * weight;
  }
  return sum / 3;
}

}  // namespace

DistinctCounter::DistinctCounter() : ranks_(std::make_unique<std::atomic<std::uint8_t>[]>(kRegisters)) {}

void DistinctCounter::take(std::uint64_t hash) {
  std::atomic<std::uint8_t>& rank = ranks_[hash >> (64 - kIndexBits)];
  // A one behind the bits that are looked at ends the count of zeros.
  const std::uint64_t rest = (hash << kIndexBits) | (std::uint64_t{1} << (kIndexBits - 1));
  const auto found = static_cast<std::uint8_t>(std::countl_zero(rest) + 1);
  // After the first values a register rises rarely, so threads seldom write to the same one.
  std::uint8_t known = rank.load(std::memory_order_relaxed);
  while (found > known && !rank.compare_exchange_weak(known, found, std::memory_order_relaxed)) {
  }
}

void DistinctCounter::add(const Column& column) {
  const auto each = [&](auto hash_at) {
    for (std::size_t row = 0; row < column.rows(); ++row) {
      if (column.is_valid(row)) take(hash_at(row));
    }
  };
  switch (column.type().kind) {
    case TypeKind::integer:
    case TypeKind::decimal:
    case TypeKind::timestamp:
    case TypeKind::datetime:
    case TypeKind::time:
      return each([values = column.data<std::uint64_t>()](std::size_t row) { return mix(values[row]); });
    case TypeKind::number:
      return each([values = column.data<double>()](std::size_t row) {
        return mix(std::bit_cast<std::uint64_t>(values[row] + 0.0));  // −0 becomes 0
      });
    case TypeKind::date:
      return each([values = column.data<std::int32_t>()](std::size_t row) {
        return mix(static_cast<std::uint32_t>(values[row]));
      });
    case TypeKind::boolean:
      return each([values = column.data<std::uint8_t>()](std::size_t row) { return mix(values[row]); });
    case TypeKind::uuid:
      return each([bytes = column.data<char>()](std::size_t row) {
        return mix(mix(word_of(bytes + 16 * row, 8)) ^ word_of(bytes + 16 * row + 8, 8));
      });
    case TypeKind::string:
      return each([&column](std::size_t row) { return hash_of(column.text(row)); });
  }
}

double DistinctCounter::estimate() const {
  constexpr auto kAll = static_cast<double>(kRegisters);
  std::array<std::uint64_t, kMostRank + 1> counts{};
  for (std::size_t i = 0; i < kRegisters; ++i) ++counts[ranks_[i].load(std::memory_order_relaxed)];
  if (counts[0] == kRegisters) return 0;
  double sum = kAll * tau(1 - static_cast<double>(counts[kMostRank]) / kAll);
  for (std::size_t rank = kMostRank - 1; rank >= 1; --rank) sum = 0.5 * (sum + static_cast<double>(counts[rank]));
  sum += kAll * sigma(static_cast<double>(counts[0]) / kAll);
  constexpr double kTwiceLog2 = 1.3862943611198906;
  return kAll / kTwiceLog2 * (kAll / sum);
}

std::string DistinctCounter::registers() const {
  std::string text(kRegisters, '0');
  for (std::size_t i = 0; i < kRegisters; ++i) text[i] = kRankLetters[ranks_[i].load(std::memory_order_relaxed)];
  return text;
}

bool DistinctCounter::add_registers(std::string_view registers) {
  if (registers.size() != kRegisters || registers.find_first_not_of(kRankLetters) != std::string_view::npos)
    return false;
  for (std::size_t i = 0; i < kRegisters; ++i) {
    const auto rank = static_cast<std::uint8_t>(kRankLetters.find(registers[i]));
    if (rank > ranks_[i].load(std::memory_order_relaxed)) ranks_[i].store(rank, std::memory_order_relaxed);
  }
  return true;
}

}  // namespace synthgen
