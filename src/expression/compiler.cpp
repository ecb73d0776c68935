// Names and operators. Calls are in call_compiler.cpp, the types of values side by side in coercion.cpp.
#include "compiler.hpp"

#include <algorithm>

#include "arithmetic.hpp"
#include "branch.hpp"
#include "comparison.hpp"
#include "function.hpp"
#include "logic.hpp"
#include "matching.hpp"
#include "synthgen/base/near_names.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/distribution/distribution.hpp"
#include "text_join.hpp"

namespace synthgen::expression {
namespace {

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::string path_text(const Path& path) {
  std::string text;
  for (const std::string& part : path) {
    if (!text.empty()) text += '.';
    text += part == kThisRow ? "this" : part;
  }
  return text;
}

/// There is no conversion that would be right for all zones.
constexpr std::string_view kZoneHint =
    "a timestamp is an instant in UTC and a datetime is in no zone: give both columns the same type";

/// What a user probably meant by an operator between these types.
std::string operator_remedy(Operator op, const Typed& a, const Typed& b) {
  const auto either = [&](TypeKind kind) { return a.type().kind == kind || b.type().kind == kind; };
  const bool text_literal = a.is_text_literal() || b.is_text_literal();
  if (op == Operator::add && text_literal && (either(TypeKind::date) || either(TypeKind::timestamp))) {
    return "a date or time is moved by a duration: + days(1), + hours(2); texts are joined with ||";
  }
  if (op == Operator::add && either(TypeKind::string)) return "texts are joined with ||";
  if (a.is_text_literal() || b.is_text_literal()) {
    const Typed& other = a.is_text_literal() ? b : a;
    if (is_numeric(other.type().kind)) return "numbers are written without quotes";
    if (other.type().kind == TypeKind::date) return "write date '2024-02-29' for a date";
    if (other.type().kind == TypeKind::timestamp) return "write timestamp '2024-02-29T10:00:00Z' for an instant";
  }
  if (either(TypeKind::boolean)) return "turn the condition into a number: if(condition, 1, 0)";
  if (either(TypeKind::timestamp) && either(TypeKind::datetime)) return std::string(kZoneHint);
  if (either(TypeKind::timestamp) || either(TypeKind::datetime) || either(TypeKind::time)) {
    if (op != Operator::add && op != Operator::subtract) return "subtract times first, which gives seconds";
    return is_numeric(a.type().kind) || is_numeric(b.type().kind)
               ? "say which unit it is: t + hours(2), t - minutes(30)"
               : "times of one type can be subtracted from one another, which gives seconds";
  }
  if (either(TypeKind::date)) {
    if (op == Operator::add || op == Operator::subtract) {
      return either(TypeKind::number) || either(TypeKind::decimal)
                 ? "a date is moved by whole days: date + round(x)"
                 : "dates can be subtracted from one another, and moved by whole days: day + 30";
    }
    return "subtract dates first, which gives days";
  }
  return "both sides must be numbers";
}

}  // namespace

void Compiler::error(std::string code, std::string message, const ExpressionNode& node, std::string hint) {
  diagnostics_.add(make_error(std::move(code), std::move(message), expression_.origin().place(node.begin, node.length),
                              std::move(hint)));
}

void Compiler::error_at_mark(std::string code, std::string message, const ExpressionNode& node, std::string hint) {
  diagnostics_.add(make_error(std::move(code), std::move(message),
                              expression_.origin().place(node.mark, node.mark_length), std::move(hint)));
}

std::vector<Typed> Compiler::compile_children(const ExpressionNode& node, bool& good) {
  std::vector<Typed> values;
  for (const NodePtr& child : node.children) {
    values.push_back(compile_node(*child));
    good = good && values.back();
  }
  return values;
}

Typed Compiler::compile_node(const ExpressionNode& node) {
  Typed value = compile_part(node);
  if (!value || value.unit == TimeUnit::none) return value;
  error("SG3210", quoted(node.text) + " gives a duration, which has no value of its own", node,
        "add it to a date or a time, or subtract it: start + " + node.text + "(3)");
  return {nullptr, &node};
}

Typed Compiler::compile_part(const ExpressionNode& node) {
  switch (node.kind) {
    case NodeKind::integer:
      return {make_integer({TypeKind::integer}, node.integer), &node};
    case NodeKind::decimal:
      return {make_integer(Type::decimal(node.decimals), node.integer), &node};
    case NodeKind::number:
      return {make_number(node.number), &node};
    case NodeKind::text:
      return {make_text(node.text), &node};
    case NodeKind::boolean:
      return {make_integer({TypeKind::boolean}, node.integer), &node};
    case NodeKind::null:
      return {make_null({TypeKind::integer}), &node, true};
    case NodeKind::date:
      return {make_integer({TypeKind::date}, node.integer), &node};
    case NodeKind::timestamp:
      return {make_integer({TypeKind::timestamp, fraction_digits_of(node.integer)}, node.integer), &node};
    case NodeKind::path:
      return compile_path(node);
    case NodeKind::negate:
      return compile_negation(node);
    case NodeKind::logical_not: {
      StepPtr step = condition(compile_node(*node.children[0]));
      return {step == nullptr ? nullptr : make_not(std::move(step)), &node};
    }
    case NodeKind::logical_and:
    case NodeKind::logical_or:
      return compile_logic(node);
    case NodeKind::join:
      return compile_join(node);
    case NodeKind::arithmetic:
      return compile_arithmetic(node);
    case NodeKind::comparison:
      return compile_comparison(node);
    case NodeKind::between:
      return compile_between(node);
    case NodeKind::in_list:
      return compile_in(node);
    case NodeKind::is_null: {
      const Typed value = compile_node(*node.children[0]);
      return {value ? make_null_test(value.step, node.negated) : nullptr, &node};
    }
    case NodeKind::like:
    case NodeKind::matches:
      return compile_match(node);
    case NodeKind::case_when:
      return compile_case(node);
    case NodeKind::call:
      return compile_call(node);
  }
  return {};
}

Typed Compiler::compile_constant(const NamedConstant& constant, const ExpressionNode& node) {
  // It acts as the literal that it stands for, so it becomes one, at the place of its name.
  auto literal = std::make_shared<ExpressionNode>();
  literal->begin = node.begin;
  literal->length = node.length;
  literal->mark = node.mark;
  literal->mark_length = node.mark_length;
  switch (constant.kind) {
    case NamedConstant::Kind::null:
      literal->kind = NodeKind::null;
      break;
    case NamedConstant::Kind::boolean:
      literal->kind = NodeKind::boolean;
      literal->integer = constant.boolean ? 1 : 0;
      break;
    case NamedConstant::Kind::text:
      literal->kind = NodeKind::text;
      literal->text = constant.text;
      break;
    case NamedConstant::Kind::number:
      if (const auto integer = parse_integer(constant.text); integer.has_value()) {
        literal->kind = NodeKind::integer;
        literal->integer = *integer;
      } else if (const auto scaled = parse_decimal(constant.text);
                 scaled.has_value() && scaled->value <= kMostDecimal && scaled->value >= -kMostDecimal) {
        literal->kind = NodeKind::decimal;
        literal->integer = scaled->value;
        literal->decimals = scaled->decimals;
      } else {
        literal->kind = NodeKind::number;
        literal->number = parse_number(constant.text).value_or(0);
      }
      break;
  }
  literals_.push_back(literal);
  if (std::find(results_.begin(), results_.end(), &node) != results_.end()) results_.push_back(literal.get());
  return compile_node(*literal);
}

Typed Compiler::compile_path(const ExpressionNode& node) {
  if (node.path.size() == 1) {
    if (const NamedConstant* constant = scope_.constant(node.path[0]); constant != nullptr) {
      return compile_constant(*constant, node);
    }
  }
  const Result<std::optional<Scope::Entry>> found = scope_.find(node.path);
  if (!found.ok()) {
    for (Diagnostic diagnostic : found.diagnostics()) {
      if (!diagnostic.place.has_value()) diagnostic.place = expression_.origin().place(node.begin, node.length);
      diagnostics_.add(std::move(diagnostic));
    }
    return {nullptr, &node};
  }
  if (!found->has_value()) {
    std::string hint = did_you_mean(node.path.back(), scope_.names_near(node.path));
    if (node.path.size() == 1 &&
        (find_function(node.path[0]) != nullptr || find_distribution(node.path[0]) != nullptr)) {
      hint = "a function is called with parentheses: " + node.path[0] + "()";
    } else if (node.path.size() == 1 && is_foreign_null(node.path[0])) {
      hint = "a missing value is written null";
    } else if (hint.empty()) {
      hint = "a text stands between single quotes: '" + node.path.back() + "'";
    }
    error("SG3101", "unknown column " + quoted(path_text(node.path)), node, std::move(hint));
    return {nullptr, &node};
  }
  return read_column(**found, node);
}

Typed Compiler::read_column(const Scope::Entry& entry, const ExpressionNode& node) {
  if (std::find(inputs_.begin(), inputs_.end(), entry.column) == inputs_.end()) inputs_.push_back(entry.column);
  return {make_column(entry.type, entry.column, entry.dictionary), &node};
}

Typed Compiler::compile_negation(const ExpressionNode& node) {
  const Typed value = compile_part(*node.children[0]);
  if (!value) return {nullptr, &node};
  if (value.unit != TimeUnit::none) {
    const std::string& unit = value.node->text;
    error("SG3210", "\"-\" does not take a duration", node,
          "write " + unit + "(-3), or subtract it: start - " + unit + "(3)");
    return {nullptr, &node};
  }
  if (is_numeric(value.type().kind)) return {make_negation(value.step), &node};
  error("SG3201", "\"-\" does not take " + type_name_of(value), node,
        value.type().kind == TypeKind::boolean ? "write not for a condition" : "only numbers have a sign");
  return {nullptr, &node};
}

Typed Compiler::compile_logic(const ExpressionNode& node) {
  std::vector<StepPtr> parts;
  bool good = true;
  for (const NodePtr& child : node.children) {
    parts.push_back(condition(compile_node(*child)));
    good = good && parts.back() != nullptr;
  }
  return {good ? make_logic(node.kind == NodeKind::logical_or, std::move(parts)) : nullptr, &node};
}

Typed Compiler::compile_join(const ExpressionNode& node) {
  bool good = true;
  const std::vector<Typed> values = compile_children(node, good);
  if (!good) return {nullptr, &node};
  if (std::all_of(values.begin(), values.end(),
                  [](const Typed& value) { return value.type().kind == TypeKind::boolean; })) {
    error_at_mark("SG3005", "\"||\" joins texts, both sides are conditions", node, "write or: a or b");
    return {nullptr, &node};
  }
  std::vector<StepPtr> parts;
  for (const Typed& value : values) parts.push_back(value.bare_null ? make_null({TypeKind::string}) : value.step);
  return {make_join(std::move(parts)), &node};
}

Typed Compiler::compile_arithmetic(const ExpressionNode& node) {
  std::vector<Typed> values = {compile_part(*node.children[0]), compile_part(*node.children[1])};
  Typed& a = values[0];
  Typed& b = values[1];
  if (!a || !b) return {nullptr, &node};
  if (a.unit != TimeUnit::none || b.unit != TimeUnit::none) return compile_shift(node, a, b);
  // A null takes the other's type, but what is added to a date is a number of days. A text literal beside a date in a
  // subtraction is a date.
  const auto beside = [&node](const Typed& other) {
    const bool days = node.op == Operator::add && other.type().kind == TypeKind::date;
    return make_null(days ? Type{TypeKind::integer} : other.type());
  };
  if (a.bare_null && !b.bare_null) a.step = beside(b);
  if (b.bare_null && !a.bare_null) b.step = beside(a);
  if (node.op == Operator::subtract && (a.is_text_literal() || b.is_text_literal())) {
    if (const auto common = common_type(values); common.has_value() && is_time_or_uuid(*common)) {
      a = {coerce(a, *common), a.node};
      b = {coerce(b, *common), b.node};
      if (!a || !b) return {nullptr, &node};
    }
  }
  if (!arithmetic_type(node.op, a.type(), b.type()).has_value()) {
    error_at_mark("SG3201",
                  quoted(operator_text(node.op)) + " does not take " + type_name_of(a) + " and " + type_name_of(b),
                  node, operator_remedy(node.op, a, b));
    return {nullptr, &node};
  }
  return {make_arithmetic(node.op, a.step, b.step), &node};
}

bool Compiler::compare_ready(Operator op, Typed& a, Typed& b, const ExpressionNode& node) {
  const Typed pair[] = {a, b};
  std::optional<Type> common = common_type(pair);
  if (a.is_text_literal() && b.is_text_literal()) common = Type{TypeKind::string};
  const bool ordered = op != Operator::equal && op != Operator::not_equal;
  if (!common.has_value()) {
    std::string hint = operator_remedy(op, a, b);
    const bool text = a.type().kind == TypeKind::string || b.type().kind == TypeKind::string;
    if (is_moment(a.type().kind) && is_moment(b.type().kind)) {
      hint = kZoneHint;
    } else if (!a.is_text_literal() && !b.is_text_literal()) {
      const auto is_day = [](const Typed& side) {
        return side.type().kind == TypeKind::date || side.type().kind == TypeKind::timestamp ||
               side.type().kind == TypeKind::datetime;
      };
      hint = text                     ? "compare like with like: x || '' makes a text of anything"
             : is_day(a) || is_day(b) ? "compare like with like: day > '2024-02-29', or year(day) > 2024"
                                      : "compare like with like";
    } else if (a.type().kind == TypeKind::boolean || b.type().kind == TypeKind::boolean) {
      hint = "conditions are compared with true and false, without quotes";
    }
    // `active || id > 5` reads as (active || id) > 5.
    for (const Typed* side : {&a, &b}) {
      if (side->node->kind == NodeKind::join) hint = "|| joins texts; conditions are joined with or";
    }
    error_at_mark("SG3201",
                  quoted(operator_text(op)) + " does not compare " + type_name_of(a) + " with " + type_name_of(b), node,
                  std::move(hint));
    return false;
  }
  if (ordered && common->kind == TypeKind::boolean) {
    error_at_mark("SG3201", quoted(operator_text(op)) + " does not take booleans", node,
                  "booleans are compared with = and !=");
    return false;
  }
  if (is_numeric(common->kind)) {
    // Numbers keep their own types: they are compared as values.
    if (a.bare_null) a.step = make_null(*common);
    if (b.bare_null) b.step = make_null(*common);
    return true;
  }
  a = {coerce(a, *common), a.node};
  b = {coerce(b, *common), b.node};
  return a && b;
}

Typed Compiler::compile_comparison(const ExpressionNode& node) {
  bool good = true;
  std::vector<Typed> values = compile_children(node, good);
  if (!good) return {nullptr, &node};
  const bool equality = node.op == Operator::equal || node.op == Operator::not_equal;
  if (equality && !node.of_list && (values[0].bare_null || values[1].bare_null)) {
    error_at_mark("SG3201", "a comparison with null is never true", node,
                  node.op == Operator::equal ? "write x is null" : "write x is not null");
    return {nullptr, &node};
  }
  if (!compare_ready(node.op, values[0], values[1], node)) return {nullptr, &node};
  return {make_comparison(node.op, values[0].step, values[1].step), &node};
}

Typed Compiler::compile_between(const ExpressionNode& node) {
  bool good = true;
  const std::vector<Typed> values = compile_children(node, good);
  if (!good) return {nullptr, &node};
  Typed low_x = values[0];
  Typed low = values[1];
  Typed high_x = values[0];
  Typed high = values[2];
  if (!compare_ready(Operator::greater_equal, low_x, low, node) ||
      !compare_ready(Operator::less_equal, high_x, high, node)) {
    return {nullptr, &node};
  }
  const StepPtr step = share_value(values[0].step, [&](const StepPtr& x) {
    // A date beside a timestamp bound is converted; what is not keeps the shared step.
    const auto side = [&](const Typed& ready) {
      return ready.step == values[0].step ? x : values[0].constant() ? ready.step : make_conversion(x, ready.type());
    };
    std::vector<StepPtr> parts = {make_comparison(Operator::greater_equal, side(low_x), low.step),
                                  make_comparison(Operator::less_equal, side(high_x), high.step)};
    return make_logic(false, std::move(parts));
  });
  return {node.negated ? make_not(step) : step, &node};
}

Typed Compiler::compile_in(const ExpressionNode& node) {
  bool good = true;
  const std::vector<Typed> values = compile_children(node, good);
  if (!good) return {nullptr, &node};
  std::vector<Typed> left;
  std::vector<Typed> right;
  for (std::size_t i = 1; i < values.size(); ++i) {
    left.push_back(values[0]);
    right.push_back(values[i]);
    if (!compare_ready(Operator::equal, left.back(), right.back(), *values[i].node)) good = false;
  }
  if (!good) return {nullptr, &node};
  const StepPtr step = share_value(values[0].step, [&](const StepPtr& x) {
    std::vector<StepPtr> parts;
    for (std::size_t i = 0; i < left.size(); ++i) {
      const StepPtr side = left[i].step == values[0].step ? x
                           : values[0].constant()         ? left[i].step
                                                          : make_conversion(x, left[i].type());
      parts.push_back(make_comparison(Operator::equal, side, right[i].step));
    }
    return make_logic(true, std::move(parts));
  });
  return {node.negated ? make_not(step) : step, &node};
}

Typed Compiler::compile_match(const ExpressionNode& node) {
  const std::string word = node.kind == NodeKind::like ? "like" : "matches";
  bool good = true;
  std::vector<Typed> values = compile_children(node, good);
  if (!good) return {nullptr, &node};
  for (Typed& value : values) {
    if (value.bare_null) value.step = make_null({TypeKind::string});
    if (value.type().kind == TypeKind::string) continue;
    error("SG3202", word + " takes texts, this is " + type_name_of(value), *value.node, "make a text of it: x || ''");
    return {nullptr, &node};
  }
  StepPtr step;
  if (node.kind == NodeKind::like) {
    step = make_like(values[0].step, values[1].step);
  } else if (!values[1].constant()) {
    error("SG3202", "the pattern of matches must be a literal", *values[1].node,
          "write the pattern between single quotes");
    return {nullptr, &node};
  } else if (const auto pattern = constant_text(*values[1].step)) {
    std::string fault;
    step = make_matches(values[0].step, *pattern, fault);
    if (step == nullptr) {
      error("SG3202", "the pattern is wrong: " + fault, *values[1].node, "patterns are written in RE2's syntax");
      return {nullptr, &node};
    }
  } else {
    step = make_null({TypeKind::boolean});
  }
  return {node.negated ? make_not(std::move(step)) : step, &node};
}

Typed Compiler::compile_case(const ExpressionNode& node) {
  bool good = true;
  const std::vector<Typed> parts = compile_children(node, good);
  const std::size_t first = node.has_operand ? 1 : 0;
  const std::size_t pairs = (parts.size() - first) / 2;
  std::vector<Typed> values;
  for (std::size_t k = 0; k < pairs; ++k) values.push_back(parts[first + 2 * k + 1]);
  if (node.has_else) values.push_back(parts.back());
  std::vector<StepPtr> conditions(pairs);
  std::vector<Typed> left(pairs);
  std::vector<Typed> right(pairs);
  for (std::size_t k = 0; k < pairs; ++k) {
    const Typed& when = parts[first + 2 * k];
    if (!node.has_operand) {
      conditions[k] = condition(when);
      good = good && conditions[k] != nullptr;
      continue;
    }
    left[k] = parts[0];
    right[k] = when;
    if (!left[k] || !right[k] || !compare_ready(Operator::equal, left[k], right[k], *when.node)) good = false;
  }
  const std::vector<StepPtr> steps = branches(values, "case");
  if (steps.empty() || !good) return {nullptr, &node};
  const auto arms = [&] {
    std::vector<Arm> made;
    for (std::size_t k = 0; k < pairs; ++k) made.push_back({conditions[k], steps[k]});
    if (node.has_else) made.push_back({nullptr, steps.back()});
    return made;
  };
  if (!node.has_operand) return {make_branch(steps[0]->type(), arms()), &node};
  return {share_value(parts[0].step,
                      [&](const StepPtr& x) {
                        for (std::size_t k = 0; k < pairs; ++k) {
                          const StepPtr side = left[k].step == parts[0].step ? x
                                               : parts[0].constant()         ? left[k].step
                                                                             : make_conversion(x, left[k].type());
                          conditions[k] = make_comparison(Operator::equal, side, right[k].step);
                        }
                        return make_branch(steps[0]->type(), arms());
                      }),
          &node};
}

}  // namespace synthgen::expression
