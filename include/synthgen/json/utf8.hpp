// UTF-8 as Unicode defines it (table 3-7: no overlong forms, no surrogates, nothing beyond U+10FFFF).
//
// Threads: pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace synthgen::json {

/// Bytes of the well-formed sequence that begins at `at`, 1 … 4; 0 where none does. REQUIRES: at < text.size().
std::size_t utf8_length(std::string_view text, std::size_t at);
/// The first byte at or after `at` that begins no well-formed sequence; text.size() where all is well.
std::size_t find_invalid_utf8(std::string_view text, std::size_t at = 0);
/// The character of the sequence at `at`. REQUIRES: utf8_length(text, at) > 0.
char32_t utf8_character(std::string_view text, std::size_t at);
/// Appends the UTF-8 form. REQUIRES: at most U+10FFFF and no surrogate.
void append_utf8(std::string& out, char32_t character);

}  // namespace synthgen::json
