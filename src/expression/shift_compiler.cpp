// Dates and times beside durations: start + days(3).
#include "compiler.hpp"
#include "time_literal.hpp"
#include "time_shift.hpp"

namespace synthgen::expression {
namespace {

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

}  // namespace

Typed Compiler::compile_shift(const ExpressionNode& node, const Typed& a, const Typed& b) {
  const bool both = a.unit != TimeUnit::none && b.unit != TimeUnit::none;
  const Typed& duration = b.unit != TimeUnit::none ? b : a;
  const Typed& other = b.unit != TimeUnit::none ? a : b;
  const std::string& unit = duration.node->text;
  const std::string sign = quoted(operator_text(node.op));
  if (both) {
    error_at_mark("SG3210", sign + " does not take two durations", node,
                  "move the date or time by one after the other: start + days(1) + hours(2)");
    return {nullptr, &node};
  }
  if (node.op != Operator::add && (node.op != Operator::subtract || &duration == &a)) {
    error_at_mark("SG3210", sign + " does not take a duration " + (&duration == &a ? "on its left" : "on its right"),
                  node,
                  is_numeric(other.type().kind) ? "compute within the parentheses: " + unit + "(2 * x)"
                                                : "a date or a time comes first: start - " + unit + "(3)");
    return {nullptr, &node};
  }
  StepPtr point = other.bare_null ? make_null({TypeKind::timestamp}) : other.step;
  if (other.is_text_literal()) {
    if (StepPtr read = read_time_by_form(other.node->text); read != nullptr) point = std::move(read);
  }
  const Type type = point->type();
  if (!is_time(type.kind) || !shifted_type(type, duration.unit, duration.type()).has_value()) {
    std::string hint = "durations move dates and times";
    if (other.is_text_literal()) {
      hint = "write date '2024-02-29' or timestamp '2024-02-29T10:00:00Z'";
    } else if (type.kind == TypeKind::time) {
      hint = "a time of day has no date: move it by hours, minutes and seconds";
    } else if (type.kind == TypeKind::date) {
      hint = "a date is moved by whole days: days(round(x))";
    }
    error_at_mark("SG3201",
                  sign + " does not take " + type_name_of(other) + " and " + unit + "(" +
                      (type.kind == TypeKind::date ? type_text(duration.type()) : std::string()) + ")",
                  node, std::move(hint));
    return {nullptr, &node};
  }
  return {make_shift(std::move(point), duration.unit, duration.step, node.op == Operator::subtract), &node};
}

}  // namespace synthgen::expression
