// Text as a terminal shows it: its width in columns, and without what would move the cursor.
//
// Threads: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace synthgen {

/// Whether bytes may be dressed with the colours of a terminal.
enum class Paint : std::uint8_t { plain, coloured };

/// Length of the well-formed UTF-8 character at the front of `text`, 0 where there is none. REQUIRES: not empty.
std::size_t decode_character(std::string_view text, char32_t& c);

/// Columns that a terminal gives a character: none for combining marks, two for the wide blocks of East Asia and for
/// pictographs. By rough blocks of Unicode's EastAsianWidth.txt, for alignment and nothing else.
int columns_of(char32_t c);

/// Columns of a whole text. A byte that is no UTF-8 counts one.
std::size_t columns_of(std::string_view text);

bool is_control_character(char32_t c);

/// Appends `text` with control characters written as \u00NN and broken bytes as the replacement character, so that
/// it can neither break a line nor speak to the terminal. Line feeds become `line_break`.
void append_visible(std::string& out, std::string_view text, std::string_view line_break);

}  // namespace synthgen
