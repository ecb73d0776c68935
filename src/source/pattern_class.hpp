// The characters of a pattern: escapes such as \d and \x{44F}, and classes such as [a-zñ].
//
// Threads: pure.
#pragma once

#include <optional>
#include <string_view>

#include "pattern_parser.hpp"

namespace synthgen {

/// Bytes of the character that begins at `at`; of bytes that are none, 1. REQUIRES: at < text.size().
std::size_t pattern_character_bytes(std::string_view text, std::size_t at);

/// The character at `at`, which moves behind it. Error SG2730 where the bytes are no UTF-8.
std::optional<CharacterSet> read_plain_character(std::string_view text, std::size_t& at, PatternFault& fault);

/// The escape that begins with the backslash at `at`, which moves behind it. Errors SG2730 and SG2731.
std::optional<CharacterSet> read_escape(std::string_view text, std::size_t& at, PatternFault& fault);

/// The class that begins with the bracket at `at`, which moves behind it. Errors SG2730 and SG2731.
std::optional<CharacterSet> read_class(std::string_view text, std::size_t& at, PatternFault& fault);

}  // namespace synthgen
