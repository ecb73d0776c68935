// sqrt(x).
#include <cmath>

#include "function.hpp"
#include "number_function.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_sqrt(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_number_function(
      compiler, arguments[0], "sqrt",
      [](std::size_t n, const double* in, double* out) {
        for (std::size_t i = 0; i < n; ++i) out[i] = std::sqrt(in[i]);
      },
      [](double x) { return x >= 0; });
}

constexpr FunctionParameter kParameters[] = {{"x", "a number, 0 or more"}};

}  // namespace

FunctionRecord sqrt_function() {
  return {
      .record = {.name = "sqrt",
                 .summary = "The square root; null for a negative number.",
                 .source = "IEEE 754, correctly rounded.",
                 .example = R"json({"expression": "sqrt(2)"})json"},
      .parameters = kParameters,
      .compile = &compile_sqrt,
  };
}

}  // namespace synthgen::expression::functions
