// floor(x).
#include "function.hpp"
#include "whole.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_floor(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  if (!compiler.need_numeric(arguments[0], "floor")) return nullptr;
  return make_whole(arguments[0].step, Direction::down);
}

constexpr FunctionParameter kParameters[] = {{"x", "a number of any kind"}};

}  // namespace

FunctionRecord floor_function() {
  return {
      .record = {.name = "floor",
                 .summary = "The greatest integer that is not above the value.",
                 .source = "SQL:2016; exact for decimals.",
                 .example = R"json({"expression": "floor(-2.5)"})json"},
      .parameters = kParameters,
      .compile = &compile_floor,
  };
}

}  // namespace synthgen::expression::functions
