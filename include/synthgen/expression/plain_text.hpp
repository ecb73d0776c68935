// Texts in ASCII letters, as a locale writes them: what the functions ascii() and slug() of the language do, for those
// who make texts without an expression.
//
// Threads: pure.
#pragma once

#include <string>
#include <string_view>

namespace synthgen {

/// Latin letters lose their accents, in German umlauts become two letters; Greek and Cyrillic ones are romanised; what
/// has no counterpart is left out.
///
/// locale  "de_DE"
void append_ascii(std::string_view text, std::string_view locale, std::string& out);

/// Those letters in lower case, and digits; any run of other characters becomes one -, none at the ends of what is
/// appended.
void append_slug(std::string_view text, std::string_view locale, std::string& out);

}  // namespace synthgen
