// minutes(n), a duration.
#include "function.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_minutes(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compiler.need_numeric(arguments[0], "minutes") ? arguments[0].step : nullptr;
}

constexpr FunctionParameter kParameters[] = {{"n", "a number, negative for the past"}};

}  // namespace

FunctionRecord minutes_function() {
  return {
      .record = {.name = "minutes",
                 .summary = "So many minutes, to move a timestamp or a time of day by; a date becomes a timestamp.",
                 .source = "SQL's interval.",
                 .example = R"json({"expression": "date '2024-02-29' + minutes(90)"})json"},
      .parameters = kParameters,
      .unit = TimeUnit::minutes,
      .compile = &compile_minutes,
  };
}

}  // namespace synthgen::expression::functions
