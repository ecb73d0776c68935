// minute(t).
#include "function.hpp"
#include "time_part.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_minute(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_time_part(compiler, arguments[0], "minute", TimePart::minute);
}

constexpr FunctionParameter kParameters[] = {{"t", "a timestamp, datetime or time"}};

}  // namespace

FunctionRecord minute_function() {
  return {
      .record = {.name = "minute",
                 .summary = "The minute, 0 to 59, of a timestamp or a time of day.",
                 .source = "SQL's extract(minute from …).",
                 .example = R"json({"expression": "minute(timestamp '2024-02-29T10:30:00Z')"})json"},
      .parameters = kParameters,
      .compile = &compile_minute,
  };
}

}  // namespace synthgen::expression::functions
