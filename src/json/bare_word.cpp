// Habits from other languages, and what JSON has for them.
#include "bare_word.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "syntax_error.hpp"
#include "synthgen/json/utf8.hpp"

namespace synthgen::json {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

bool is_run_character(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (static_cast<unsigned char>(c) < 0x80) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '-' || c == '.' ||
           c == '_' || c == '$';
  }
  // Latin letters with marks, Greek, Cyrillic and so on up to the general punctuation, and scripts of the east.
  const char32_t character = utf8_length(text, at) > 0 ? utf8_character(text, at) : 0;
  return (character >= 0xC0 && character < 0x2000 && character != 0xD7 && character != 0xF7) ||
         (character >= 0x3040 && character < 0xE000);
}

std::string lower(std::string_view word) {
  std::string out(word);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return out;
}

/// The decimal form of 0x…, 0b… and 0o… numbers.
std::optional<std::string> other_base(std::string_view word) {
  std::string sign;
  if (!word.empty() && (word[0] == '-' || word[0] == '+')) {
    if (word[0] == '-') sign = "-";
    word.remove_prefix(1);
  }
  if (word.size() < 3 || word[0] != '0') return std::nullopt;
  int base = 0;
  switch (word[1]) {
    case 'x':
    case 'X':
      base = 16;
      break;
    case 'b':
    case 'B':
      base = 2;
      break;
    case 'o':
    case 'O':
      base = 8;
      break;
    default:
      return std::nullopt;
  }
  std::uint64_t value = 0;
  const auto [stop, fault] = std::from_chars(word.data() + 2, word.data() + word.size(), value, base);
  if (fault != std::errc() || stop != word.data() + word.size()) return std::nullopt;
  return sign + std::to_string(value);
}

/// What a number was meant to be, where one simple change makes it one.
std::optional<std::string> mended_number(std::string_view word) {
  std::string mended(word);
  std::erase(mended, '_');
  if (mended.starts_with('+')) mended.erase(0, 1);
  const std::size_t sign = mended.starts_with('-') ? 1 : 0;
  while (mended.size() > sign + 1 && mended[sign] == '0' && is_digit(mended[sign + 1])) mended.erase(sign, 1);
  if (mended.size() > sign + 1 && mended[sign] == '.') mended.insert(sign, "0");
  const std::size_t point = mended.find('.');
  if (point != std::string::npos && (point + 1 == mended.size() || !is_digit(mended[point + 1]))) {
    mended.insert(point + 1, "0");
  }
  if (mended == word || !is_json_number(mended)) return std::nullopt;
  return mended;
}

bool is_exponent_without_digits(const std::string& word) {
  const std::size_t e = word.find('e');
  if (e == std::string::npos || e == 0 || !is_digit(word[0] == '-' && word.size() > 1 ? word[1] : word[0]))
    return false;
  const std::string_view rest = std::string_view(word).substr(e + 1);
  return rest.empty() || rest == "+" || rest == "-";
}

}  // namespace

Span bare_run(std::string_view text, std::size_t at) {
  Span run{at, at};
  while (run.end < text.size() && is_run_character(text, run.end)) {
    run.end += std::max<std::size_t>(1, utf8_length(text, run.end));
  }
  return run;
}

bool is_bare_token(char first) { return is_digit(first) || first == '-' || (first >= 'a' && first <= 'z'); }

bool is_json_number(std::string_view word) {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t first = at;
    while (at < word.size() && is_digit(word[at])) ++at;
    return at > first;
  };
  if (at < word.size() && word[at] == '-') ++at;
  const bool zero = at < word.size() && word[at] == '0';
  if (zero) {
    ++at;
  } else if (!digits()) {
    return false;
  }
  if (at < word.size() && word[at] == '.') {
    ++at;
    if (!digits()) return false;
  }
  if (at < word.size() && (word[at] == 'e' || word[at] == 'E')) {
    ++at;
    if (at < word.size() && (word[at] == '+' || word[at] == '-')) ++at;
    if (!digits()) return false;
  }
  return at == word.size();
}

std::string bare_word_hint(std::string_view word) {
  const std::string small = lower(word);
  if (small == "true" || small == "yes" || small == "on") return "write true";
  if (small == "false" || small == "no" || small == "off") return "write false";
  if (small == "null" || small == "none" || small == "nil" || small == "nul" || small == "undefined" || small == "na") {
    return "write null";
  }
  const std::string unsigned_word = small.substr(!small.empty() && (small[0] == '-' || small[0] == '+') ? 1 : 0);
  if (unsigned_word == "nan") return "JSON has no NaN; write null";
  if (unsigned_word == "infinity" || unsigned_word == "inf") {
    return "JSON has no infinite numbers; leave a bound away that is not there";
  }
  if (const auto decimal = other_base(word)) return "numbers are decimal: write " + *decimal;
  if (const auto mended = mended_number(word)) return "write " + *mended;
  if (word == "-") return "digits are missing after the minus sign";
  if (is_exponent_without_digits(small)) return "digits are missing after the e";
  if (word.size() >= 10 && all_digits(word.substr(0, 4)) && word[4] == '-') {
    return "dates are written as texts, in double quotes";
  }
  return "a text is written in double quotes: " + in_quotes(word);
}

}  // namespace synthgen::json
