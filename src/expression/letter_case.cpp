// Texts in upper, lower and title case, as functions write them.
#include "letter_case.hpp"

namespace synthgen::expression {
namespace {

template <class Map>
void append_mapped(std::string_view text, TextOut& out, Map map) {
  char buffer[64];
  std::size_t used = 0;
  while (!text.empty()) {
    const Character character = first_character(text);
    if (character.code == kNoCharacter) {
      buffer[used++] = text.front();
    } else {
      used += put_character(map(character.code), buffer + used);
    }
    text.remove_prefix(character.bytes);
    if (used + 4 > sizeof buffer) {
      out.append(std::string_view(buffer, used));
      if (out.full()) return;
      used = 0;
    }
  }
  out.append(std::string_view(buffer, used));
}

}  // namespace

void append_upper(std::string_view text, TextOut& out) {
  append_mapped(text, out, [](std::uint32_t code) { return upper_of(code); });
}
void append_lower(std::string_view text, TextOut& out) {
  append_mapped(text, out, [](std::uint32_t code) { return lower_of(code); });
}

void append_title(std::string_view text, TextOut& out) {
  bool inside = false;
  append_mapped(text, out, [&inside](std::uint32_t code) {
    const bool word = is_word_character(code);
    const std::uint32_t to = word && !inside ? title_of(code) : lower_of(code);
    inside = word;
    return to;
  });
}

}  // namespace synthgen::expression
