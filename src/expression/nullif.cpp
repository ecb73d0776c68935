// nullif(a, b).
#include "arithmetic.hpp"
#include "branch.hpp"
#include "comparison.hpp"
#include "function.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_nullif(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode& call) {
  Typed a = arguments[0];
  Typed b = arguments[1];
  if (a.bare_null || b.bare_null) return a.bare_null && !b.bare_null ? make_null(b.type()) : a.step;
  if (!compiler.compare_ready(Operator::equal, a, b, call)) return nullptr;
  // The comparison may need a common type, a date beside a timestamp say; the value keeps its own.
  const StepPtr first = arguments[0].is_text_literal() ? a.step : arguments[0].step;
  const Type type = first->type();
  return share_value(first, [&](const StepPtr& value) {
    const StepPtr side = a.step == first ? value : make_conversion(value, a.type());
    return make_branch(type, {{make_comparison(Operator::equal, side, b.step), make_null(type)}, {nullptr, value}});
  });
}

constexpr FunctionParameter kParameters[] = {
    {"a", "a value of any type"},
    {"b", "a value to compare it with"},
};

}  // namespace

FunctionRecord nullif_function() {
  return {
      .record = {.name = "nullif",
                 .summary = "Null where the two values are equal, the first otherwise.",
                 .source = "SQL:2016.",
                 .example = R"json({"expression": "nullif('n/a', 'n/a')"})json"},
      .parameters = kParameters,
      .takes_nulls = true,
      .compile = &compile_nullif,
  };
}

}  // namespace synthgen::expression::functions
