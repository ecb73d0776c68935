// Splits the text of an expression into tokens. Spellings of other languages ("==", "&&",
// double quotes) are told once with the remedy and read as what was meant, so that the
// parser can go on and find more.
//
// Threads: pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "synthgen/base/ascii.hpp"
#include "synthgen/base/diagnostic.hpp"

namespace synthgen::expression {

enum class TokenKind : std::uint8_t {
  end,
  number,
  text,         ///< value: without quotes, doubled quotes undone
  name,         ///< value: as written
  quoted_name,  ///< value: without backticks
  keyword,      ///< value: in lower case
  symbol,       ///< value: in the language's own spelling ("!=" for "<>")
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::size_t begin = 0;
  std::size_t length = 0;
  std::string value;

  bool is_symbol(std::string_view symbol) const { return kind == TokenKind::symbol && value == symbol; }
  bool is_keyword(std::string_view word) const { return kind == TokenKind::keyword && value == word; }
  std::size_t finish() const { return begin + length; }
};

/// All tokens, the last of kind `end`. Faults go to `diagnostics` (SG3001, SG3002, SG3003, SG3005).
std::vector<Token> split_tokens(std::string_view text, const TextOrigin& origin, Diagnostics& diagnostics);

/// True for the words that cannot be a bare column name (schema-details, "Names"), in any case as in SQL.
bool is_reserved_word(std::string_view name);

}  // namespace synthgen::expression
