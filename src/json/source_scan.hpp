// Finds where the tokens of a JSON text stand. The parser library tells what it met but not
// exactly where; since it tells every token in order, a cursor that walks the same text beside it
// knows each token's first and last byte.
//
// Threads: plain values over an immutable text.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace synthgen::json {

/// The first byte at or after `at` that is neither white space nor in a comment. A block comment that is never
/// closed is not skipped: the answer is then its first byte.
std::size_t skip_space(std::string_view text, std::size_t at);

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Walks from token to token in step with the parser's events.
class TokenCursor {
 public:
  /// begin  where the text proper starts, after a byte order mark
  TokenCursor(std::string_view text, std::size_t begin) : text_(text), last_{begin, begin} {}

  /// The next value, name or bracket; commas and colons before it are passed over.
  /// REQUIRES: the parser has accepted that token.
  Span next();
  /// The token that next() gave last; an empty span at the head before the first.
  Span last() const { return last_; }

 private:
  std::string_view text_;
  Span last_;
};

/// File offset of each byte that the string token decodes to, then that of its closing quote; empty where the
/// token holds no escape, for then the bytes stand in the file as they are.
/// token  a valid JSON string with its quotes; `begin` its offset in the file
std::vector<std::size_t> decoded_offsets(std::string_view token, std::size_t begin);

}  // namespace synthgen::json
