// A text as what a typist strikes: characters, each with the combining marks that follow it.
//
// Threads: one at a time.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "letter_forms.hpp"
#include "synthgen/base/characters.hpp"

namespace synthgen {

/// Marks that belong to the character before them: accents, variation selectors, the joiner.
constexpr bool is_combining(std::uint32_t code) {
  return (code >= 0x300 && code <= 0x36F) || (code >= 0x1AB0 && code <= 0x1AFF) || (code >= 0x1DC0 && code <= 0x1DFF) ||
         (code >= 0x20D0 && code <= 0x20FF) || (code >= 0xFE00 && code <= 0xFE0F) || code == 0x200D;
}

class TextUnits {
 public:
  /// Looks at a text, which must stay. Keeps its memory from text to text.
  void read(std::string_view text) {
    text_ = text;
    ascii_ = is_ascii(text);
    if (!ascii_) read_offsets();
  }

  std::string_view text() const { return text_; }
  std::size_t size() const { return ascii_ ? text_.size() : offsets_.size() - 1; }
  /// Where a unit begins; of size() the end of the text.
  std::size_t begin(std::size_t unit) const { return ascii_ ? unit : offsets_[unit]; }
  std::string_view operator[](std::size_t unit) const {
    return text_.substr(begin(unit), begin(unit + 1) - begin(unit));
  }
  /// The first character of a unit.
  std::uint32_t code(std::size_t unit) const {
    return ascii_ ? static_cast<unsigned char>(text_[unit]) : first_character(text_.substr(offsets_[unit])).code;
  }
  /// The first unit of a word, and that of the text; never the end of the text.
  bool starts_word(std::size_t unit) const {
    if (unit == 0) return true;
    if (unit >= size()) return false;
    return is_in_word(code(unit)) && !is_in_word(code(unit - 1));
  }

 private:
  static bool is_ascii(std::string_view text) {
    std::uint64_t all = 0;
    std::size_t at = 0;
    for (; at + 8 <= text.size(); at += 8) {
      std::uint64_t eight;
      std::memcpy(&eight, text.data() + at, 8);
      all |= eight;
    }
    if (text.size() >= 8) {
      // The last eight once more, rather than what is left byte by byte.
      std::uint64_t eight;
      std::memcpy(&eight, text.data() + text.size() - 8, 8);
      all |= eight;
    } else {
      for (; at < text.size(); ++at) all |= static_cast<unsigned char>(text[at]);
    }
    return (all & 0x8080'8080'8080'8080) == 0;
  }
  void read_offsets() {
    offsets_.clear();
    for (std::size_t at = 0; at < text_.size();) {
      const Character character = first_character(text_.substr(at));
      if (at == 0 || !is_combining(character.code)) offsets_.push_back(static_cast<std::uint32_t>(at));
      at += character.bytes;
    }
    offsets_.push_back(static_cast<std::uint32_t>(text_.size()));
  }

  std::string_view text_;
  bool ascii_ = true;
  std::vector<std::uint32_t> offsets_;
};

}  // namespace synthgen
