// ceil(x).
#include "function.hpp"
#include "whole.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_ceil(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  if (!compiler.need_numeric(arguments[0], "ceil")) return nullptr;
  return make_whole(arguments[0].step, Direction::up);
}

constexpr FunctionParameter kParameters[] = {{"x", "a number of any kind"}};

}  // namespace

FunctionRecord ceil_function() {
  return {
      .record = {.name = "ceil",
                 .summary = "The least integer that is not below the value.",
                 .source = "SQL:2016; exact for decimals.",
                 .example = R"json({"expression": "ceil(-2.5)"})json"},
      .parameters = kParameters,
      .compile = &compile_ceil,
  };
}

}  // namespace synthgen::expression::functions
