// trunc(x).
#include "function.hpp"
#include "whole.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_trunc(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  if (!compiler.need_numeric(arguments[0], "trunc")) return nullptr;
  return make_whole(arguments[0].step, Direction::to_zero);
}

constexpr FunctionParameter kParameters[] = {{"x", "a number of any kind"}};

}  // namespace

FunctionRecord trunc_function() {
  return {
      .record = {.name = "trunc",
                 .summary = "The value without its fraction, an integer.",
                 .source = "SQL; exact for decimals.",
                 .example = R"json({"expression": "trunc(-2.5)"})json"},
      .parameters = kParameters,
      .compile = &compile_trunc,
  };
}

}  // namespace synthgen::expression::functions
