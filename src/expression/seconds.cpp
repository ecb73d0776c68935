// seconds(n), a duration.
#include "function.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_seconds(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compiler.need_numeric(arguments[0], "seconds") ? arguments[0].step : nullptr;
}

constexpr FunctionParameter kParameters[] = {{"n", "a number, negative for the past"}};

}  // namespace

FunctionRecord seconds_function() {
  return {
      .record = {.name = "seconds",
                 .summary = "So many seconds, to move a timestamp or a time of day by; a date becomes a timestamp.",
                 .source = "SQL's interval.",
                 .example = R"json({"expression": "timestamp '2024-02-29T10:00:00Z' - seconds(30)"})json"},
      .parameters = kParameters,
      .unit = TimeUnit::seconds,
      .compile = &compile_seconds,
  };
}

}  // namespace synthgen::expression::functions
