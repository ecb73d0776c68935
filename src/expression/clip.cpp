// clip(x, low, high).
#include "extreme.hpp"
#include "function.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_clip(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  const std::vector<StepPtr> values = ordered_values(compiler, arguments, "clip");
  if (values.empty()) return nullptr;
  // Where low lies above high, high wins, as in numpy.
  return make_extreme(make_extreme(values[0], values[1], true), values[2], false);
}

constexpr FunctionParameter kParameters[] = {
    {"x", "number, text, date or timestamp"},
    {"low", "least value that can come out; unit of x"},
    {"high", "greatest value that can come out; unit of x"},
};

}  // namespace

FunctionRecord clip_function() {
  return {
      .record = {.name = "clip",
                 .summary =
                     "The value, moved to the nearer bound where it lies outside; null where an argument is null.",
                 .source = "numpy.clip.",
                 .example = R"json({"expression": "clip(912, 300, 850)"})json"},
      .parameters = kParameters,
      .gives_argument = true,
      .compile = &compile_clip,
  };
}

}  // namespace synthgen::expression::functions
