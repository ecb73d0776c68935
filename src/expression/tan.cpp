// tan(x).
#include "function.hpp"
#include "number_function.hpp"
#include "synthgen/base/elementary.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_tan(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_number_function(
      compiler, arguments[0], "tan",
      [](std::size_t n, const double* in, double* out) {
        for (std::size_t i = 0; i < n; ++i) out[i] = elementary::sin(in[i]) / elementary::cos(in[i]);
      },
      [](double) { return true; });
}

constexpr FunctionParameter kParameters[] = {{"x", "an angle in radians"}};

}  // namespace

FunctionRecord tan_function() {
  return {
      .record = {.name = "tan",
                 .summary = "The tangent of an angle.",
                 .source = "The quotient of sine and cosine, at most 5 units in the last place off.",
                 .example = R"json({"expression": "tan(pi() / 4)"})json"},
      .parameters = kParameters,
      .compile = &compile_tan,
  };
}

}  // namespace synthgen::expression::functions
