// Letters and digits that stand in a JSON text without quotes and are no JSON value: what they were meant to be.
//
// Threads: pure.
#pragma once

#include <string>
#include <string_view>

#include "source_scan.hpp"

namespace synthgen::json {

/// The run of letters, digits and + - . _ $ at `at`, letters of other scripts included; empty where none begins there.
Span bare_run(std::string_view text, std::size_t at);
/// Whether a token that begins with this byte is a number or a literal.
bool is_bare_token(char first);
/// Whether the whole word is a number of RFC 8259.
bool is_json_number(std::string_view word);
/// What to write in its stead: NaN, True, None, 0x1F, 012, .5, 1_000, a text without quotes, and so on.
std::string bare_word_hint(std::string_view word);

}  // namespace synthgen::json
