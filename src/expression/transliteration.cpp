// Texts in ASCII letters.
#include "transliteration.hpp"

#include <array>

namespace synthgen::expression {

void append_ascii(std::string_view text, Transliteration rules, TextOut& out) {
  for_each_ascii(text, rules, [&out](std::string_view part) { out.append(part); });
}

namespace {

/// By byte: the letter in lower case or the digit; 0 for what separates words.
constexpr std::array<char, 128> kSlugLetters = [] {
  std::array<char, 128> letters{};
  for (char c = '0'; c <= '9'; ++c) letters[static_cast<std::size_t>(c)] = c;
  for (char c = 'a'; c <= 'z'; ++c) {
    letters[static_cast<std::size_t>(c)] = c;
    letters[static_cast<std::size_t>(c - 32)] = c;
  }
  return letters;
}();

/// Calls append(text) with pieces of the slug.
template <class Append>
void append_slug_to(std::string_view text, Transliteration rules, Append append) {
  constexpr std::size_t kPiece = 256;
  char piece[kPiece];
  std::size_t size = 0;
  bool any = false;
  bool gap = false;
  const auto take = [&](std::string_view part) {
    for (const char c : part) {
      const char letter = kSlugLetters[static_cast<std::size_t>(c)];
      if (letter == 0) {
        gap = any;
        continue;
      }
      if (size + 2 > kPiece) {
        append(std::string_view(piece, size));
        size = 0;
      }
      piece[size] = '-';
      size += gap ? 1 : 0;
      piece[size++] = letter;
      any = true;
      gap = false;
    }
  };
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  while (!text.empty()) {
    // Letters of ASCII stand for themselves, but for the last one before others: it may be half of an umlaut.
    std::size_t ascii = 0;
    while (ascii < text.size() && is_ascii(text[ascii])) ++ascii;
    const std::size_t alone = ascii == text.size() || ascii == 0 ? ascii : ascii - 1;
    take(text.substr(0, alone));
    std::size_t end = ascii;
    while (end < text.size() && !is_ascii(text[end])) ++end;
    for_each_ascii(text.substr(alone, end - alone), rules, take);
    text.remove_prefix(end);
  }
  append(std::string_view(piece, size));
}

}  // namespace

void append_slug(std::string_view text, Transliteration rules, TextOut& out) {
  append_slug_to(text, rules, [&out](std::string_view piece) { out.append(piece); });
}

}  // namespace synthgen::expression

namespace synthgen {

void append_ascii(std::string_view text, std::string_view locale, std::string& out) {
  for_each_ascii(text, transliteration_of(locale), [&out](std::string_view part) { out.append(part); });
}

void append_slug(std::string_view text, std::string_view locale, std::string& out) {
  expression::append_slug_to(text, transliteration_of(locale), [&out](std::string_view piece) { out.append(piece); });
}

}  // namespace synthgen
