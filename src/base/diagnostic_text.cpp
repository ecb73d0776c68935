// Diagnostics as a person reads them on a terminal or in a log.
#include "synthgen/base/diagnostic_text.hpp"

#include <algorithm>

namespace synthgen {
namespace {

constexpr std::size_t kLineCharacters = 120;
constexpr std::string_view kMargin = "   | ";
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
// Sequences of ECMA-48 for colours: bold red, bold yellow, bold, cyan, and back.
constexpr std::string_view kRed = "\033[1;31m";
constexpr std::string_view kYellow = "\033[1;33m";
constexpr std::string_view kBold = "\033[1m";
constexpr std::string_view kCyan = "\033[36m";
constexpr std::string_view kReset = "\033[0m";

// One character of a source line, as it is shown.
struct Character {
  std::size_t offset = 0;  // of its first byte in the line
  std::string_view text;
  int columns = 1;  // that a terminal gives it
};

// Control characters and broken bytes become one replacement character each: a schema must not
// be able to write to the reader's terminal.
std::vector<Character> characters_of(std::string_view line) {
  std::vector<Character> characters;
  for (std::size_t at = 0; at < line.size();) {
    char32_t c = 0;
    const std::size_t length = decode_character(line.substr(at), c);
    if (length == 0 || (is_control_character(c) && c != '\t')) {
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

/// colour  that of the carets; empty for none
void append_line_with_carets(std::string& out, const Place& place, const SourceText& source, std::string_view colour) {
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
  out += colour;
  out += carets;
  if (!colour.empty()) out += kReset;
  out += '\n';
}

}  // namespace

std::string render_text(const Diagnostic& diagnostic, const SourceText* source, Paint paint) {
  const auto painted = [paint](std::string_view colour) { return paint == Paint::coloured ? colour : ""; };
  const bool error = diagnostic.severity == Severity::error;
  const std::string_view severity_colour = painted(error ? kRed : kYellow);
  std::string out(severity_colour);
  out += error ? "error" : "warning";
  if (!diagnostic.code.empty()) {
    out += '[';
    out += diagnostic.code;
    out += ']';
  }
  out += painted(kReset);
  out += painted(kBold);
  out += ": ";
  append_visible(out, diagnostic.message, "\\n");
  out += painted(kReset);
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
    if (source != nullptr) append_line_with_carets(out, place, *source, severity_colour);
  }
  if (!diagnostic.hint.empty()) {
    out += "  ";
    out += painted(kCyan);
    out += "hint:";
    out += painted(kReset);
    out += ' ';
    append_visible(out, diagnostic.hint, "\n        ");
    out += '\n';
  }
  return out;
}

std::string render_text(const Diagnostics& diagnostics, const SourceText* source, Paint paint) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics) out += render_text(diagnostic, source, paint);
  return out;
}

std::string render_text(const Diagnostic& diagnostic, const SourceText* source) {
  return render_text(diagnostic, source, Paint::plain);
}

std::string render_text(const Diagnostics& diagnostics, const SourceText* source) {
  return render_text(diagnostics, source, Paint::plain);
}

}  // namespace synthgen
