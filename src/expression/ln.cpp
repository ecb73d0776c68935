// ln(x).
#include "function.hpp"
#include "number_function.hpp"
#include "synthgen/base/elementary.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_ln(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_number_function(
      compiler, arguments[0], "ln", [](std::size_t n, const double* in, double* out) { elementary::log(n, in, out); },
      [](double x) { return x > 0; });
}

constexpr FunctionParameter kParameters[] = {{"x", "a number above 0"}};

}  // namespace

FunctionRecord ln_function() {
  return {
      .record = {.name = "ln",
                 .summary = "The natural logarithm; null for 0 and below.",
                 .source = "Elementary functions of our own, at most 2 units in the last place off.",
                 .example = R"json({"expression": "ln(10)"})json"},
      .parameters = kParameters,
      .compile = &compile_ln,
  };
}

}  // namespace synthgen::expression::functions
