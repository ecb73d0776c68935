// Splits the text of an expression into tokens.
#include "lexer.hpp"

#include <algorithm>
#include <array>

namespace synthgen::expression {

namespace {

constexpr std::array<std::string_view, 19> kReserved = {"and",   "or",      "not",   "in",      "is",   "null", "true",
                                                        "false", "between", "like",  "matches", "case", "when", "then",
                                                        "else",  "end",     "where", "via",     "this"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A spelling, what it is read as, and what to tell where it is another language's.
struct Spelling {
  std::string_view written;
  std::string_view meant;
  std::string_view message;  ///< empty where the spelling is our own
  std::string_view hint;
};

// Longest first, so that the first match is the right one.
constexpr Spelling kSpellings[] = {
    {"===", "=", "\"===\" is not an operator", "equality is a single =: a = b"},
    {"!==", "!=", "\"!==\" is not an operator", "inequality is != or <>: a != b"},
    {"==", "=", "\"==\" is not an operator", "equality is a single =: a = b"},
    {"&&", "and", "\"&&\" is not an operator", "write and: a and b"},
    {"**", "^", "\"**\" is not an operator", "powers are written with ^: a ^ 2"},
    {"%%", "%", "\"%%\" is not an operator", "the remainder is written with a single %: a % b"},
    {"=<", "<=", "\"=<\" is not an operator", "write <="},
    {"=>", ">=", "", ""},  // The parser tells what to write instead: it may be meant as an implication.
    {"!=", "!=", "", ""},
    {"<>", "!=", "", ""},
    {"<=", "<=", "", ""},
    {">=", ">=", "", ""},
    {"||", "||", "", ""},
    {"//", "//", "", ""},
    {"=", "=", "", ""},
    {"<", "<", "", ""},
    {">", ">", "", ""},
    {"+", "+", "", ""},
    {"-", "-", "", ""},
    {"*", "*", "", ""},
    {"/", "/", "", ""},
    {"%", "%", "", ""},
    {"^", "^", "", ""},
    {"(", "(", "", ""},
    {")", ")", "", ""},
    {",", ",", "", ""},
    {".", ".", "", ""},
    {":", ":", "", ""},
    {"!", "!", "", ""},  // The parser tells what to write instead, for it knows what follows.
    {"?", "?", "", ""},
};

/// Characters that word processors put in the place of an operator.
struct Lookalike {
  std::string_view written;
  std::string_view hint;
};
constexpr Lookalike kLookalikes[] = {
    {"≤", "write <="},
    {"≥", "write >="},
    {"≠", "write !="},
    {"×", "write *"},
    {"÷", "write /"},
    {"−", "write an ordinary -"},
    {"–", "write an ordinary -"},
    {"‘", "text stands between straight single quotes: 'text'"},
    {"’", "text stands between straight single quotes: 'text'"},
    {"“", "text stands between straight single quotes: 'text'"},
    {"”", "text stands between straight single quotes: 'text'"},
    {"⇒", "an implication is a rule of the table: \"if\": \"a > 5\", \"then\": \"b > 5\""},
    {"→", "an implication is a rule of the table: \"if\": \"a > 5\", \"then\": \"b > 5\""},
    {"~", "write matches: name matches '^N'"},
    {"|", "texts are joined with ||; alternatives with or"},
    {"&", "conditions are joined with and; texts with ||"},
    {"[", "a list is written in parentheses: x in (1, 2)"},
    {"]", "a list is written in parentheses: x in (1, 2)"},
    {"{", "braces belong to templates, not to expressions"},
    {"}", "braces belong to templates, not to expressions"},
    {";", "an expression has one value and no ;"},
    {"$", "columns and constants are named without $"},
    {"@", "columns and constants are named without @"},
    {"#", "expressions have no comments"},
};

class Splitter {
 public:
  Splitter(std::string_view text, const TextOrigin& origin, Diagnostics& diagnostics)
      : text_(text), origin_(origin), diagnostics_(diagnostics) {}

  std::vector<Token> split() {
    for (;;) {
      while (at_ < text_.size() && is_space(text_[at_])) ++at_;
      if (at_ >= text_.size()) break;
      split_one();
    }
    tokens_.push_back({TokenKind::end, text_.size(), 0, {}});
    return std::move(tokens_);
  }

 private:
  static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
  char peek(std::size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void split_one() {
    const char c = text_[at_];
    if (is_letter(c)) {
      split_word();
    } else if (is_digit(c) || (c == '.' && is_digit(peek(1)) && !after_name())) {
      split_number();
    } else if (c == '\'') {
      split_quoted('\'', TokenKind::text);
    } else if (c == '`') {
      split_quoted('`', TokenKind::quoted_name);
    } else if (c == '"') {
      split_quoted('"', TokenKind::text);
    } else {
      split_symbol();
    }
  }

  // `a .5` is a slip, `a.5` is no path either, but both read better as a name, a point and a number.
  bool after_name() const {
    return !tokens_.empty() && tokens_.back().finish() == at_ &&
           (tokens_.back().kind == TokenKind::name || tokens_.back().kind == TokenKind::quoted_name);
  }

  void split_word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]))) ++at_;
    const std::string_view word = text_.substr(begin, at_ - begin);
    if (is_reserved_word(word)) {
      push(TokenKind::keyword, begin, lower_case(word));
    } else {
      push(TokenKind::name, begin, std::string(word));
    }
  }

  void split_number() {
    const std::size_t begin = at_;
    while (is_digit(peek(0))) ++at_;
    if (peek(0) == '.' && is_digit(peek(1))) {
      ++at_;
      while (is_digit(peek(0))) ++at_;
    }
    if ((peek(0) == 'e' || peek(0) == 'E') &&
        (is_digit(peek(1)) || ((peek(1) == '+' || peek(1) == '-') && is_digit(peek(2))))) {
      at_ += 2;
      while (is_digit(peek(0))) ++at_;
    }
    const std::size_t end = at_;
    if (is_letter(peek(0))) {
      const std::size_t word = at_;
      while (is_letter(peek(0)) || is_digit(peek(0))) ++at_;
      report("SG3001", "\"" + std::string(text_.substr(begin, at_ - begin)) + "\" is neither a number nor a name",
             begin, at_ - begin,
             text_[word] == '_' ? "numbers are written without separators: 1000000"
                                : "put an operator between them, or write the name between backticks");
    }
    push(TokenKind::number, begin, std::string(text_.substr(begin, end - begin)));
  }

  void split_quoted(char quote, TokenKind kind) {
    const std::size_t begin = at_++;
    std::string value;
    bool closed = false;
    while (at_ < text_.size()) {
      if (text_[at_] == quote) {
        if (peek(1) != quote) {
          ++at_;
          closed = true;
          break;
        }
        ++at_;
      }
      value += text_[at_++];
    }
    if (!closed) {
      report("SG3002", kind == TokenKind::text ? "text without a closing quote" : "name without a closing backtick",
             begin, at_ - begin,
             quote == '`' ? "close it with `" : "close it with '; a quote inside a text is doubled: 'it''s'");
    } else if (quote == '"') {
      report("SG3005", "text stands between single quotes", begin, at_ - begin,
             "write '" + value + "' for a text, `" + value + "` for a column");
    } else if (quote == '`' && value.empty()) {
      report("SG3001", "a name between backticks is empty", begin, at_ - begin,
             "write the column's name: `unit price`");
    }
    push(kind, begin, std::move(value));
  }

  void split_symbol() {
    const std::string_view rest = text_.substr(at_);
    for (const Spelling& spelling : kSpellings) {
      if (!rest.starts_with(spelling.written)) continue;
      const std::size_t begin = at_;
      at_ += spelling.written.size();
      if (!spelling.message.empty()) {
        report("SG3005", std::string(spelling.message), begin, spelling.written.size(), std::string(spelling.hint));
      }
      push(spelling.meant == "and" ? TokenKind::keyword : TokenKind::symbol, begin, std::string(spelling.meant));
      return;
    }
    for (const Lookalike& lookalike : kLookalikes) {
      if (rest.starts_with(lookalike.written)) return skip_unknown(lookalike.written.size(), lookalike.hint);
    }
    std::size_t length = 1;  // Whole code points, so that the message stays valid UTF-8.
    while (length < rest.size() && (static_cast<unsigned char>(rest[length]) & 0xC0) == 0x80) ++length;
    skip_unknown(length, "a name with other characters than letters, digits and _ stands between backticks");
  }

  void skip_unknown(std::size_t length, std::string_view hint) {
    report("SG3003", "unexpected character \"" + std::string(text_.substr(at_, length)) + "\"", at_, length,
           std::string(hint));
    at_ += length;
  }

  void push(TokenKind kind, std::size_t begin, std::string value) {
    tokens_.push_back({kind, begin, at_ - begin, std::move(value)});
  }
  void report(std::string code, std::string message, std::size_t begin, std::size_t length, std::string hint) {
    diagnostics_.add(make_error(std::move(code), std::move(message), origin_.place(begin, length), std::move(hint)));
  }

  std::string_view text_;
  const TextOrigin& origin_;
  Diagnostics& diagnostics_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

}  // namespace

bool is_reserved_word(std::string_view name) {
  return std::find(kReserved.begin(), kReserved.end(), lower_case(name)) != kReserved.end();
}

std::vector<Token> split_tokens(std::string_view text, const TextOrigin& origin, Diagnostics& diagnostics) {
  return Splitter(text, origin, diagnostics).split();
}

}  // namespace synthgen::expression
