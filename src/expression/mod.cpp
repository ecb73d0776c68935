// mod(x, y).
#include "arithmetic.hpp"
#include "function.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_mod(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  const bool good = compiler.need_numeric(arguments[0], "mod");
  if (!compiler.need_numeric(arguments[1], "mod") || !good) return nullptr;
  // A bare null takes the other's type, as beside the operator.
  const StepPtr x = arguments[0].bare_null ? make_null(arguments[1].type()) : arguments[0].step;
  const StepPtr y = arguments[1].bare_null ? make_null(arguments[0].type()) : arguments[1].step;
  return make_arithmetic(Operator::remainder, x, y);
}

constexpr FunctionParameter kParameters[] = {
    {"x", "dividend, a number"},
    {"y", "divisor, a number; 0 gives null"},
};

}  // namespace

FunctionRecord mod_function() {
  return {
      .record = {.name = "mod",
                 .summary = "The remainder of a division with the sign of the dividend, as % gives it.",
                 .source = "SQL:2016; as the operator %.",
                 .example = R"json({"expression": "mod(-7, 3)"})json"},
      .parameters = kParameters,
      .compile = &compile_mod,
  };
}

}  // namespace synthgen::expression::functions
