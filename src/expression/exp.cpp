// exp(x).
#include "function.hpp"
#include "number_function.hpp"
#include "synthgen/base/elementary.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_exp(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_number_function(
      compiler, arguments[0], "exp", [](std::size_t n, const double* in, double* out) { elementary::exp(n, in, out); },
      [](double) { return true; });
}

constexpr FunctionParameter kParameters[] = {{"x", "a number of any kind"}};

}  // namespace

FunctionRecord exp_function() {
  return {
      .record = {.name = "exp",
                 .summary = "e to the power of the value.",
                 .source = "Elementary functions of our own, at most 2 units in the last place off.",
                 .example = R"json({"expression": "exp(1)"})json"},
      .parameters = kParameters,
      .compile = &compile_exp,
  };
}

}  // namespace synthgen::expression::functions
