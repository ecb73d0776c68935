// Hexadecimal digits of numbers, eight at a time.
//
// Threads: pure.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#include "text_pieces.hpp"

namespace synthgen {

enum class HexCase : unsigned char { lower, upper };

/// The eight hexadecimal digits of a number as characters, the first in the lowest byte: half bytes are spread over
/// bytes within a word, and those above nine are moved on to the letters.
constexpr std::uint64_t eight_hex_digits(std::uint32_t number, HexCase letters = HexCase::lower) {
  std::uint64_t digits = __builtin_bswap32(number);
  digits = (digits | digits << 16) & 0x0000'FFFF'0000'FFFF;
  digits = (digits | digits << 8) & 0x00FF'00FF'00FF'00FF;
  digits = ((digits >> 4) | (digits << 8)) & 0x0F0F'0F0F'0F0F'0F0F;
  const std::uint64_t above_nine = ((digits + 0x0606'0606'0606'0606) >> 4) & 0x0101'0101'0101'0101;
  return digits + 0x3030'3030'3030'3030 + above_nine * (letters == HexCase::lower ? 'a' - '0' - 10 : 'A' - '0' - 10);
}

/// The last `digits` hexadecimal digits of a number, with leading zeros, 1 to 16.
inline void add_hex(std::uint64_t number, std::size_t digits, TextPieces& to, HexCase letters = HexCase::lower) {
  const auto add = [&](std::uint64_t part, std::size_t size) {
    const std::uint64_t characters = eight_hex_digits(static_cast<std::uint32_t>(part), letters) >> (8 * (8 - size));
    std::memcpy(to.end(), &characters, 8);
    to.advance(size);
  };
  if (digits > 8) {
    add(number >> 32, digits - 8);
    digits = 8;
  }
  add(number, digits);
}

/// The two digits of a byte: alone it is looked up faster than it is made.
inline void add_hex_byte(std::uint32_t byte, TextPieces& to, HexCase letters = HexCase::lower) {
  const char* const digits = letters == HexCase::lower ? "0123456789abcdef" : "0123456789ABCDEF";
  to.add(digits[(byte >> 4) & 15]);
  to.add(digits[byte & 15]);
}

/// A number of 16 bits without leading zeros, as groups of addresses are written.
inline void add_hex_group(std::uint32_t group, TextPieces& to) {
  static constexpr char kDigits[] = "0123456789abcdef";
  const auto size = static_cast<std::size_t>(std::bit_width(group | 1U) + 3) / 4;
  group <<= 4 * (4 - size);
  char* const at = to.end();
  for (int d = 0; d < 4; ++d) at[d] = kDigits[(group >> (12 - 4 * d)) & 15];
  to.advance(size);
}

}  // namespace synthgen
