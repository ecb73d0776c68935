// Finds implications among the tokens of an expression.
#include "implication.hpp"

#include <algorithm>
#include <string>

namespace synthgen::expression {
namespace {

/// Parts of the text that are quoted in a hint: longer ones would drown it.
constexpr std::size_t kLongestQuoted = 60;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

/// Whether the pointer is that of a condition of a rule: /tables/people/rules/0/check.
bool in_rule(std::string_view pointer) {
  const std::size_t key = pointer.rfind('/');
  if (key == std::string_view::npos || key == 0) return false;
  const std::size_t number = pointer.rfind('/', key - 1);
  if (number == std::string_view::npos) return false;
  const std::string_view digits = pointer.substr(number + 1, key - number - 1);
  const bool counted =
      !digits.empty() && std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  const std::string_view name = pointer.substr(key + 1);
  return counted && pointer.substr(0, number).ends_with("/rules") &&
         (name == "check" || name == "if" || name == "then" || name == "else");
}

class Finder {
 public:
  Finder(std::string_view text, std::span<const Token> tokens, const TextOrigin& origin)
      : text_(text), tokens_(tokens), origin_(origin) {
    int depth = 0;
    int cases = 0;
    for (const Token& token : tokens_) {
      if (token.is_symbol(")")) --depth;
      if (token.is_keyword("end")) --cases;
      depths_.push_back(depth);
      cases_.push_back(cases);
      if (token.is_symbol("(")) ++depth;
      if (token.is_keyword("case")) ++cases;
    }
  }

  std::optional<Diagnostic> find() const {
    if (std::optional<Diagnostic> fault = find_if_then(); fault.has_value()) return fault;
    for (std::size_t i = 1; i + 2 < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (token.kind == TokenKind::name && lower_case(token.value) == "implies" && ends_value(i - 1) &&
          begins_value(i + 1)) {
        return fault(i, i, "\"implies\" is not an operator");
      }
      if (written(token) == "=>" && (compares(i, Side::left) || compares(i, Side::right))) {
        return fault(i, i, "\"=>\" is not an operator");
      }
      if (token.is_symbol("-") && tokens_[i + 1].is_symbol(">") && tokens_[i + 1].begin == token.finish()) {
        const bool left = compares(i, Side::left);
        const bool right = compares(i + 1, Side::right);
        const bool apart = tokens_[i - 1].finish() < token.begin && tokens_[i + 1].finish() < tokens_[i + 2].begin;
        if ((left && right) || (apart && (left || right))) return fault(i, i + 1, "\"->\" is not an operator");
      }
    }
    return std::nullopt;
  }

 private:
  enum class Side : std::uint8_t { left, right };

  std::string_view written(const Token& token) const { return text_.substr(token.begin, token.length); }

  bool ends_value(std::size_t i) const {
    const Token& token = tokens_[i];
    return token.kind == TokenKind::number || token.kind == TokenKind::text || token.kind == TokenKind::name ||
           token.kind == TokenKind::quoted_name || token.is_symbol(")") || token.is_keyword("end") ||
           token.is_keyword("true") || token.is_keyword("false") || token.is_keyword("null");
  }
  bool begins_value(std::size_t i) const {
    const Token& token = tokens_[i];
    return ends_value(i)
               ? !token.is_symbol(")") && !token.is_keyword("end")
               : token.is_symbol("(") || token.is_symbol("-") || token.is_keyword("not") || token.is_keyword("case");
  }

  /// Whether there is a comparison on that side of a token, before the next "and", "or" or parenthesis of its level.
  bool compares(std::size_t at, Side side) const {
    constexpr std::string_view kSymbols[] = {"=", "!=", "<", "<=", ">", ">="};
    constexpr std::string_view kWords[] = {"in", "like", "matches", "between", "is"};
    const int depth = depths_[at];
    std::size_t i = at;
    while (side == Side::left ? i > 0 : i + 1 < tokens_.size()) {
      side == Side::left ? --i : ++i;
      const Token& token = tokens_[i];
      if (depths_[i] < depth || token.is_symbol(",")) return false;
      if (depths_[i] > depth) continue;
      if (token.is_keyword("or") || token.is_keyword("and")) return false;
      const auto is = [&](std::string_view value) { return token.value == value; };
      if (token.kind == TokenKind::symbol && std::any_of(std::begin(kSymbols), std::end(kSymbols), is)) return true;
      if (token.kind == TokenKind::keyword && std::any_of(std::begin(kWords), std::end(kWords), is)) return true;
    }
    return false;
  }

  /// "if a then b", "if a then b else c"
  std::optional<Diagnostic> find_if_then() const {
    if (tokens_[0].kind != TokenKind::name || lower_case(tokens_[0].value) != "if") return std::nullopt;
    const auto find_word = [&](std::string_view word, std::size_t from) {
      while (from < tokens_.size() && !(tokens_[from].is_keyword(word) && depths_[from] == 0 && cases_[from] == 0)) {
        ++from;
      }
      return from;
    };
    const std::size_t then = find_word("then", 1);
    if (then == tokens_.size()) return std::nullopt;
    const std::size_t otherwise = find_word("else", then);
    // "end", which some write behind it, is not quoted.
    const Token& last = tokens_[tokens_.size() - 2];
    const std::size_t end = last.is_keyword("end") && cases_[tokens_.size() - 2] < 0 ? last.begin : text_.size();
    const bool has_else = otherwise < tokens_.size();
    return made(tokens_[0].begin, tokens_[0].length, "\"if\" and \"then\" are no words of an expression",
                without_parentheses(between(tokens_[0].finish(), tokens_[then].begin)),
                between(tokens_[then].finish(), has_else ? tokens_[otherwise].begin : end),
                has_else ? between(tokens_[otherwise].finish(), end) : std::string_view());
  }

  /// "a > 5" of "(a > 5)"; of other texts all.
  static std::string_view without_parentheses(std::string_view part) {
    if (part.size() < 2 || part.front() != '(' || part.back() != ')') return part;
    const std::string_view inner = part.substr(1, part.size() - 2);
    return inner.find_first_of("()") == std::string_view::npos ? trimmed(inner) : part;
  }

  std::string_view between(std::size_t begin, std::size_t finish) const {
    return trimmed(text_.substr(begin, finish - begin));
  }

  Diagnostic fault(std::size_t first, std::size_t last, std::string message) const {
    const std::size_t begin = tokens_[first].begin;
    const std::size_t finish = tokens_[last].finish();
    const bool whole = depths_[first] == 0;
    return made(begin, finish - begin, std::move(message), whole ? between(0, begin) : "a > 5",
                whole ? between(finish, text_.size()) : "b > 5", {});
  }

  Diagnostic made(std::size_t begin, std::size_t length, std::string message, std::string_view condition,
                  std::string_view then, std::string_view otherwise) const {
    const auto plain = [](std::string_view part) {
      return part.size() <= kLongestQuoted && part.find_first_of("\"\\\n\t") == std::string_view::npos;
    };
    std::string value = "if(c, a, b)";
    std::string rule = R"("if": "a > 5", "then": "b > 5")";
    if (plain(condition) && plain(then) && plain(otherwise) && !condition.empty() && !then.empty()) {
      const std::string a(condition);
      const std::string b(then);
      rule = "\"if\": \"" + a + "\", \"then\": \"" + b + "\"";
      if (!otherwise.empty()) {
        const std::string c(otherwise);
        rule += ", \"else\": \"" + c + "\"";
        value = "if(" + a + ", " + b + ", " + c + ")";
      }
    }
    return make_error("SG3005", std::move(message), origin_.place(begin, length),
                      in_rule(origin_.pointer())
                          ? "write " + rule
                          : "a value by a condition is " + value + "; a rule of the table says " + rule);
  }

  std::string_view text_;
  std::span<const Token> tokens_;
  const TextOrigin& origin_;
  std::vector<int> depths_;  // parentheses around each token
  std::vector<int> cases_;   // "case … end" around it
};

}  // namespace

std::optional<Diagnostic> implication_fault(std::string_view text, std::span<const Token> tokens,
                                            const TextOrigin& origin) {
  if (tokens.size() < 2) return std::nullopt;
  return Finder(text, tokens, origin).find();
}

}  // namespace synthgen::expression
