// The cursor that finds tokens, and the offsets of decoded strings.
#include "source_scan.hpp"

#include <cassert>

namespace synthgen::json {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

unsigned hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  return static_cast<unsigned>((c | 0x20) - 'a' + 10);
}

std::size_t utf8_bytes(unsigned unit) { return unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3; }

/// End of the number that begins at `at`, by the grammar of RFC 8259; it may be followed at once by other letters
/// (which the parser then refuses), so the run of letters and digits would not do.
std::size_t number_end(std::string_view text, std::size_t at) {
  const auto digits = [&] {
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  };
  if (text[at] == '-') ++at;
  if (at < text.size() && text[at] == '0') {
    ++at;
  } else {
    digits();
  }
  if (at < text.size() && text[at] == '.') {
    ++at;
    digits();
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    digits();
  }
  return at;
}

std::size_t string_end(std::string_view text, std::size_t at) {
  ++at;
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
  return at < text.size() ? at + 1 : text.size();
}

}  // namespace

std::size_t skip_space(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    if (is_space(text[at])) {
      ++at;
    } else if (text.substr(at, 2) == "//") {
      at = text.find_first_of("\r\n", at);
      if (at == std::string_view::npos) return text.size();
    } else if (text.substr(at, 2) == "/*") {
      const std::size_t close = text.find("*/", at + 2);
      if (close == std::string_view::npos) return at;
      at = close + 2;
    } else {
      return at;
    }
  }
  return at;
}

Span TokenCursor::next() {
  std::size_t at = skip_space(text_, last_.end);
  while (at < text_.size() && (text_[at] == ',' || text_[at] == ':')) at = skip_space(text_, at + 1);
  assert(at < text_.size());
  last_.begin = at;
  switch (text_[at]) {
    case '"':
      last_.end = string_end(text_, at);
      break;
    case 't':
    case 'n':
      last_.end = at + 4;
      break;
    case 'f':
      last_.end = at + 5;
      break;
    case '{':
    case '}':
    case '[':
    case ']':
      last_.end = at + 1;
      break;
    default:
      last_.end = number_end(text_, at);
      break;
  }
  assert(last_.end > last_.begin && last_.end <= text_.size());
  return last_;
}

std::vector<std::size_t> decoded_offsets(std::string_view token, std::size_t begin) {
  std::vector<std::size_t> offsets;
  if (token.find('\\') == std::string_view::npos) return offsets;
  offsets.reserve(token.size());
  std::size_t at = 1;
  while (at + 1 < token.size()) {
    const std::size_t escape = at;
    std::size_t bytes = 1;
    if (token[at] != '\\') {
      ++at;
    } else if (token[at + 1] != 'u') {
      at += 2;
    } else {
      const unsigned unit = (hex_digit(token[at + 2]) << 12) | (hex_digit(token[at + 3]) << 8) |
                            (hex_digit(token[at + 4]) << 4) | hex_digit(token[at + 5]);
      const bool pair = unit >= 0xD800 && unit <= 0xDBFF;
      bytes = pair ? 4 : utf8_bytes(unit);
      at += pair ? 12 : 6;
    }
    // All bytes of one escape stand where its backslash stands.
    offsets.insert(offsets.end(), bytes, begin + escape);
  }
  offsets.push_back(begin + token.size() - 1);
  return offsets;
}

}  // namespace synthgen::json
