// Eight decimal digits at once, for numbers that are written by the million.
//
// Threads: pure.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace synthgen {

/// The eight digits of a number below 10^8 as characters, the first in the lowest byte. The divisions by 100 and 10 are
/// made side by side within a word, as Paul Khuong describes ("How to print integers really fast", pvk.ca, 2017).
inline std::uint64_t eight_digits(std::uint32_t number) {
  const std::uint64_t halves = number / 10'000 | static_cast<std::uint64_t>(number % 10'000) << 32;
  const std::uint64_t top = ((halves * 10'486) >> 20) & 0x0000'007F'0000'007F;
  const std::uint64_t pairs = ((halves - 100 * top) << 16) + top;
  std::uint64_t digits = ((pairs * 103) >> 10) & 0x000F'000F'000F'000F;
  digits += (pairs - 10 * digits) << 8;
  return digits + 0x3030'3030'3030'3030;
}

/// The same to out[0 … 7], the first digit first. Of a number of 10^8 or more some eight bytes.
inline void write_eight_digits(std::uint32_t number, char* out) {
  const std::uint64_t digits = eight_digits(number);
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(out, &digits, 8);
  } else {
    for (int k = 0; k < 8; ++k) out[k] = static_cast<char>(digits >> (8 * k));
  }
}

/// The words of eight_digits() of `count` numbers, on vectors: the same words on every target.
///
/// numbers  each below 10^8
void eight_digits_of_each(const std::uint64_t* numbers, std::size_t count, std::uint64_t* characters);

}  // namespace synthgen
