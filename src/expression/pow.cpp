// pow(x, y).
#include "arithmetic.hpp"
#include "function.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_pow(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  const bool good = compiler.need_numeric(arguments[0], "pow");
  if (!compiler.need_numeric(arguments[1], "pow") || !good) return nullptr;
  // A bare null takes the other's type, as beside the operator.
  const StepPtr x = arguments[0].bare_null ? make_null(arguments[1].type()) : arguments[0].step;
  const StepPtr y = arguments[1].bare_null ? make_null(arguments[0].type()) : arguments[1].step;
  return make_arithmetic(Operator::power, x, y);
}

constexpr FunctionParameter kParameters[] = {
    {"x", "base, a number"},
    {"y", "exponent, a number"},
};

}  // namespace

FunctionRecord pow_function() {
  return {
      .record = {.name = "pow",
                 .summary = "One number to the power of another, as ^ gives it.",
                 .source = "As the operator ^.",
                 .example = R"json({"expression": "pow(2, 10)"})json"},
      .parameters = kParameters,
      .compile = &compile_pow,
  };
}

}  // namespace synthgen::expression::functions
