// How an expression follows one column: a walk over the tree that adds trends up.
//
// Where nothing is known for sure the answer is `other`, which costs attempts and never a wrong value.
#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

#include "function.hpp"
#include "syntax.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/base/powers_of_ten.hpp"
#include "trend_shape.hpp"

namespace synthgen {
namespace expression {
namespace {

Sort sort_of(TypeKind kind) {
  if (is_numeric(kind)) return Sort::number;
  if (is_moment(kind)) return Sort::moment;
  if (kind == TypeKind::date) return Sort::date;
  return kind == TypeKind::time ? Sort::clock : Sort::unknown;
}

/// What a function with a known trend makes of its arguments.
enum class Rule : std::uint8_t {
  none,       ///< nothing is known, unless all arguments are constant
  rises,      ///< a number that rises with the first argument; the others are constant
  numeric,    ///< stays the number that it is; a text may hold any
  calendar,   ///< a number that rises with a day
  truncates,  ///< the second argument, cut
  extreme,
  choice,  ///< if
  first_filled,
  workdays,
  distance,  ///< from the first argument to the second
  makes_number,
  makes_date,
  makes_moment,
};

struct KnownFunction {
  std::string_view name;
  Rule rule;
};
constexpr KnownFunction kKnown[] = {
    {"round", Rule::rises},
    {"floor", Rule::rises},
    {"ceil", Rule::rises},
    {"trunc", Rule::rises},
    {"sign", Rule::rises},
    {"exp", Rule::rises},
    {"to_number", Rule::numeric},
    {"year", Rule::calendar},
    {"date_trunc", Rule::truncates},
    {"least", Rule::extreme},
    {"greatest", Rule::extreme},
    {"clip", Rule::extreme},
    {"if", Rule::choice},
    {"coalesce", Rule::first_filled},
    {"add_workdays", Rule::workdays},
    {"days_between", Rule::distance},
    {"years_between", Rule::distance},
    {"abs", Rule::makes_number},
    {"sqrt", Rule::makes_number},
    {"ln", Rule::makes_number},
    {"log10", Rule::makes_number},
    {"pow", Rule::makes_number},
    {"mod", Rule::makes_number},
    {"sin", Rule::makes_number},
    {"cos", Rule::makes_number},
    {"tan", Rule::makes_number},
    {"atan2", Rule::makes_number},
    {"pi", Rule::makes_number},
    {"length", Rule::makes_number},
    {"count_filled", Rule::makes_number},
    {"hash", Rule::makes_number},
    {"row_number", Rule::makes_number},
    {"month", Rule::makes_number},
    {"day", Rule::makes_number},
    {"weekday", Rule::makes_number},
    {"hour", Rule::makes_number},
    {"minute", Rule::makes_number},
    {"second", Rule::makes_number},
    {"today", Rule::makes_date},
    {"make_date", Rule::makes_date},
    {"now", Rule::makes_moment},
};

Rule rule_of(std::string_view name) {
  const auto* found = std::find_if(std::begin(kKnown), std::end(kKnown),
                                   [name](const KnownFunction& function) { return function.name == name; });
  return found == std::end(kKnown) ? Rule::none : found->rule;
}

class Reader {
 public:
  Reader(const PathTrend& paths, const Scope* scope) : paths_(paths), scope_(scope) {}

  Shape read(const ExpressionNode& node) const {
    switch (node.kind) {
      case NodeKind::integer:
        return fixed(Sort::number, static_cast<double>(node.integer));
      case NodeKind::decimal:
        return fixed(Sort::number, static_cast<double>(node.integer) /
                                       static_cast<double>(kPowersOfTen[static_cast<std::size_t>(node.decimals)]));
      case NodeKind::number:
        return fixed(Sort::number, node.number);
      case NodeKind::date:
        return fixed(Sort::date);
      case NodeKind::timestamp:
        return fixed(Sort::moment);
      case NodeKind::path:
        return read_path(node);
      case NodeKind::negate: {
        Shape shape = negated(read(*node.children[0]));
        shape.sort = Sort::number;
        return shape;
      }
      case NodeKind::arithmetic:
        return read_arithmetic(node);
      case NodeKind::case_when:
        return read_case(node);
      case NodeKind::call:
        return read_call(node);
      default:
        return all_constant(node) ? fixed(Sort::unknown) : other(Sort::unknown);
    }
  }

 private:
  bool all_constant(const ExpressionNode& node) const {
    return std::all_of(node.children.begin(), node.children.end(),
                       [this](const NodePtr& child) { return read(*child).constant(); });
  }

  Shape read_path(const ExpressionNode& node) const {
    Sort sort = Sort::unknown;
    if (scope_ != nullptr) {
      if (const NamedConstant* constant = node.path.size() == 1 ? scope_->constant(node.path[0]) : nullptr;
          constant != nullptr) {
        if (constant->kind != NamedConstant::Kind::number) return fixed(Sort::unknown);
        return fixed(Sort::number, parse_number(constant->text));
      }
      if (const auto found = scope_->find(node.path); found.ok() && found->has_value()) {
        sort = sort_of((**found).type.kind);
      }
    }
    Shape shape;
    shape.trend = paths_(node.path);
    shape.sort = sort;
    if (shape.trend == Trend::constant || shape.trend == Trend::other) return shape;
    shape.line = &node.path;
    shape.line_trend = shape.trend;
    shape.slope = 1;
    shape.terms = 1;
    return shape;
  }

  /// The unit of a call that gives a duration; `none` of all else.
  static TimeUnit unit_of(const ExpressionNode& node) {
    if (node.kind != NodeKind::call || node.children.size() != 1) return TimeUnit::none;
    const FunctionRecord* function = find_function(node.text);
    return function == nullptr ? TimeUnit::none : function->unit;
  }

  Shape read_arithmetic(const ExpressionNode& node) const {
    const ExpressionNode& left = *node.children[0];
    const ExpressionNode& right = *node.children[1];
    const bool back = node.op == Operator::subtract;
    if (node.op == Operator::add || back) {
      if (const TimeUnit unit = unit_of(right); unit != TimeUnit::none) {
        return shifted(read(left), unit, read(*right.children[0]), back);
      }
      if (const TimeUnit unit = unit_of(left); unit != TimeUnit::none && !back) {
        return shifted(read(right), unit, read(*left.children[0]), false);
      }
    }
    const Shape a = read(left);
    const Shape b = read(right);
    switch (node.op) {
      case Operator::add:
        return added(a, b, sort_of_sum(a.sort, b.sort));
      case Operator::subtract:
        return subtracted(a, b, sort_of_difference(a.sort, b.sort));
      case Operator::multiply:
        if (a.constant() && b.constant()) return fixed(Sort::number, product(a.value, b.value));
        if (a.constant()) return scaled(b, a.value);
        return b.constant() ? scaled(a, b.value) : other(Sort::number);
      case Operator::divide:
      case Operator::floor_divide: {
        const bool known = b.value.has_value() && std::fabs(*b.value) > 0;
        const std::optional<double> factor = known ? std::optional(1 / *b.value) : std::nullopt;
        const bool real = node.op == Operator::divide;
        if (a.constant() && b.constant()) {
          return fixed(Sort::number, real ? product(a.value, factor) : std::nullopt);
        }
        if (!b.constant() || (b.value.has_value() && !known)) return other(Sort::number);
        const Shape quotient = scaled(a, factor);
        return real ? quotient : followed(quotient, Sort::number);
      }
      default:
        return a.constant() && b.constant() ? fixed(Sort::number) : other(Sort::number);
    }
  }

  static std::optional<double> product(std::optional<double> a, std::optional<double> b) {
    if (!a.has_value() || !b.has_value()) return std::nullopt;
    return *a * *b;
  }

  static Sort sort_of_sum(Sort a, Sort b) {
    if (a == Sort::number && b == Sort::number) return Sort::number;
    if ((a == Sort::date && b == Sort::number) || (a == Sort::number && b == Sort::date)) return Sort::date;
    if (a == Sort::clock || b == Sort::clock) return Sort::moment;
    return Sort::unknown;
  }
  static Sort sort_of_difference(Sort a, Sort b) {
    if (a == Sort::date && b == Sort::number) return Sort::date;
    return a == Sort::unknown || b == Sort::unknown ? Sort::unknown : Sort::number;
  }

  /// A date or time beside a duration.
  static Shape shifted(const Shape& point, TimeUnit unit, const Shape& count, bool back) {
    const Shape moved = followed(back ? negated(count) : count, Sort::number);
    const bool day = point.sort == Sort::date || point.sort == Sort::moment;
    if (is_calendar_unit(unit)) {
      // The last days of a month fall together: those of one hour keep their order then, those of several do not.
      if (!point.constant() && point.sort != Sort::date) return other(point.sort);
      return followed(added(followed(point, point.sort), moved, point.sort), point.sort);
    }
    if (unit == TimeUnit::days) return added(point, moved, point.sort);
    // A time of day begins anew at midnight.
    const bool constant = point.constant() && moved.constant();
    if (!day) return constant ? fixed(point.sort) : other(point.sort);
    return added(point, moved, Sort::moment);
  }

  Shape read_case(const ExpressionNode& node) const {
    const std::size_t first = node.has_operand ? 1 : 0;
    const std::size_t pairs = (node.children.size() - first) / 2;
    bool steady = !node.has_operand || read(*node.children[0]).constant();
    std::optional<Shape> result;
    const auto take = [&](const ExpressionNode& value) {
      const Shape shape = read(value);
      result = result.has_value() ? either_of(*result, shape) : shape;
    };
    for (std::size_t k = 0; k < pairs; ++k) {
      steady = steady && read(*node.children[first + 2 * k]).constant();
      take(*node.children[first + 2 * k + 1]);
    }
    if (node.has_else) take(*node.children.back());
    return chosen(steady, *result);
  }

  /// A choice between values, of which `steady` tells whether it stays while the column rises.
  static Shape chosen(bool steady, Shape result) {
    result.value = std::nullopt;
    return steady ? result : other(result.sort);
  }

  Shape read_call(const ExpressionNode& node) const {
    const FunctionRecord* function = find_function(node.text);
    std::vector<Shape> arguments(node.children.size());
    bool constant = true;
    bool placed = function != nullptr && !node.has_where;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      const std::string& name = node.argument_names[i].name;
      std::size_t at = i;
      if (!name.empty() && function != nullptr) {
        at = 0;
        while (at < function->parameters.size() && function->parameters[at].name != name) ++at;
        if (at >= arguments.size()) {  // misses one before it, or is not known
          placed = false;
          at = i;
        }
      }
      arguments[at] = read(*node.children[i]);
      constant = constant && arguments[at].constant();
    }
    const Shape result = placed ? apply(rule_of(node.text), arguments) : other(Sort::unknown);
    if (!constant) return result;
    return fixed(result.sort);
  }

  static Shape apply(Rule rule, const std::vector<Shape>& arguments) {
    const auto rest_constant = [&](std::size_t from) {
      return std::all_of(arguments.begin() + static_cast<std::ptrdiff_t>(std::min(from, arguments.size())),
                         arguments.end(), [](const Shape& shape) { return shape.constant(); });
    };
    const auto sized = [&](std::size_t least) { return arguments.size() >= least; };
    switch (rule) {
      case Rule::rises:
      case Rule::calendar:
        return sized(1) && rest_constant(1) ? followed(arguments[0], Sort::number) : other(Sort::number);
      case Rule::numeric:
        return sized(1) && arguments[0].sort == Sort::number ? arguments[0] : other(Sort::number);
      case Rule::truncates:
        if (!sized(2)) break;
        return arguments[0].constant() ? followed(arguments[1], arguments[1].sort) : other(arguments[1].sort);
      case Rule::extreme: {
        if (!sized(1)) break;
        Shape result = arguments[0];
        for (std::size_t i = 1; i < arguments.size(); ++i) result = extreme_of(result, arguments[i]);
        return result;
      }
      case Rule::choice:
        if (!sized(3)) break;
        return chosen(arguments[0].constant(), either_of(arguments[1], arguments[2]));
      case Rule::first_filled: {
        if (!sized(1)) break;
        // What follows the column in a known way is null whatever the column's value is, or never.
        Shape result = arguments[0];
        for (std::size_t i = 1; i < arguments.size(); ++i) result = either_of(result, arguments[i]);
        return chosen(true, result);
      }
      case Rule::workdays:
        if (!sized(2)) break;
        // Saturday at 1 o'clock counts from Friday at 1 o'clock, before Friday at 2.
        if (!arguments[0].constant() && arguments[0].sort != Sort::date) return other(arguments[0].sort);
        return followed(added(followed(arguments[0], Sort::date), followed(arguments[1], Sort::number), Sort::date),
                        arguments[0].sort);
      case Rule::distance:
        if (!sized(2)) break;
        return followed(
            added(followed(arguments[1], Sort::number), followed(negated(arguments[0]), Sort::number), Sort::number),
            Sort::number);
      case Rule::makes_number:
        return other(Sort::number);
      case Rule::makes_date:
        return other(Sort::date);
      case Rule::makes_moment:
        return other(Sort::moment);
      case Rule::none:
        break;
    }
    return other(Sort::unknown);
  }

  const PathTrend& paths_;
  const Scope* scope_;
};

}  // namespace
}  // namespace expression

Trend trend_of(const Expression& whole, const PathTrend& paths, const Scope* scope) {
  return expression::Reader(paths, scope).read(whole.root()).trend;
}

Trend trend_of_difference(const Expression& left, const Expression& right, const PathTrend& paths, const Scope* scope) {
  const expression::Reader reader(paths, scope);
  return expression::added(reader.read(left.root()), expression::negated(reader.read(right.root())),
                           expression::Sort::number)
      .trend;
}

}  // namespace synthgen
