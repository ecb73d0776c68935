// log10(x).
#include "function.hpp"
#include "number_function.hpp"
#include "synthgen/base/elementary.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_log10(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_number_function(
      compiler, arguments[0], "log10",
      [](std::size_t n, const double* in, double* out) {
        for (std::size_t i = 0; i < n; ++i) out[i] = elementary::log10(in[i]);
      },
      [](double x) { return x > 0; });
}

constexpr FunctionParameter kParameters[] = {{"x", "a number above 0"}};

}  // namespace

FunctionRecord log10_function() {
  return {
      .record = {.name = "log10",
                 .summary = "The decimal logarithm, exact for powers of ten; null for 0 and below.",
                 .source = "Elementary functions of our own, at most 2 units in the last place off.",
                 .example = R"json({"expression": "log10(1000)"})json"},
      .parameters = kParameters,
      .compile = &compile_log10,
  };
}

}  // namespace synthgen::expression::functions
