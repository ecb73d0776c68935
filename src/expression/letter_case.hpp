// Upper, lower and title case of any script, the same on every machine: no locale has a say.
//
// Threads: pure. Source: Unicode's simple case mappings, which keep one character one character (ß stays ß).
#pragma once

#include <cstdint>
#include <string_view>

#include "text_function.hpp"

namespace synthgen::expression {

std::uint32_t upper_of(std::uint32_t code);
std::uint32_t lower_of(std::uint32_t code);
/// As upper_of, but for the four letters that are two: ǆ gives ǅ.
std::uint32_t title_of(std::uint32_t code);
/// Whether a character belongs to a word: letters and digits. Beyond ASCII, whatever is no punctuation and no blank.
bool is_word_character(std::uint32_t code);
/// Blanks, tabs, ends of lines, and Unicode's space separators.
bool is_blank(std::uint32_t code);

/// Appends the text with each character mapped; bytes that are no UTF-8 stay.
void append_upper(std::string_view text, TextOut& out);
void append_lower(std::string_view text, TextOut& out);
/// The first letter of each word in title case, the others in lower case.
void append_title(std::string_view text, TextOut& out);

/// Without the blanks at both ends.
std::string_view without_blanks(std::string_view text);

}  // namespace synthgen::expression
