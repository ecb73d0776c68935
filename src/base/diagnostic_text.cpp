// Diagnostics as a person reads them on a terminal or in a log.
#include <algorithm>
#include <cstdint>

#include "synthgen/base/diagnostic.hpp"

namespace synthgen {
namespace {

constexpr std::size_t kLineCharacters = 120;
constexpr std::string_view kMargin = "   | ";
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// One character of a source line, as it is shown.
struct Character {
  std::size_t offset = 0;  // of its first byte in the line
  std::string_view text;
  int columns = 1;  // that a terminal gives it
};

// Columns of the terminal: none for combining marks, two for the wide blocks of East Asia and
// for pictographs. Rough blocks of Unicode's EastAsianWidth.txt, for carets and nothing else.
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

// Length of the well-formed UTF-8 character at the front of `text`, 0 where there is none.
std::size_t decode(std::string_view text, char32_t& c) {
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

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

// Control characters and broken bytes become one replacement character each: a schema must not
// be able to write to the reader's terminal.
std::vector<Character> characters_of(std::string_view line) {
  std::vector<Character> characters;
  for (std::size_t at = 0; at < line.size();) {
    char32_t c = 0;
    const std::size_t length = decode(line.substr(at), c);
    if (length == 0 || (is_control(c) && c != '\t')) {
      characters.push_back({at, kReplacement, 1});
      at += std::max<std::size_t>(1, length);
    } else {
      // A byte order mark has no shape, and copied into a terminal it only does harm.
      if (c != 0xFEFF) characters.push_back({at, line.substr(at, length), columns_of(c)});
      at += length;
    }
  }
  return characters;
}

// A message stays one line whatever names it quotes.
void append_visible(std::string& out, std::string_view text, std::string_view line_break) {
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = 0;
    const std::size_t length = decode(text.substr(at), c);
    if (length == 0) {
      out += kReplacement;
    } else if (c == '\n') {
      out += line_break;
    } else if (is_control(c)) {
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

void append_line_with_carets(std::string& out, const Place& place, const SourceText& source) {
  const std::string_view line = source.line_at(place.offset);
  const std::vector<Character> characters = characters_of(line);
  const std::size_t begin = std::min(place.offset, source.text().size()) - source.line_start(place.offset);
  const std::size_t end = begin + std::max<std::size_t>(1, std::min(place.length, line.size()));

  // The underlined characters: those that share a byte with [begin, end).
  std::size_t first = 0;
  while (first < characters.size() && characters[first].offset + characters[first].text.size() <= begin) ++first;
  // A replacement stands for fewer bytes than its own text has, so its start decides alone.
  for (; first > 0 && characters[first - 1].offset >= begin; --first) {
  }
  std::size_t last = first;
  while (last < characters.size() && characters[last].offset < end) ++last;

  // The window of a long line: a third of it before the caret, where both ends are cut.
  std::size_t from = 0;
  std::size_t to = characters.size();
  if (characters.size() > kLineCharacters) {
    const std::size_t wanted = std::min(last - first, kLineCharacters / 2);
    if (first + wanted > kLineCharacters) from = first - std::min(first, kLineCharacters / 3);
    from = std::min(from, characters.size() - kLineCharacters);
    to = from + kLineCharacters;
  }
  last = std::min(last, to);

  std::string shown;
  std::string carets;
  if (from > 0) {
    shown += kEllipsis;
    carets += ' ';
  }
  for (std::size_t i = from; i < to; ++i) {
    shown += characters[i].text;
    if (i < first) {
      // A tab above a tab keeps the caret in its place whatever the width of tabs.
      if (characters[i].text == "\t") {
        carets += '\t';
      } else {
        carets.append(static_cast<std::size_t>(characters[i].columns), ' ');
      }
    } else if (i < last) {
      carets.append(static_cast<std::size_t>(std::max(1, characters[i].columns)), '^');
    }
  }
  if (first >= last) carets += '^';  // the end of a line or of the text
  if (to < characters.size()) shown += kEllipsis;

  out += kMargin;
  out += shown;
  out += '\n';
  out += kMargin;
  out += carets;
  out += '\n';
}

}  // namespace

std::string render_text(const Diagnostic& diagnostic, const SourceText* source) {
  std::string out = diagnostic.severity == Severity::error ? "error" : "warning";
  if (!diagnostic.code.empty()) {
    out += '[';
    out += diagnostic.code;
    out += ']';
  }
  out += ": ";
  append_visible(out, diagnostic.message, "\\n");
  out += '\n';
  if (diagnostic.place) {
    const Place& place = *diagnostic.place;
    if (source != nullptr) {
      const SourceText::Position position = source->position(place.offset);
      out += "  --> ";
      append_visible(out, source->name(), "\\n");
      out += ':' + std::to_string(position.line) + ':' + std::to_string(position.column);
      if (!place.pointer.empty()) out += "  ";
    } else if (!place.pointer.empty()) {
      out += "  --> ";
    }
    append_visible(out, place.pointer, "\\n");
    if (source != nullptr || !place.pointer.empty()) out += '\n';
    if (source != nullptr) append_line_with_carets(out, place, *source);
  }
  if (!diagnostic.hint.empty()) {
    out += "  hint: ";
    append_visible(out, diagnostic.hint, "\n        ");
    out += '\n';
  }
  return out;
}

std::string render_text(const Diagnostics& diagnostics, const SourceText* source) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics) out += render_text(diagnostic, source);
  return out;
}

}  // namespace synthgen
