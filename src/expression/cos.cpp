// cos(x).
#include "function.hpp"
#include "number_function.hpp"
#include "synthgen/base/elementary.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_cos(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_number_function(
      compiler, arguments[0], "cos",
      [](std::size_t n, const double* in, double* out) {
        for (std::size_t i = 0; i < n; ++i) out[i] = elementary::cos(in[i]);
      },
      [](double) { return true; });
}

constexpr FunctionParameter kParameters[] = {{"x", "an angle in radians"}};

}  // namespace

FunctionRecord cos_function() {
  return {
      .record = {.name = "cos",
                 .summary = "The cosine of an angle.",
                 .source = "Elementary functions of our own, at most 2 units in the last place off.",
                 .example = R"json({"expression": "cos(pi() / 3)"})json"},
      .parameters = kParameters,
      .compile = &compile_cos,
  };
}

}  // namespace synthgen::expression::functions
