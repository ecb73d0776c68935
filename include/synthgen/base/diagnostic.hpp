// What a user is told about a mistake: a code, a place, a reason and a remedy.
//
// Threads: plain values; no shared state.
// Determinism: the rendered text depends on the input alone, never on a locale.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace synthgen {

enum class Severity : std::uint8_t { error, warning };

/// A stretch of the source text, in bytes, and the JSON Pointer of the value that holds it.
struct Place {
  std::size_t offset = 0;  ///< byte offset from the start of the text
  std::size_t length = 1;  ///< bytes to underline, at least 1
  std::string pointer;     ///< RFC 6901; empty for the document itself
};

struct Diagnostic {
  Severity severity = Severity::error;
  std::string code;     ///< "SG2104"; the list is docs/errors.md
  std::string message;  ///< one line, no full stop
  std::optional<Place> place;
  std::string hint;  ///< what to do instead; may be empty
};

Diagnostic make_error(std::string code, std::string message, std::optional<Place> place = {}, std::string hint = {});
Diagnostic make_warning(std::string code, std::string message, std::optional<Place> place = {}, std::string hint = {});

/// The findings of one run, in the order in which they were made.
class Diagnostics {
 public:
  Diagnostics() = default;
  Diagnostics(Diagnostic diagnostic) {  // NOLINT(google-explicit-constructor)
    items_.push_back(std::move(diagnostic));
  }

  void add(Diagnostic diagnostic) { items_.push_back(std::move(diagnostic)); }
  void add(const Diagnostics& others) { items_.insert(items_.end(), others.items_.begin(), others.items_.end()); }
  bool empty() const { return items_.empty(); }
  std::size_t size() const { return items_.size(); }
  bool has_errors() const;
  std::size_t error_count() const;
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }
  const Diagnostic& operator[](std::size_t i) const { return items_[i]; }

  /// Sorts by place (those without one last), keeping the order of equals, and drops exact repeats.
  void sort();

 private:
  std::vector<Diagnostic> items_;
};

/// A named text in which places can be looked up.
class SourceText {
 public:
  SourceText() = default;
  SourceText(std::string name, std::string text);

  const std::string& name() const { return name_; }
  std::string_view text() const { return text_; }

  struct Position {
    std::size_t line = 1;    ///< from 1
    std::size_t column = 1;  ///< from 1, in Unicode code points
  };
  /// Position of a byte offset; an offset beyond the end is the end.
  Position position(std::size_t offset) const;
  /// The line that holds the offset, without its line break.
  std::string_view line_at(std::size_t offset) const;
  std::size_t line_start(std::size_t offset) const;

 private:
  std::string name_;
  std::string text_;
  std::vector<std::size_t> line_starts_;
};

/// Where the bytes of a decoded JSON string came from, so that a fault inside an
/// expression is shown under its own character and not under the opening quote.
class TextOrigin {
 public:
  TextOrigin() = default;
  /// offsets  file offset of each decoded byte, then that of the closing quote
  TextOrigin(std::string pointer, std::vector<std::size_t> offsets)
      : pointer_(std::move(pointer)), offsets_(std::move(offsets)) {}

  /// Place of `length` bytes from byte `begin` of the decoded text. Without offsets
  /// (a text that is in no file) the place counts from the text itself.
  Place place(std::size_t begin, std::size_t length) const;
  const std::string& pointer() const { return pointer_; }
  /// The same origin after `count` leading bytes were taken off (the "=" of a parameter).
  TextOrigin without_prefix(std::size_t count) const;

 private:
  std::string pointer_;
  std::vector<std::size_t> offsets_;
};

/// Text of ARCHITECTURE.md: code, message, file:line:column, pointer, line with carets, hint.
/// Ends with a line feed. `source` may be null (then no line is shown).
/// A line longer than 120 characters is cut around the caret, with an ellipsis on the cut sides.
std::string render_text(const Diagnostic& diagnostic, const SourceText* source);
std::string render_text(const Diagnostics& diagnostics, const SourceText* source);

}  // namespace synthgen
