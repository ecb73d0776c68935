// Letters as typing faults see them: their class, and the case of words in which a piece is replaced.
//
// Threads: pure.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "synthgen/base/characters.hpp"
#include "synthgen/base/letter_case.hpp"

namespace synthgen {

enum class LetterClass : std::uint8_t { none, lower, upper, digit };

inline constexpr std::array<LetterClass, 128> kAsciiClasses = [] {
  std::array<LetterClass, 128> classes{};
  for (std::size_t c = 'a'; c <= 'z'; ++c) classes[c] = LetterClass::lower;
  for (std::size_t c = 'A'; c <= 'Z'; ++c) classes[c] = LetterClass::upper;
  for (std::size_t c = '0'; c <= '9'; ++c) classes[c] = LetterClass::digit;
  return classes;
}();

/// Latin letters and the digits 0 to 9; what is of another script or a sign has no class.
inline LetterClass letter_class(std::uint32_t code) {
  if (code < kAsciiClasses.size()) return kAsciiClasses[code];
  constexpr std::uint32_t kFirstAccented = 0xC0;
  constexpr std::uint32_t kLastLatin = 0x24F;
  if (code < kFirstAccented || code > kLastLatin) return LetterClass::none;
  if (lower_of(code) != code) return LetterClass::upper;
  return is_word_character(code) ? LetterClass::lower : LetterClass::none;
}

/// A character within a word; the apostrophe of "don't" is one.
inline bool is_in_word(std::uint32_t code) {
  if (code < 0x80) return letter_class(code) != LetterClass::none || code == '\'';
  return is_word_character(code);
}

/// Appends the text in lower case, as many bytes as it has: a letter whose small form is longer or shorter stays.
inline void append_lower(std::string_view text, std::string& out) {
  while (!text.empty()) {
    const Character character = first_character(text);
    char bytes[4];
    if (character.code != kNoCharacter && put_character(lower_of(character.code), bytes) == character.bytes) {
      out.append(bytes, character.bytes);
    } else {
      out.append(text, 0, character.bytes);
    }
    text.remove_prefix(character.bytes);
  }
}

/// How a word is written.
enum class WordCase : std::uint8_t { lower, first_upper, upper };

/// Appends a word that is given in lower case. REQUIRES: valid UTF-8.
inline void append_in_case(std::string_view word, WordCase form, std::string& out) {
  bool raise = form != WordCase::lower;
  while (!word.empty()) {
    const Character character = first_character(word);
    char bytes[4];
    out.append(bytes, put_character(raise ? upper_of(character.code) : character.code, bytes));
    word.remove_prefix(character.bytes);
    raise = form == WordCase::upper;
  }
}

}  // namespace synthgen
