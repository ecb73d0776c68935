// Words of a text as its blanks divide it: punctuation belongs to the word that it touches.
//
// Threads: pure.
#pragma once

#include <cstddef>
#include <string_view>

#include "synthgen/base/characters.hpp"
#include "synthgen/base/letter_case.hpp"

namespace synthgen {

/// Bytes of a word in its text.
struct Word {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// The first word at or after byte `from`; false where there is none.
inline bool next_word(std::string_view text, std::size_t from, Word& word) {
  while (from < text.size()) {
    const Character character = first_character({text.data() + from, text.size() - from});
    if (!is_blank(character.code)) break;
    from += character.bytes;
  }
  word.begin = from;
  while (from < text.size()) {
    // Most characters are letters of ASCII, which need no look at a table.
    if (const auto byte = static_cast<unsigned char>(text[from]); byte > ' ' && byte < 0x80) {
      ++from;
      continue;
    }
    const Character character = first_character({text.data() + from, text.size() - from});
    if (is_blank(character.code)) break;
    from += character.bytes;
  }
  word.end = from;
  return word.end > word.begin;
}

inline std::size_t count_words(std::string_view text) {
  std::size_t count = 0;
  for (Word word; next_word(text, word.end, word);) ++count;
  return count;
}

/// Word number `index`, from 0. REQUIRES: there is one.
inline Word word_at(std::string_view text, std::size_t index) {
  Word word;
  for (std::size_t i = 0; i <= index; ++i) next_word(text, word.end, word);
  return word;
}

}  // namespace synthgen
