// Characters of UTF-8 texts. A character is a byte that continues none, with the bytes that continue it; what is no
// UTF-8 therefore splits somehow, but never fails.
//
// Threads: pure.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "synthgen/base/terminal_text.hpp"

namespace synthgen {

inline bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

inline std::int64_t count_characters(std::string_view text) {
  std::int64_t count = 0;
  for (const char byte : text) count += continues_character(byte) ? 0 : 1;
  return count;
}

/// Bytes of the first `count` characters; all bytes where there are fewer.
inline std::size_t bytes_of_characters(std::string_view text, std::int64_t count) {
  if (count <= 0) return 0;
  std::size_t at = 0;
  while (at < text.size()) {
    if (!continues_character(text[at]) && count-- == 0) break;
    ++at;
  }
  return at;
}

/// Characters that a count asks for: of so many, or all but so many where it is negative.
inline std::int64_t characters_asked(std::int64_t count, std::int64_t all) {
  return std::clamp<std::int64_t>(count < 0 ? all + count : count, 0, all);
}

/// The first character of a text that is not empty.
struct Character {
  std::uint32_t code = 0;  ///< kNoCharacter where the bytes are no UTF-8
  std::size_t bytes = 1;
};
inline constexpr std::uint32_t kNoCharacter = 0xFFFF'FFFF;

inline Character first_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) return {lead, 1};
  char32_t code = 0;
  const std::size_t bytes = decode_character(text, code);
  return bytes == 0 ? Character{kNoCharacter, 1} : Character{code, bytes};
}

/// Writes a code point, up to four bytes; returns their number.
inline std::size_t put_character(std::uint32_t code, char* at) {
  if (code < 0x80) {
    at[0] = static_cast<char>(code);
    return 1;
  }
  const std::size_t bytes = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  for (std::size_t i = bytes - 1; i > 0; --i) {
    at[i] = static_cast<char>(0x80 | (code & 0x3F));
    code >>= 6;
  }
  constexpr unsigned char kLeads[] = {0, 0, 0xC0, 0xE0, 0xF0};
  at[0] = static_cast<char>(kLeads[bytes] | code);
  return bytes;
}

}  // namespace synthgen
