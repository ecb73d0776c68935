// The tree of a parsed expression: syntax only, names and types are looked up later.
//
// Threads: immutable once parsed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "synthgen/expression/expression.hpp"

namespace synthgen::expression {

enum class NodeKind : std::uint8_t {
  integer,
  decimal,
  number,
  text,
  boolean,
  null,
  date,
  timestamp,
  path,
  negate,       ///< one child
  logical_not,  ///< one child
  logical_and,  ///< two children or more
  logical_or,
  join,        ///< ||, two children or more
  arithmetic,  ///< two children, `op`
  comparison,  ///< two children, `op`
  between,     ///< x, low, high; `negated`
  in_list,     ///< x, then the list; `negated`
  is_null,     ///< one child; `negated`
  like,        ///< text, pattern; `negated`
  matches,
  case_when,  ///< [operand], (when, then)…, [else]
  call,       ///< children are arguments
};

enum class Operator : std::uint8_t {
  add,
  subtract,
  multiply,
  divide,
  floor_divide,
  remainder,
  power,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
};

/// What other languages call null.
inline bool is_foreign_null(std::string_view name) {
  return name == "None" || name == "nil" || name == "undefined" || name == "NaN" || name == "nan" || name == "NA";
}

/// As written in an expression: "+", "<=".
std::string_view operator_text(Operator op);

using NodePtr = std::shared_ptr<const ExpressionNode>;

/// The name of an argument, `mean: 5`; empty for one given by position.
struct ArgumentName {
  std::string name;
  std::size_t begin = 0;
  std::size_t length = 0;
};

}  // namespace synthgen::expression

namespace synthgen {

struct ExpressionNode {
  expression::NodeKind kind = expression::NodeKind::null;
  expression::Operator op = expression::Operator::add;
  bool negated = false;
  bool of_list = false;      ///< a comparison with a value of a list, which may be null
  bool has_operand = false;  ///< of a case
  bool has_else = false;     ///< of a case
  std::size_t begin = 0;     ///< bytes of the whole node
  std::size_t length = 0;
  std::size_t mark = 0;  ///< where its operator or name stands
  std::size_t mark_length = 0;
  int depth = 1;

  std::int64_t integer = 0;  ///< value of integer, decimal (scaled), boolean, date (days), timestamp (micros)
  int decimals = 0;
  double number = 0;
  std::string text;  ///< a text, or the name of a function
  Path path;
  std::vector<expression::NodePtr> children;
  std::vector<expression::ArgumentName> argument_names;  ///< of a call, one per child
  int draw_site = 0;                                     ///< of a call of a distribution: 1, 2, … in text order
  bool has_where = false;                                ///< of a call: the last child is the condition after `where`
  std::string via;                                       ///< of a call: the foreign key after `via`
};

}  // namespace synthgen
