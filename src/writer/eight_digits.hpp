// Eight decimal digits at once within one 64-bit word: a number is halved into two of four
// digits, these into two of two digits, these into digits, each time in its own part of
// the word by a multiplication with the reciprocal and a shift.
//
// Threads: pure.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace synthgen::csv {

/// The digits of x with leading zeros, in ASCII, to out[0 … 7]. x < 10^8; anything gives some eight bytes.
inline void write_eight_digits(std::uint32_t x, char* out) {
  const std::uint64_t high = x / 10000;
  const std::uint64_t fours = high | (static_cast<std::uint64_t>(x % 10000) << 32);
  const std::uint64_t hundreds = ((fours * 10486) >> 20) & 0x0000'007F'0000'007FU;
  const std::uint64_t twos = hundreds | ((fours - hundreds * 100) << 16);
  const std::uint64_t tens = ((twos * 103) >> 10) & 0x000F'000F'000F'000FU;
  const std::uint64_t digits = (tens | ((twos - tens * 10) << 8)) | 0x3030'3030'3030'3030U;
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(out, &digits, 8);
  } else {
    for (int k = 0; k < 8; ++k) out[k] = static_cast<char>(digits >> (8 * k));
  }
}

}  // namespace synthgen::csv
