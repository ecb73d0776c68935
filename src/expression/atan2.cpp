// atan2(y, x).
#include "function.hpp"
#include "number_function.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_atan2(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  const bool good = compiler.need_numeric(arguments[0], "atan2");
  if (!compiler.need_numeric(arguments[1], "atan2") || !good) return nullptr;
  return make_atan2(arguments[0].step, arguments[1].step);
}

constexpr FunctionParameter kParameters[] = {
    {"y", "vertical part, a number"},
    {"x", "horizontal part, a number in the same unit"},
};

}  // namespace

FunctionRecord atan2_function() {
  return {
      .record =
          {.name = "atan2",
           .summary =
               "The angle of the point (x, y) from the horizontal axis in radians, from -pi to pi; 0 for the origin.",
           .source = "IEC 60559; at most 2 units in the last place off.",
           .example = R"json({"expression": "atan2(1, 1)"})json"},
      .parameters = kParameters,
      .compile = &compile_atan2,
  };
}

}  // namespace synthgen::expression::functions
