// Says in words what is wrong with a text that the parser refused: what was met, what was expected, and
// what to do about the slips that people make. The parser library only knows that it stopped.
//
// Threads: pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "source_scan.hpp"
#include "synthgen/base/diagnostic.hpp"

namespace synthgen::json {

/// What the grammar allows after the last token.
enum class Expect : std::uint8_t {
  document,      ///< the value that the text is
  first_member,  ///< a name or }
  colon,
  next_member,  ///< , or }
  first_item,   ///< a value or ]
  next_item,    ///< , or ]
  end_of_text,
};

/// How far the parser came.
struct Progress {
  Span last;                         ///< the last token it accepted
  Expect expect = Expect::document;  ///< after that token
  std::optional<std::size_t> open;   ///< offset of the innermost bracket that is open
  std::string name;                  ///< the name that waits for its value, where expect is colon
  std::string pointer;               ///< of what was being read
  std::string last_pointer;          ///< of the value whose token was the last, where one was
  std::string next_pointer;          ///< of the value that may come next
};

/// REQUIRES: the text is UTF-8 without NUL bytes and the parser refused it after `progress`.
Diagnostic explain_syntax(const SourceText& source, const Progress& progress);

/// The text between double quotes for a message: cut at 40 characters, control characters escaped.
std::string in_quotes(std::string_view text);
/// "line 3, column 5"
std::string line_and_column(const SourceText& source, std::size_t offset);
/// The diagnostic for a number beyond a double's range, as it is written in the file.
Diagnostic number_out_of_range(std::string_view digits, Place place);

}  // namespace synthgen::json
