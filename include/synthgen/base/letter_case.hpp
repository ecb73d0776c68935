// Upper, lower and title case of any script, the same on every machine: no locale has a say.
//
// Threads: pure. Source: Unicode's simple case mappings, which keep one character one character (ß stays ß).
#pragma once

#include <cstdint>
#include <string_view>

namespace synthgen {

/// What the functions below answer for characters beyond ASCII.
namespace letter_case {
std::uint32_t upper_of(std::uint32_t code);
std::uint32_t lower_of(std::uint32_t code);
bool is_word_character(std::uint32_t code);
bool is_blank(std::uint32_t code);
}  // namespace letter_case

inline std::uint32_t upper_of(std::uint32_t code) {
  if (code < 0x80) return code - 'a' < 26 ? code - 32 : code;
  return letter_case::upper_of(code);
}
inline std::uint32_t lower_of(std::uint32_t code) {
  if (code < 0x80) return code - 'A' < 26 ? code + 32 : code;
  return letter_case::lower_of(code);
}
/// As upper_of, but for the four letters that are two: ǆ gives ǅ.
std::uint32_t title_of(std::uint32_t code);
/// Whether a character belongs to a word: letters and digits. Beyond ASCII, whatever is no punctuation and no blank.
inline bool is_word_character(std::uint32_t code) {
  if (code < 0x80) return code - '0' < 10 || (code | 32) - 'a' < 26;
  return letter_case::is_word_character(code);
}
/// Blanks, tabs, ends of lines, and Unicode's space separators.
inline bool is_blank(std::uint32_t code) {
  if (code < 0x80) return code == ' ' || code - 9 < 5;
  return letter_case::is_blank(code);
}

/// Without the blanks at both ends.
std::string_view without_blanks(std::string_view text);

}  // namespace synthgen
