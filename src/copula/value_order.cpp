// Sorts by radix: the values are many, and their bits in the right form are their order.
#include "value_order.hpp"

#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <memory>

namespace synthgen {
namespace {

struct Entry {
  std::uint64_t key;
  std::uint32_t row;
};

constexpr int kDigitBits = 8;
constexpr std::size_t kDigits = 64 / kDigitBits;
constexpr std::size_t kDigitValues = std::size_t{1} << kDigitBits;

/// Ascending with the value: the bits of a negative number are turned about, those of others stand above them.
std::uint64_t key_of(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);  // −0 becomes 0
  return bits ^ ((bits >> 63) != 0 ? ~std::uint64_t{0} : std::uint64_t{1} << 63);
}

std::size_t digit_of(std::uint64_t key, std::size_t digit) { return (key >> (kDigitBits * digit)) % kDigitValues; }

}  // namespace

ValueOrder::ValueOrder(std::span<const double> values) : valid_((values.size() + 63) / 64, 0) {
  assert(values.size() < kFirst);
  const auto first = std::make_unique_for_overwrite<Entry[]>(values.size());
  const auto second = std::make_unique_for_overwrite<Entry[]>(values.size());
  Entry* from = first.get();
  Entry* to = second.get();
  std::size_t count = 0;
  std::array<std::array<std::uint32_t, kDigitValues>, kDigits> counts{};
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (std::isnan(values[row])) continue;
    valid_[row / 64] |= std::uint64_t{1} << (row % 64);
    const std::uint64_t key = key_of(values[row]);
    from[count++] = {key, static_cast<std::uint32_t>(row)};
    for (std::size_t digit = 0; digit < kDigits; ++digit) ++counts[digit][digit_of(key, digit)];
  }
  for (std::size_t digit = 0; digit < kDigits && count > 0; ++digit) {
    if (counts[digit][digit_of(from[0].key, digit)] == count) continue;  // the same in all of them
    std::array<std::uint32_t, kDigitValues> places{};
    for (std::size_t v = 1; v < kDigitValues; ++v) places[v] = places[v - 1] + counts[digit][v - 1];
    for (std::size_t i = 0; i < count; ++i) to[places[digit_of(from[i].key, digit)]++] = from[i];
    std::swap(from, to);
  }
  entries_.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    entries_[i] = from[i].row | (i == 0 || from[i].key != from[i - 1].key ? kFirst : 0);
  }
}

std::size_t ValueOrder::common_rows(const ValueOrder& other) const {
  std::size_t common = 0;
  for (std::size_t i = 0; i < valid_.size(); ++i) {
    common += static_cast<std::size_t>(std::popcount(valid_[i] & other.valid_[i]));
  }
  return common;
}

}  // namespace synthgen
