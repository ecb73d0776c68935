// Encodings that have one byte a character, ASCII in the lower half.
//
// Threads: immutable.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <span>

namespace synthgen {

class SingleByteEncoding {
 public:
  /// upper_half  code points of the bytes 0x80 to 0xFF, all different
  explicit SingleByteEncoding(std::span<const std::uint16_t, 128> upper_half);

  std::uint32_t code_of(std::uint8_t byte) const { return byte < 0x80 ? byte : codes_[byte - 0x80]; }
  /// A question mark where the encoding lacks the character, as programs write that convert a text.
  std::uint8_t byte_of(std::uint32_t code) const;

 private:
  struct Pair {
    std::uint16_t code;
    std::uint8_t byte;
    auto operator<=>(const Pair&) const = default;
  };
  std::array<std::uint16_t, 128> codes_{};
  std::array<Pair, 128> bytes_{};  // by code
};

const SingleByteEncoding& windows_1252();
const SingleByteEncoding& iso_8859_1();
const SingleByteEncoding& iso_8859_15();
const SingleByteEncoding& ibm850();
const SingleByteEncoding& mac_roman();

}  // namespace synthgen
