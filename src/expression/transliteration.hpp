// Texts in ASCII letters.
//
// Threads: pure.
#pragma once

#include <string_view>

#include "text_function.hpp"

namespace synthgen::expression {

enum class Transliteration : std::uint8_t {
  plain,   ///< without the accents: ü gives u
  german,  ///< umlauts become two letters: ü gives ue
};
/// The rules of a locale such as "de_AT".
Transliteration transliteration_of(std::string_view locale);

/// Latin letters lose their accents, Greek and Cyrillic ones are romanised, typographic marks become their ASCII
/// counterparts; what has none is left out.
void append_ascii(std::string_view text, Transliteration rules, TextOut& out);
/// Those letters in lower case, and digits; any run of other characters becomes one -, none at the ends.
void append_slug(std::string_view text, Transliteration rules, TextOut& out);

}  // namespace synthgen::expression
