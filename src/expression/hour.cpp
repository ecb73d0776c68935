// hour(t).
#include "function.hpp"
#include "time_part.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_hour(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_time_part(compiler, arguments[0], "hour", TimePart::hour);
}

constexpr FunctionParameter kParameters[] = {{"t", "a timestamp, datetime or time"}};

}  // namespace

FunctionRecord hour_function() {
  return {
      .record = {.name = "hour",
                 .summary = "The hour, 0 to 23, of a timestamp or a time of day.",
                 .source = "SQL's extract(hour from …).",
                 .example = R"json({"expression": "hour(timestamp '2024-02-29T10:30:00Z')"})json"},
      .parameters = kParameters,
      .compile = &compile_hour,
  };
}

}  // namespace synthgen::expression::functions
