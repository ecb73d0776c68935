// Letters of any alphabet in ASCII letters, by the habits of a language.
//
// Threads: pure.
#pragma once

#include <cstdint>
#include <string_view>

#include "synthgen/base/characters.hpp"

namespace synthgen {

enum class Transliteration : std::uint8_t {
  plain,   ///< without the accents: ü gives u
  german,  ///< umlauts become two letters: ü gives ue
};
/// The rules of a locale such as "de_AT".
Transliteration transliteration_of(std::string_view locale);

/// What stands for a character beyond ASCII: Latin letters lose their accents, Greek and Cyrillic ones are romanised,
/// typographic marks become their ASCII counterparts. Empty for what has none, and for ASCII itself.
std::string_view ascii_of(std::uint32_t code, Transliteration rules);

/// Calls `put(text)` with the ASCII form of each character; what has none, and what is no UTF-8, is left out. An umlaut
/// may also be its letter and a combining diaeresis.
template <class Put>
void for_each_ascii(std::string_view text, Transliteration rules, Put put) {
  constexpr std::uint32_t kDiaeresis = 0x308;
  constexpr std::string_view kUmlauts = "aouAOU";
  bool umlaut = false;  // the character before is a letter that a diaeresis makes one
  while (!text.empty()) {
    const Character character = first_character(text);
    const bool after = umlaut;
    umlaut = rules == Transliteration::german && kUmlauts.find(text.front()) != std::string_view::npos;
    if (character.code < 0x80) {
      put(text.substr(0, 1));
    } else if (character.code == kDiaeresis && after) {
      put(std::string_view("e"));
    } else if (character.code >= 0xFF01 && character.code <= 0xFF5E) {  // full-width forms of ASCII
      const char narrow = static_cast<char>(character.code - 0xFEE0);
      put(std::string_view(&narrow, 1));
    } else if (character.code != kNoCharacter) {
      put(ascii_of(character.code, rules));
    }
    text.remove_prefix(character.bytes);
  }
}

}  // namespace synthgen
