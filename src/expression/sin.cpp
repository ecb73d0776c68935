// sin(x).
#include "function.hpp"
#include "number_function.hpp"
#include "synthgen/base/elementary.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_sin(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_number_function(
      compiler, arguments[0], "sin",
      [](std::size_t n, const double* in, double* out) {
        for (std::size_t i = 0; i < n; ++i) out[i] = elementary::sin(in[i]);
      },
      [](double) { return true; });
}

constexpr FunctionParameter kParameters[] = {{"x", "an angle in radians"}};

}  // namespace

FunctionRecord sin_function() {
  return {
      .record = {.name = "sin",
                 .summary = "The sine of an angle.",
                 .source = "Elementary functions of our own, at most 2 units in the last place off.",
                 .example = R"json({"expression": "sin(pi() / 6)"})json"},
      .parameters = kParameters,
      .compile = &compile_sin,
  };
}

}  // namespace synthgen::expression::functions
