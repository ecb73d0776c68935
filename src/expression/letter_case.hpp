// Texts in upper, lower and title case, as functions write them; the mappings are those of base/letter_case.hpp.
//
// Threads: pure.
#pragma once

#include <string_view>

#include "synthgen/base/characters.hpp"
#include "synthgen/base/letter_case.hpp"
#include "text_function.hpp"

namespace synthgen::expression {

/// Appends the text with each character mapped; bytes that are no UTF-8 stay.
void append_upper(std::string_view text, TextOut& out);
void append_lower(std::string_view text, TextOut& out);
/// The first letter of each word in title case, the others in lower case.
void append_title(std::string_view text, TextOut& out);

}  // namespace synthgen::expression
