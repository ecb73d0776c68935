#include "pattern_class.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "synthgen/json/utf8.hpp"

namespace synthgen {
namespace {

/// Sets the fault, for `return` in whatever gives an optional.
std::nullopt_t refuse(PatternFault& fault, std::size_t begin, std::size_t end, std::string message, std::string hint,
                      const char* code = "SG2730") {
  fault = {code, begin, end - begin, std::move(message), std::move(hint)};
  return std::nullopt;
}

CharacterSet set_of(std::initializer_list<CharacterRange> ranges) {
  CharacterSet set;
  for (const CharacterRange range : ranges) set.add(range.first, range.last);
  return set;
}

CharacterSet digits() { return {U'0', U'9'}; }
CharacterSet letters() { return set_of({{U'A', U'Z'}, {U'a', U'z'}}); }
CharacterSet words() { return set_of({{U'A', U'Z'}, {U'a', U'z'}, {U'0', U'9'}, {U'_', U'_'}}); }

/// \d and its like; all of them within the printable characters of ASCII.
std::optional<CharacterSet> shorthand(char letter) {
  switch (letter) {
    case 'd':
      return digits();
    case 'D':
      return digits().printable_others();
    case 'w':
      return words();
    case 'W':
      return words().printable_others();
    case 's':
      return CharacterSet(U' ');
    case 'S':
      return CharacterSet(U' ').printable_others();
    default:
      return std::nullopt;
  }
}

/// [:digit:] and its like.
std::optional<CharacterSet> posix_class(std::string_view name) {
  if (name == "digit") return digits();
  if (name == "alpha") return letters();
  if (name == "alnum") return set_of({{U'A', U'Z'}, {U'a', U'z'}, {U'0', U'9'}});
  if (name == "upper") return CharacterSet(U'A', U'Z');
  if (name == "lower") return CharacterSet(U'a', U'z');
  if (name == "word") return words();
  if (name == "xdigit") return set_of({{U'0', U'9'}, {U'A', U'F'}, {U'a', U'f'}});
  if (name == "space") return CharacterSet(U' ');
  if (name == "graph") return CharacterSet(U'!', U'~');
  if (name == "print") return CharacterSet::printable_ascii();
  if (name == "punct") return set_of({{U'!', U'/'}, {U':', U'@'}, {U'[', U'`'}, {U'{', U'~'}});
  return std::nullopt;
}

std::optional<std::uint32_t> hexadecimal(std::string_view digits) {
  if (digits.empty() || digits.size() > 6) return std::nullopt;
  std::uint32_t number = 0;
  for (const char c : digits) {
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return std::nullopt;
    number = number * 16 + static_cast<std::uint32_t>(digit);
  }
  return number;
}

/// \xHH, \x{…}, \uHHHH and \u{…}; `at` is the backslash.
std::optional<CharacterSet> read_number(std::string_view text, std::size_t& at, PatternFault& fault) {
  const std::size_t begin = at;
  const char letter = text[at + 1];
  std::string_view number;
  std::size_t end = at + 2;
  if (end < text.size() && text[end] == '{') {
    const std::size_t close = text.find('}', end);
    if (close != std::string_view::npos) {
      number = text.substr(end + 1, close - end - 1);
      end = close + 1;
    }
  } else {
    const std::size_t length = letter == 'x' ? 2 : 4;
    number = text.substr(end, length);
    if (number.size() < length) number = {};
    end = std::min(text.size(), end + length);
  }
  const std::optional<std::uint32_t> character = hexadecimal(number);
  if (!character.has_value()) {
    return refuse(fault, begin, std::max(begin + 2, std::min(end, begin + 8)),
                  fmt::format("\\{} is followed by {}", letter,
                              letter == 'x' ? "two hexadecimal digits, or up to six in braces"
                                            : "four hexadecimal digits, or up to six in braces"),
                  letter == 'x' ? R"(for example \\x41 or \\x{1F600})" : R"(for example \\u00E9 or \\u{1F600})");
  }
  if (*character > kGreatestCharacter) {
    return refuse(fault, begin, end, "this is beyond the last character, U+10FFFF", "");
  }
  if (*character >= 0xD800 && *character <= 0xDFFF) {
    return refuse(fault, begin, end, "this is half of a character, a surrogate of UTF-16",
                  R"(write the character itself, or its one number: \\x{1F600})");
  }
  at = end;
  return CharacterSet(*character);
}

/// What an escape means elsewhere and why it makes no text here. Nothing where it is unknown there too.
std::optional<std::pair<const char*, const char*>> untextual(char letter) {
  constexpr const char* kSides = "leave it out, and say what stands on either side of it";
  switch (letter) {
    case 'b':
    case 'B':
      return std::pair{"is a place between characters, and makes none", kSides};
    case 'A':
    case 'Z':
    case 'z':
    case 'G':
      return std::pair{"is an end of the text, and a pattern is the whole text", "leave it out"};
    case 'p':
    case 'P':
      return std::pair{"names a class of Unicode, which is not part of a pattern",
                       "write the characters that are meant, as ranges: [a-zà-ÿ] or [а-я]"};
    case 'k':
    case 'g':
      return std::pair{"repeats what a group was, which is not part of a pattern",
                       R"(give each part a column of its own, "hidden", and join them by "template")"};
    default:
      return std::nullopt;
  }
}

}  // namespace

std::size_t pattern_character_bytes(std::string_view text, std::size_t at) {
  return std::max<std::size_t>(1, json::utf8_length(text, at));
}

std::optional<CharacterSet> read_plain_character(std::string_view text, std::size_t& at, PatternFault& fault) {
  const std::size_t length = json::utf8_length(text, at);
  if (length == 0) return refuse(fault, at, at + 1, "this byte is no UTF-8", "");
  const CharacterSet character(json::utf8_character(text, at));
  at += length;
  return character;
}

std::optional<CharacterSet> read_escape(std::string_view text, std::size_t& at, PatternFault& fault) {
  const std::size_t begin = at;
  if (begin + 1 == text.size()) {
    return refuse(fault, begin, begin + 1, "a pattern ends with a backslash that nothing follows",
                  R"(the character itself is \\\\ in JSON)");
  }
  const char letter = text[begin + 1];
  const std::size_t end = begin + 1 + pattern_character_bytes(text, begin + 1);
  if (const std::optional<CharacterSet> known = shorthand(letter); known.has_value()) {
    at = end;
    return known;
  }
  constexpr std::pair<char, char32_t> kControls[] = {
      {'t', U'\t'}, {'n', U'\n'}, {'r', U'\r'}, {'f', U'\f'}, {'v', U'\v'}};
  for (const auto& [name, character] : kControls) {
    if (letter != name) continue;
    at = end;
    return CharacterSet(character);
  }
  if (letter == 'x' || letter == 'u') return read_number(text, at, fault);
  if (letter >= '1' && letter <= '9') {
    return refuse(fault, begin, end,
                  fmt::format("\\{} repeats what a group was, which is not part of a pattern", letter),
                  R"(give each part a column of its own, "hidden", and join them by "template")", "SG2731");
  }
  if (const auto why = untextual(letter); why.has_value()) {
    return refuse(fault, begin, end, fmt::format("\\{} {}", letter, why->first), why->second, "SG2731");
  }
  const bool letter_or_digit = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '0';
  if (letter_or_digit) {
    return refuse(fault, begin, end, fmt::format("unknown escape \\{}", letter),
                  letter == '0' || letter == 'c' || letter == 'a' || letter == 'e'
                      ? R"(control characters are written by number: \\x1B)"
                      : R"(there are \\d \\w \\s \\D \\W \\S \\t \\n \\r \\f \\v \\xHH \\x{…} \\uHHHH; )"
                        R"(before other characters a backslash means the character itself)");
  }
  ++at;
  std::optional<CharacterSet> character = read_plain_character(text, at, fault);
  if (!character.has_value()) at = begin;
  return character;
}

std::optional<CharacterSet> read_class(std::string_view text, std::size_t& at, PatternFault& fault) {
  const std::size_t begin = at;
  ++at;
  const bool negated = at < text.size() && text[at] == '^';
  if (negated) ++at;
  CharacterSet set;
  const std::size_t first = at;
  while (true) {
    if (at >= text.size()) {
      return refuse(fault, begin, text.size(), "this class is not closed",
                    R"(write ], or \\[ for the character itself)");
    }
    if (text[at] == ']') break;
    if (text[at] == '[' && at + 1 < text.size() && text[at + 1] == ':') {
      const std::size_t close = text.find(":]", at + 2);
      const std::string_view name = text.substr(at + 2, close == std::string_view::npos ? 0 : close - at - 2);
      const std::optional<CharacterSet> known = posix_class(name);
      if (!known.has_value()) {
        return refuse(fault, at, close == std::string_view::npos ? at + 2 : close + 2,
                      close == std::string_view::npos ? std::string("this name of a class is not closed")
                                                      : fmt::format("unknown class [:{}:]", name),
                      "there are alpha, digit, alnum, upper, lower, xdigit, word, punct, space, graph, print");
      }
      set.add(*known);
      at = close + 2;
      continue;
    }
    // One member, or the lower end of a range.
    const auto read_member = [&]() -> std::optional<CharacterSet> {
      return text[at] == '\\' ? read_escape(text, at, fault) : read_plain_character(text, at, fault);
    };
    const std::size_t low_at = at;
    const bool hyphen = text[at] == '-';
    const std::optional<CharacterSet> low = read_member();
    if (!low.has_value()) return std::nullopt;
    const bool range = at + 1 < text.size() && text[at] == '-' && text[at + 1] != ']';
    if (hyphen && low_at != first && at < text.size() && text[at] != ']') {
      return refuse(fault, low_at, at, "this hyphen makes no range, for no single character stands before it",
                    R"(write \\- for the character itself)");
    }
    if (!range) {
      set.add(*low);
      continue;
    }
    ++at;
    const std::optional<CharacterSet> high = read_member();
    if (!high.has_value()) return std::nullopt;
    if (low->size() != 1 || high->size() != 1) {
      return refuse(fault, low_at, at, "a range is from one character to another",
                    R"(write \\- for the character itself)");
    }
    const char32_t from = low->ranges().front().first;
    const char32_t to = high->ranges().front().first;
    if (from > to) {
      return refuse(fault, low_at, at, "this range ends before it begins", "put the lower character first");
    }
    set.add(from, to);
  }
  ++at;
  if (at - begin == (negated ? 3U : 2U)) {
    return refuse(fault, begin, at, "a class without characters", R"(write \\] for the bracket itself)");
  }
  if (!negated) return set;
  CharacterSet others = set.printable_others();
  if (others.empty()) {
    return refuse(fault, begin, at, "no printable character of ASCII is left in this class",
                  "a negated class has what is left from the blank to ~; name other characters themselves");
  }
  return others;
}

}  // namespace synthgen
