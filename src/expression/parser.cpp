// Tokens → tree, by recursive descent, one function per level of precedence.
#include "parser.hpp"

#include <algorithm>
#include <utility>

#include "implication.hpp"
#include "synthgen/base/ascii.hpp"
#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/distribution/distribution.hpp"

namespace synthgen::expression {
namespace {

using MutableNode = std::shared_ptr<ExpressionNode>;

class Parser {
 public:
  Parser(std::string_view text, const TextOrigin& origin, Diagnostics& diagnostics)
      : text_(text), origin_(origin), diagnostics_(diagnostics), tokens_(split_tokens(text, origin, diagnostics)) {}

  NodePtr parse() {
    // After a text without its end, or a character that means nothing, what follows would only be noise.
    for (const Diagnostic& diagnostic : diagnostics_) {
      if (diagnostic.code == "SG3002" || diagnostic.code == "SG3003") return nullptr;
    }
    if (tokens_.size() == 1) {
      if (!diagnostics_.has_errors()) {
        report("SG3001", "the expression is empty", 0, 1, "write a value, a column or a formula: price * quantity");
      }
      return nullptr;
    }
    if (std::optional<Diagnostic> fault = implication_fault(text_, tokens_, origin_); fault.has_value()) {
      diagnostics_.add(std::move(*fault));
      return nullptr;
    }
    tell_arrows();
    NodePtr tree = parse_or();
    if (tree == nullptr) return nullptr;
    if (here().kind != TokenKind::end) {
      unexpected("the end of the expression");
      return nullptr;
    }
    return tree;
  }

 private:
  // Counts the nesting of the descent, so that no text can exhaust the stack.
  class Level {
   public:
    explicit Level(Parser& parser) : parser_(parser) { ++parser_.level_; }
    ~Level() { --parser_.level_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

   private:
    Parser& parser_;
  };

  const Token& here() const { return tokens_[at_]; }
  const Token& ahead(std::size_t count) const { return tokens_[std::min(at_ + count, tokens_.size() - 1)]; }
  const Token& take() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
  bool accept_symbol(std::string_view symbol) {
    if (!here().is_symbol(symbol)) return false;
    take();
    return true;
  }
  bool accept_keyword(std::string_view word) {
    if (!here().is_keyword(word)) return false;
    take();
    return true;
  }

  /// "=>" that is no implication is read as ">=".
  void tell_arrows() {
    for (const Token& token : tokens_) {
      if (text_.substr(token.begin, token.length) != "=>") continue;
      report("SG3005", "\"=>\" is not an operator", token.begin, token.length,
             "write >= for a comparison; a named argument is name: value");
    }
  }

  void report(std::string code, std::string message, std::size_t begin, std::size_t length, std::string hint = {}) {
    diagnostics_.add(make_error(std::move(code), std::move(message),
                                origin_.place(begin, std::max<std::size_t>(length, 1)), std::move(hint)));
  }

  std::string written(const Token& token) const {
    if (token.kind == TokenKind::end) return "the end of the expression";
    return "\"" + std::string(text_.substr(token.begin, token.length)) + "\"";
  }

  /// Says what stands here instead of `expected`. A fault that the splitter already told at this place is not repeated.
  void unexpected(const std::string& expected, std::string hint = {}) {
    const Token& token = here();
    if (token.is_symbol("?")) {
      report("SG3005", "\"? :\" is not an operator", token.begin, token.length, "write if(condition, a, b)");
      return;
    }
    if (token.is_symbol("!")) {
      report("SG3005", "\"!\" is not an operator", token.begin, token.length, "write not, or != for inequality");
      return;
    }
    // `orders.sum(total)` and `price mod 2` are the usual cases of two things side by side.
    if (hint.empty() &&
        (token.kind == TokenKind::name || token.kind == TokenKind::number || token.kind == TokenKind::text) &&
        expected != "a value") {
      hint = habit_hint(token);
      if (hint.empty()) hint = "an operator or a comma is missing before it";
    }
    if (hint.empty() && token.kind == TokenKind::keyword && expected == "a value") {
      hint = "a column of that name stands between backticks: `" +
             std::string(text_.substr(token.begin, token.length)) + "`";
    }
    if (hint.empty() && token.is_symbol("*") && at_ > 0 && tokens_[at_ - 1].is_symbol("(")) {
      hint = "name the table whose rows are counted: count(orders)";
    }
    if (hint.empty() && token.is_symbol(">") && at_ > 0 && tokens_[at_ - 1].is_symbol("-")) {
      hint = "a path has a point: foreign_key.column";
    }
    if (hint.empty() && token.is_symbol(":") && ahead(1).is_symbol(":")) {
      hint = "types are changed by to_text(x), to_number(text) or round(x)";
    }
    report("SG3001", "expected " + expected + ", met " + written(token), token.begin, token.length, std::move(hint));
  }

  /// What to write for a word that other languages have between two values; empty for any other.
  std::string habit_hint(const Token& token) const {
    constexpr std::pair<std::string_view, const char*> kWords[] = {
        {"if", "write if(condition, a, b)"},
        {"as", "types are changed by to_text(x), to_number(text) or round(x)"},
        {"from", "write year(t), month(t), hour(t) and so on"},
        {"ilike", "write lower(text) like 'a%'"},
        {"regexp", "write text matches 'pattern'"},
        {"rlike", "write text matches 'pattern'"},
        {"mod", "write a % b"},
        {"div", "write a // b"},
        {"xor", "write a <> b"},
        {"over", "there are no windows over rows; row_number() counts them as they are generated"},
    };
    const Token& last = tokens_[at_ == 0 ? 0 : at_ - 1];
    if (token.kind == TokenKind::text && lower_case(last.value) == "interval") return "write day + days(1)";
    if (token.kind != TokenKind::name) return {};
    const std::string word = lower_case(token.value);
    for (const auto& [habit, ours] : kWords) {
      if (word == habit) return ours;
    }
    return {};
  }

  bool expect_symbol(std::string_view symbol, const std::string& expected) {
    if (accept_symbol(symbol)) return true;
    unexpected(expected);
    return false;
  }

  MutableNode make(NodeKind kind, std::size_t begin, std::vector<NodePtr> children = {}) {
    auto node = std::make_shared<ExpressionNode>();
    node->kind = kind;
    node->begin = begin;
    node->length = at_ == 0 ? here().length : tokens_[at_ - 1].finish() - begin;
    node->mark = begin;
    node->mark_length = node->length;
    for (const NodePtr& child : children) node->depth = std::max(node->depth, child->depth + 1);
    node->children = std::move(children);
    return node;
  }

  /// An inner node; null (and SG3004) where the tree grew too deep.
  MutableNode make_inner(NodeKind kind, std::size_t begin, std::vector<NodePtr> children, const Token& mark) {
    MutableNode node = make(kind, begin, std::move(children));
    node->mark = mark.begin;
    node->mark_length = mark.length;
    if (node->depth > kDeepest) return too_deep(mark.begin);
    return node;
  }

  MutableNode too_deep(std::size_t begin) {
    if (!told_too_deep_) {
      told_too_deep_ = true;
      report("SG3004", "the expression is nested more than " + std::to_string(kDeepest) + " levels deep", begin, 1,
             "compute parts of it in hidden columns");
    }
    return nullptr;
  }

  NodePtr parse_or() {
    const Level level(*this);
    if (level_ > kDeepest) return too_deep(here().begin);
    return parse_chain(NodeKind::logical_or, "or", &Parser::parse_and);
  }
  NodePtr parse_and() { return parse_chain(NodeKind::logical_and, "and", &Parser::parse_not); }

  // Chains of and, or and || are one node of many children: their length is no depth.
  NodePtr parse_chain(NodeKind kind, std::string_view word, NodePtr (Parser::*next)()) {
    const std::size_t begin = here().begin;
    NodePtr first = (this->*next)();
    if (first == nullptr) return nullptr;
    if (!here().is_keyword(word) && !here().is_symbol(word)) return first;
    const Token mark = here();
    std::vector<NodePtr> parts = {std::move(first)};
    while (accept_keyword(word) || accept_symbol(word)) {
      NodePtr part = (this->*next)();
      if (part == nullptr) return nullptr;
      parts.push_back(std::move(part));
    }
    return make_inner(kind, begin, std::move(parts), mark);
  }

  NodePtr parse_not() {
    if (!here().is_keyword("not") && !here().is_symbol("!")) return parse_comparison();
    const Level level(*this);
    if (level_ > kDeepest) return too_deep(here().begin);
    const Token mark = take();
    if (mark.is_symbol("!")) {
      report("SG3005", "\"!\" is not an operator", mark.begin, mark.length, "write not: not active");
    }
    NodePtr child = parse_not();
    if (child == nullptr) return nullptr;
    return make_inner(NodeKind::logical_not, mark.begin, {std::move(child)}, mark);
  }

  static bool comparison_of(const Token& token, Operator& op) {
    if (token.kind != TokenKind::symbol) return false;
    constexpr std::pair<std::string_view, Operator> kOperators[] = {
        {"=", Operator::equal},       {"!=", Operator::not_equal}, {"<", Operator::less},
        {"<=", Operator::less_equal}, {">", Operator::greater},    {">=", Operator::greater_equal}};
    for (const auto& [symbol, meaning] : kOperators) {
      if (token.value != symbol) continue;
      op = meaning;
      return true;
    }
    return false;
  }

  NodePtr parse_comparison() {
    const std::size_t begin = here().begin;
    NodePtr left = parse_join();
    if (left == nullptr) return nullptr;
    const Token mark = here();
    NodePtr node;
    if (Operator op{}; comparison_of(mark, op)) {
      take();
      NodePtr right = parse_join();
      if (right == nullptr) return nullptr;
      const MutableNode made = make_inner(NodeKind::comparison, begin, {std::move(left), std::move(right)}, mark);
      if (made == nullptr) return nullptr;
      made->op = op;
      node = made;
    } else if (accept_keyword("is")) {
      const bool negated = accept_keyword("not");
      if (here().kind == TokenKind::name && is_foreign_null(here().value)) {
        report("SG3005", written(here()) + " is not a value", here().begin, here().length,
               negated ? "write null: x is not null" : "write null: x is null");
        take();
      } else if (!accept_keyword("null")) {
        unexpected("null after is", "is [not] null tests for null; other values are compared with =");
        return nullptr;
      }
      const MutableNode made = make_inner(NodeKind::is_null, begin, {std::move(left)}, mark);
      if (made == nullptr) return nullptr;
      made->negated = negated;
      node = made;
    } else {
      const bool negated = here().is_keyword("not");
      const Token& word = negated ? ahead(1) : here();
      if (!word.is_keyword("between") && !word.is_keyword("in") && !word.is_keyword("like") &&
          !word.is_keyword("matches")) {
        return left;
      }
      if (negated) take();
      node = parse_word_comparison(std::move(left), begin, negated);
      if (node == nullptr) return nullptr;
    }
    if (Operator op{}; comparison_of(here(), op)) {
      // `a > 1 || a < 5` reads as a > (1 || a) < 5.
      const ExpressionNode& right = *node->children.back();
      if (node->kind == NodeKind::comparison && right.kind == NodeKind::join) {
        report("SG3005", "\"||\" joins texts, both sides are conditions", right.mark, right.mark_length,
               "write or: a or b");
        return nullptr;
      }
      report("SG3001", "comparisons cannot be chained", here().begin, here().length,
             "write a < b and b < c, or x between a and b");
      return nullptr;
    }
    return node;
  }

  NodePtr parse_word_comparison(NodePtr left, std::size_t begin, bool negated) {
    const Token word = take();
    MutableNode node;
    if (word.is_keyword("between")) {
      NodePtr low = parse_join();
      if (low == nullptr) return nullptr;
      if (!accept_keyword("and")) {
        unexpected("and between the two bounds", "write x between low and high");
        return nullptr;
      }
      NodePtr high = parse_join();
      if (high == nullptr) return nullptr;
      node = make_inner(NodeKind::between, begin, {std::move(left), std::move(low), std::move(high)}, word);
    } else if (word.is_keyword("in")) {
      if (!here().is_symbol("(")) {
        unexpected("a list in parentheses", "write x in ('a', 'b')");
        return nullptr;
      }
      take();
      std::vector<NodePtr> parts = {std::move(left)};
      bool good = true;
      do {
        NodePtr item = parse_or();
        if (item == nullptr) {
          good = false;
          if (!skip_to_separator()) return nullptr;
        } else {
          parts.push_back(std::move(item));
        }
      } while (accept_symbol(","));
      if (!expect_symbol(")", "\",\" or \")\" in the list") || !good) return nullptr;
      node = make_inner(NodeKind::in_list, begin, std::move(parts), word);
    } else {
      NodePtr pattern = parse_join();
      if (pattern == nullptr) return nullptr;
      node = make_inner(word.is_keyword("like") ? NodeKind::like : NodeKind::matches, begin,
                        {std::move(left), std::move(pattern)}, word);
    }
    if (node != nullptr) node->negated = negated;
    return node;
  }

  NodePtr parse_join() { return parse_chain(NodeKind::join, "||", &Parser::parse_sum); }

  NodePtr parse_sum() {
    constexpr std::pair<std::string_view, Operator> kOperators[] = {{"+", Operator::add}, {"-", Operator::subtract}};
    return parse_arithmetic(kOperators, &Parser::parse_product);
  }
  NodePtr parse_product() {
    constexpr std::pair<std::string_view, Operator> kOperators[] = {
        {"*", Operator::multiply}, {"/", Operator::divide}, {"//", Operator::floor_divide}, {"%", Operator::remainder}};
    return parse_arithmetic(kOperators, &Parser::parse_unary);
  }

  NodePtr parse_arithmetic(std::span<const std::pair<std::string_view, Operator>> operators,
                           NodePtr (Parser::*next)()) {
    const std::size_t begin = here().begin;
    NodePtr left = (this->*next)();
    while (left != nullptr) {
      const Token mark = here();
      const auto found = std::find_if(operators.begin(), operators.end(),
                                      [&](const auto& entry) { return mark.is_symbol(entry.first); });
      if (found == operators.end()) return left;
      take();
      NodePtr right = (this->*next)();
      if (right == nullptr) return nullptr;
      const MutableNode node = make_inner(NodeKind::arithmetic, begin, {std::move(left), std::move(right)}, mark);
      if (node == nullptr) return nullptr;
      node->op = found->second;
      left = node;
    }
    return nullptr;
  }

  NodePtr parse_unary() {
    if (!here().is_symbol("-")) return parse_power();
    const Level level(*this);
    if (level_ > kDeepest) return too_deep(here().begin);
    const Token mark = take();
    // The least integer has no positive counterpart to negate.
    if (here().kind == TokenKind::number && here().value == "9223372036854775808" && !ahead(1).is_symbol("^")) {
      take();
      const MutableNode node = make(NodeKind::integer, mark.begin);
      node->integer = INT64_MIN;
      return node;
    }
    NodePtr child = parse_unary();
    if (child == nullptr) return nullptr;
    return make_inner(NodeKind::negate, mark.begin, {std::move(child)}, mark);
  }

  // Powers bind to the right, as on paper: 2 ^ 3 ^ 2 is 2 ^ 9.
  NodePtr parse_power() {
    const std::size_t begin = here().begin;
    NodePtr base = parse_primary();
    if (base == nullptr || !here().is_symbol("^")) return base;
    const Level level(*this);
    if (level_ > kDeepest) return too_deep(here().begin);
    const Token mark = take();
    NodePtr exponent = parse_unary();
    if (exponent == nullptr) return nullptr;
    const MutableNode node = make_inner(NodeKind::arithmetic, begin, {std::move(base), std::move(exponent)}, mark);
    if (node != nullptr) node->op = Operator::power;
    return node;
  }

  NodePtr parse_primary() {
    const Token& token = here();
    switch (token.kind) {
      case TokenKind::number:
        return parse_number();
      case TokenKind::text: {
        const Token text = take();
        const MutableNode node = make(NodeKind::text, text.begin);
        node->text = text.value;
        return node;
      }
      case TokenKind::keyword:
        return parse_keyword();
      case TokenKind::name:
        if (ahead(1).is_symbol("(")) return parse_call();
        if (ahead(1).kind == TokenKind::text && is_time_word(token.value)) return parse_time();
        return parse_path();
      case TokenKind::quoted_name:
        return parse_path();
      case TokenKind::symbol:
        if (token.is_symbol("(")) return parse_group();
        if (token.is_symbol("!")) return parse_not();  // which tells the remedy
        break;
      case TokenKind::end:
        break;
    }
    unexpected("a value");
    return nullptr;
  }

  NodePtr parse_number() {
    const Token token = take();
    const std::string value = token.value.front() == '.' ? "0" + token.value : token.value;
    if (value.find_first_of("eE.") == std::string::npos) {
      const MutableNode node = make(NodeKind::integer, token.begin);
      // Leading zeros are no part of a JSON number; in SQL they are harmless.
      const std::size_t first = std::min(value.find_first_not_of('0'), value.size() - 1);
      const auto integer = parse_integer(std::string_view(value).substr(first));
      if (integer.has_value()) {
        node->integer = *integer;
        return node;
      }
      report("SG3001", "the integer " + value + " does not fit 64 bits", token.begin, token.length,
             "write it as a number: 1.5e19");
      return nullptr;
    }
    const std::size_t first = value.find_first_not_of('0');
    const std::string trimmed =
        value.substr(value[first] == '.' || value[first] == 'e' || value[first] == 'E' ? first - 1 : first);
    if (const auto scaled = parse_decimal(trimmed); scaled.has_value() && scaled->decimals > 0) {
      const MutableNode node = make(NodeKind::decimal, token.begin);
      node->integer = scaled->value;
      node->decimals = scaled->decimals;
      // A decimal has at most 18 digits in all.
      if (scaled->value <= 999'999'999'999'999'999) return node;
    }
    const MutableNode node = make(NodeKind::number, token.begin);
    const auto number = parse_number_text(trimmed);
    if (!number.has_value()) {
      report("SG3001", "the number " + value + " is beyond the range of numbers", token.begin, token.length,
             "the largest is about 1.8e308");
      return nullptr;
    }
    node->number = *number;
    return node;
  }

  static std::optional<double> parse_number_text(std::string_view text) {
    const auto number = synthgen::parse_number(text);
    if (!number.has_value() || !(*number <= 1.7976931348623157e308)) return std::nullopt;
    return number;
  }

  NodePtr parse_keyword() {
    const Token token = here();
    if (token.is_keyword("case")) return parse_case();
    if (token.is_keyword("this")) {
      if (ahead(1).is_symbol(".")) return parse_path();
      report("SG3001", "expected the name of a column after this", token.begin, token.length,
             "this.x is column x of the row that looks for rows of another table");
      return nullptr;
    }
    if (token.is_keyword("not")) {
      unexpected("a value", "put the condition in parentheses: (not active)");
      return nullptr;
    }
    if (!token.is_keyword("true") && !token.is_keyword("false") && !token.is_keyword("null")) {
      unexpected("a value");
      return nullptr;
    }
    take();
    const MutableNode node = make(token.is_keyword("null") ? NodeKind::null : NodeKind::boolean, token.begin);
    node->integer = token.is_keyword("true") ? 1 : 0;
    return node;
  }

  /// Words that are no keywords by themselves, so that columns may have their names.
  static bool is_time_word(const std::string& word) {
    const std::string lower = lower_case(word);
    return lower == "date" || lower == "timestamp";
  }

  NodePtr parse_time() {
    const Token word = take();
    const Token text = take();
    const bool is_date = lower_case(word.value) == "date";
    const MutableNode node = make(is_date ? NodeKind::date : NodeKind::timestamp, word.begin);
    if (is_date) {
      const auto days = parse_date(text.value);
      if (!days.has_value()) {
        report("SG3007", "'" + text.value + "' is not a date of the calendar", text.begin, text.length,
               "dates are written date '2024-02-29'");
        return nullptr;
      }
      node->integer = *days;
    } else {
      const auto micros = parse_timestamp(text.value);
      if (!micros.has_value()) {
        report("SG3007", "'" + text.value + "' is not a timestamp", text.begin, text.length,
               "timestamps are written timestamp '2024-02-29T10:00:00Z'");
        return nullptr;
      }
      node->integer = *micros;
    }
    return node;
  }

  NodePtr parse_path() {
    const std::size_t begin = here().begin;
    Path path = {here().is_keyword("this") ? std::string(kThisRow) : here().value};
    take();
    while (accept_symbol(".")) {
      if (here().kind != TokenKind::name && here().kind != TokenKind::quoted_name) {
        unexpected("a column name after the point",
                   here().kind == TokenKind::keyword ? "a column of that name stands between backticks"
                   : here().is_symbol(".")           ? "a range is an argument: greatest(x1..x20)"
                                                     : "write foreign_key.column");
        return nullptr;
      }
      path.push_back(take().value);
    }
    if (here().is_symbol("(")) {
      report("SG3001", "expected an operator, met \"(\"", here().begin, here().length,
             "functions take their subject as an argument: length(name), not name.length()");
      return nullptr;
    }
    const MutableNode node = make(NodeKind::path, begin);
    node->path = std::move(path);
    return node;
  }

  NodePtr parse_group() {
    const Token open = take();
    NodePtr inner = parse_or();
    if (inner == nullptr) {
      // What follows the parenthesis may hold further faults, but the group itself has no tree.
      if (skip_to_separator()) accept_symbol(")");
      return nullptr;
    }
    if (here().is_symbol(",")) {
      unexpected("\")\"", "a list stands only after in");
      return nullptr;
    }
    if (accept_symbol(")")) return inner;
    if (here().kind == TokenKind::end) {
      report("SG3001", "a parenthesis is not closed", open.begin, open.length, "add )");
    } else {
      unexpected("\")\"");
    }
    return nullptr;
  }

  NodePtr parse_case() {
    const Token word = take();
    std::vector<NodePtr> parts;
    bool has_operand = false;
    bool has_else = false;
    if (!here().is_keyword("when")) {
      NodePtr operand = parse_or();
      if (operand == nullptr) return nullptr;
      parts.push_back(std::move(operand));
      has_operand = true;
    }
    if (!here().is_keyword("when")) {
      unexpected("when", "write case when condition then value else value end");
      return nullptr;
    }
    while (accept_keyword("when")) {
      NodePtr condition = parse_or();
      if (condition == nullptr) return nullptr;
      if (!accept_keyword("then")) {
        unexpected("then", "write case when condition then value else value end");
        return nullptr;
      }
      NodePtr value = parse_or();
      if (value == nullptr) return nullptr;
      parts.push_back(std::move(condition));
      parts.push_back(std::move(value));
    }
    if (accept_keyword("else")) {
      NodePtr value = parse_or();
      if (value == nullptr) return nullptr;
      parts.push_back(std::move(value));
      has_else = true;
    }
    if (!accept_keyword("end")) {
      unexpected("when, else or end", "a case closes with end");
      return nullptr;
    }
    const MutableNode node = make_inner(NodeKind::case_when, word.begin, std::move(parts), word);
    if (node == nullptr) return nullptr;
    node->has_operand = has_operand;
    node->has_else = has_else;
    return node;
  }

  NodePtr parse_call() {
    const Token name = take();
    const int draw_site = find_distribution(name.value) != nullptr ? ++draw_sites_ : 0;
    const Token open = take();
    std::vector<NodePtr> arguments;
    std::vector<ArgumentName> names;
    std::string via;
    bool good = true;
    bool has_where = false;
    if (!here().is_symbol(")")) {
      do {
        ArgumentName argument_name;
        if (here().kind == TokenKind::name && ahead(1).is_symbol(":")) {
          argument_name = {here().value, here().begin, here().length};
          take();
          take();
        } else if (here().kind == TokenKind::name && ahead(1).is_symbol("=") &&
                   find_distribution(name.value) != nullptr && looks_like_named_argument(name.value, here().value)) {
          report("SG3005", "arguments are named with a colon", ahead(1).begin, ahead(1).length,
                 "write " + here().value + ": value");
          argument_name = {here().value, here().begin, here().length};
          take();
          take();
        } else if (!names.empty() && !names.back().name.empty() && good) {
          report("SG3001", "an argument by position follows a named one", here().begin, here().length,
                 "name it too, or put it first");
          good = false;
        }
        if (here().kind == TokenKind::name && ahead(1).is_symbol(".") && ahead(2).is_symbol(".")) {
          good = parse_range(arguments, names) && good;
          continue;
        }
        NodePtr argument = parse_or();
        if (argument == nullptr) {
          good = false;
          if (!skip_to_separator()) return nullptr;
          continue;
        }
        arguments.push_back(std::move(argument));
        names.push_back(std::move(argument_name));
      } while (accept_symbol(","));
      if (accept_keyword("via")) {
        if (here().kind != TokenKind::name && here().kind != TokenKind::quoted_name) {
          unexpected("the name of a foreign key after via");
          return nullptr;
        }
        via = take().value;
      }
      if (accept_keyword("where")) {
        NodePtr condition = parse_or();
        if (condition == nullptr) return nullptr;
        arguments.push_back(std::move(condition));
        names.emplace_back();
        has_where = true;
        if (here().is_keyword("via")) {
          unexpected("\")\" behind the condition",
                     "via stands before where: count(orders via buyer_id where total > 10)");
          return nullptr;
        }
      }
    }
    if (!accept_symbol(")")) {
      if (here().kind == TokenKind::end) {
        report("SG3001", "the arguments of " + name.value + "() are not closed", open.begin, open.length, "add )");
      } else {
        unexpected("\",\" or \")\" in the arguments of " + name.value + "()");
      }
      return nullptr;
    }
    if (!good) return nullptr;
    const MutableNode node = make_inner(NodeKind::call, name.begin, std::move(arguments), name);
    if (node == nullptr) return nullptr;
    node->text = name.value;
    node->argument_names = std::move(names);
    node->draw_site = draw_site;
    node->has_where = has_where;
    node->via = std::move(via);
    return node;
  }

  /// "x1..x20" as arguments: one path for each number. False where it is no range, which is told.
  bool parse_range(std::vector<NodePtr>& arguments, std::vector<ArgumentName>& names) {
    const Token low = take();
    take();
    take();
    const Token high = here();
    const auto stem = [](const std::string& name) { return name.find_last_not_of("0123456789") + 1; };
    const auto number = [&](const std::string& name) {
      return parse_integer(std::string_view(name).substr(stem(name)));
    };
    constexpr std::int64_t kMostNames = 10'000;
    if (high.kind == TokenKind::name) take();
    const std::optional<std::int64_t> first = number(low.value);
    const std::optional<std::int64_t> last = high.kind == TokenKind::name ? number(high.value) : std::nullopt;
    if (!first.has_value() || !last.has_value() || *first > *last || *last - *first >= kMostNames ||
        low.value.substr(0, stem(low.value)) != high.value.substr(0, stem(high.value))) {
      report("SG3001", "not a range of columns", low.begin, high.begin + high.length - low.begin,
             "a range counts up within one name, for example x1..x20");
      return false;
    }
    for (std::int64_t k = *first; k <= *last; ++k) {
      const MutableNode node = make(NodeKind::path, low.begin);
      node->path = {low.value.substr(0, stem(low.value)) + std::to_string(k)};
      arguments.push_back(node);
      names.emplace_back();
    }
    return true;
  }

  static bool looks_like_named_argument(std::string_view function, std::string_view argument) {
    const DistributionKind* kind = find_distribution(function);
    for (const Parameterisation& parameters : kind->parameterisations) {
      for (const Parameter& parameter : parameters) {
        if (parameter.name == argument) return true;
      }
    }
    return false;
  }

  /// After a fault: to the next comma or closing parenthesis of this level. False where there is none.
  bool skip_to_separator() {
    int open = 0;
    for (; here().kind != TokenKind::end; take()) {
      if (open == 0 && (here().is_symbol(",") || here().is_symbol(")"))) return true;
      if (here().is_symbol("(")) ++open;
      if (here().is_symbol(")")) --open;
    }
    return false;
  }

  std::string_view text_;
  const TextOrigin& origin_;
  Diagnostics& diagnostics_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int level_ = 0;
  int draw_sites_ = 0;
  bool told_too_deep_ = false;
};

}  // namespace

std::string_view operator_text(Operator op) {
  constexpr std::string_view kTexts[] = {"+", "-", "*", "/", "//", "%", "^", "=", "!=", "<", "<=", ">", ">="};
  return kTexts[static_cast<std::size_t>(op)];
}

NodePtr parse_expression(std::string_view text, const TextOrigin& origin, Diagnostics& diagnostics) {
  if (text.size() > kLongestBytes) {
    diagnostics.add(make_error("SG3004", "the expression is longer than 64 KiB", origin.place(kLongestBytes, 1),
                               "compute parts of it in hidden columns"));
    return nullptr;
  }
  return Parser(text, origin, diagnostics).parse();
}

}  // namespace synthgen::expression
