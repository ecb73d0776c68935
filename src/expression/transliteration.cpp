// Texts in ASCII letters.
#include "transliteration.hpp"

namespace synthgen::expression {

void append_ascii(std::string_view text, Transliteration rules, TextOut& out) {
  for_each_ascii(text, rules, [&out](std::string_view part) { out.append(part); });
}

namespace {

template <class Out>
void append_slug_to(std::string_view text, Transliteration rules, Out append) {
  bool any = false;
  bool gap = false;
  for_each_ascii(text, rules, [&](std::string_view part) {
    for (char c : part) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
        gap = true;
        continue;
      }
      if (gap && any) append('-');
      append(c);
      any = true;
      gap = false;
    }
  });
}

}  // namespace

void append_slug(std::string_view text, Transliteration rules, TextOut& out) {
  append_slug_to(text, rules, [&out](char c) { out.append(c); });
}

}  // namespace synthgen::expression

namespace synthgen {

void append_ascii(std::string_view text, std::string_view locale, std::string& out) {
  for_each_ascii(text, transliteration_of(locale), [&out](std::string_view part) { out.append(part); });
}

void append_slug(std::string_view text, std::string_view locale, std::string& out) {
  expression::append_slug_to(text, transliteration_of(locale), [&out](char c) { out.push_back(c); });
}

}  // namespace synthgen
