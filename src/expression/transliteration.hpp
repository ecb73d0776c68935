// Texts in ASCII letters.
//
// Threads: pure.
#pragma once

#include <string_view>

#include "synthgen/base/transliteration.hpp"
#include "text_function.hpp"

namespace synthgen::expression {

/// See ascii_of().
void append_ascii(std::string_view text, Transliteration rules, TextOut& out);
/// Those letters in lower case, and digits; any run of other characters becomes one -, none at the ends.
void append_slug(std::string_view text, Transliteration rules, TextOut& out);

}  // namespace synthgen::expression
