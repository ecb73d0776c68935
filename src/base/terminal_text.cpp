#include "synthgen/base/terminal_text.hpp"

#include <algorithm>

namespace synthgen {

std::size_t decode_character(std::string_view text, char32_t& c) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xC2 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 0;
  if (length == 0 || text.size() < length) return 0;
  c = length == 1 ? lead : lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0) != 0x80) return 0;
    c = (c << 6) | (next & 0x3F);
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = c >= 0xD800 && c <= 0xDFFF;
  return c < kLeast[length] || surrogate || c > 0x10FFFF ? 0 : length;
}

int columns_of(char32_t c) {
  struct Block {
    char32_t first, last;
    int columns;
  };
  constexpr Block kBlocks[] = {
      {0x0300, 0x036F, 0},   {0x1100, 0x115F, 2},   {0x200B, 0x200F, 0},   {0x20D0, 0x20FF, 0}, {0x2E80, 0x303E, 2},
      {0x3041, 0x4DBF, 2},   {0x4E00, 0xA4CF, 2},   {0xAC00, 0xD7A3, 2},   {0xF900, 0xFAFF, 2}, {0xFE00, 0xFE0F, 0},
      {0xFE30, 0xFE6F, 2},   {0xFEFF, 0xFEFF, 0},   {0xFF01, 0xFF60, 2},   {0xFFE0, 0xFFE6, 2}, {0x1F300, 0x1F64F, 2},
      {0x1F680, 0x1F6FF, 2}, {0x1F900, 0x1F9FF, 2}, {0x20000, 0x3FFFD, 2},
  };
  for (const Block& block : kBlocks) {
    if (c >= block.first && c <= block.last) return block.columns;
  }
  return 1;
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = 0;
    const std::size_t length = decode_character(text.substr(at), c);
    columns += length == 0 ? 1 : static_cast<std::size_t>(columns_of(c));
    at += std::max<std::size_t>(1, length);
  }
  return columns;
}

bool is_control_character(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

void append_visible(std::string& out, std::string_view text, std::string_view line_break) {
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = 0;
    const std::size_t length = decode_character(text.substr(at), c);
    if (length == 0) {
      out += "\xEF\xBF\xBD";
    } else if (c == '\n') {
      out += line_break;
    } else if (is_control_character(c)) {
      constexpr std::string_view kDigits = "0123456789abcdef";
      out += "\\u00";
      out += kDigits[c >> 4];
      out += kDigits[c & 15];
    } else {
      out += text.substr(at, length);
    }
    at += std::max<std::size_t>(1, length);
  }
}

}  // namespace synthgen
