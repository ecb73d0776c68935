// Digits of numbers, eight at a time, for identifiers that are made by the million.
#pragma once

#include <cstdint>
#include <cstring>

#include "synthgen/base/eight_digits.hpp"

namespace synthgen {

/// The four digits of a number below 10^4 as characters, the first in the lowest byte, in the same way.
inline std::uint32_t four_digits(std::uint32_t number) {
  const std::uint32_t hundreds = (number * 10'486) >> 20;
  const std::uint32_t pairs = hundreds | (number - 100 * hundreds) << 16;
  const std::uint32_t tens = ((pairs * 103) >> 10) & 0x000F'000F;
  return (tens | (pairs - 10 * tens) << 8) + 0x3030'3030;
}

/// The last `digits` digits of a number, with leading zeros, 1 to 24. Eight bytes behind them may be written.
inline void write_digits(std::uint64_t number, std::size_t digits, char* to) {
  // From the front on: each piece is stored whole, and the next one goes over what is too much of it.
  const auto store = [&](std::uint32_t piece, std::size_t size) {
    if (size <= 4) {
      const std::uint32_t characters = four_digits(piece) >> (8 * (4 - size));
      std::memcpy(to, &characters, 4);
    } else {
      const std::uint64_t characters = eight_digits(piece) >> (8 * (8 - size));
      std::memcpy(to, &characters, 8);
    }
    to += size;
  };
  constexpr std::uint64_t kPiece = 100'000'000;
  const auto last_of = [](std::uint64_t piece, std::size_t size) {
    return static_cast<std::uint32_t>(size <= 4 ? piece % 10'000 : piece % kPiece);
  };
  if (digits > 16) {
    store(last_of(number / kPiece / kPiece, digits - 16), digits - 16);
    digits = 16;
  }
  if (digits > 8) {
    store(last_of(number / kPiece, digits - 8), digits - 8);
    digits = 8;
  }
  store(last_of(number, digits), digits);
}

/// The number of eight digits: the inverse of the above, by the same steps backwards.
inline std::uint32_t read_eight_digits(const char* from) {
  std::uint64_t digits = 0;
  std::memcpy(&digits, from, 8);
  digits -= 0x3030'3030'3030'3030;
  digits = (digits * 10) + (digits >> 8);
  digits = ((digits & 0x0000'00FF'0000'00FF) * (100 + (std::uint64_t{1'000'000} << 32)) +
            ((digits >> 16) & 0x0000'00FF'0000'00FF) * (1 + (std::uint64_t{10'000} << 32))) >>
           32;
  return static_cast<std::uint32_t>(digits);
}

/// The sum of eight digits, four here and four there, each times its weight, at most 1,800 in all: lanes of 16 bits of
/// a product. What has just been stored is read as it was stored, so that the reading need not wait.
template <std::uint64_t kA, std::uint64_t kB, std::uint64_t kC, std::uint64_t kD, std::uint64_t kE, std::uint64_t kF,
          std::uint64_t kG, std::uint64_t kH>
std::uint32_t weighted_eight(const char* first, const char* second) {
  std::uint32_t low = 0;
  std::uint32_t high = 0;
  std::memcpy(&low, first, 4);
  std::memcpy(&high, second, 4);
  const std::uint64_t digits = (low | std::uint64_t{high} << 32) - 0x3030'3030'3030'3030;
  constexpr std::uint64_t kEven = kA << 48 | kC << 32 | kE << 16 | kG;
  constexpr std::uint64_t kOdd = kB << 48 | kD << 32 | kF << 16 | kH;
  constexpr std::uint64_t kLanes = 0x00FF'00FF'00FF'00FF;
  return static_cast<std::uint32_t>(((digits & kLanes) * kEven >> 48) + (((digits >> 8) & kLanes) * kOdd >> 48));
}

/// 10^exponent, at most 10^19.
constexpr std::uint64_t power_of_ten(std::size_t exponent) {
  std::uint64_t power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

}  // namespace synthgen
