// hours(n), a duration.
#include "function.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_hours(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compiler.need_numeric(arguments[0], "hours") ? arguments[0].step : nullptr;
}

constexpr FunctionParameter kParameters[] = {{"n", "a number, negative for the past"}};

}  // namespace

FunctionRecord hours_function() {
  return {
      .record = {.name = "hours",
                 .summary = "So many hours, to move a timestamp or a time of day by; a date becomes a timestamp.",
                 .source = "SQL's interval.",
                 .example = R"json({"expression": "timestamp '2024-02-29T10:00:00Z' + hours(36)"})json"},
      .parameters = kParameters,
      .unit = TimeUnit::hours,
      .compile = &compile_hours,
  };
}

}  // namespace synthgen::expression::functions
