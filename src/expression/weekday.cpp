// weekday(t).
#include "function.hpp"
#include "time_part.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_weekday(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_time_part(compiler, arguments[0], "weekday", TimePart::weekday);
}

constexpr FunctionParameter kParameters[] = {{"t", "a date, timestamp or datetime"}};

}  // namespace

FunctionRecord weekday_function() {
  return {
      .record = {.name = "weekday",
                 .summary = "The day of the week, Monday 1 to Sunday 7, as ISO 8601 counts.",
                 .source = "ISO 8601; SQL's extract(isodow from …).",
                 .example = R"json({"expression": "weekday(date '2024-02-29')"})json"},
      .parameters = kParameters,
      .compile = &compile_weekday,
  };
}

}  // namespace synthgen::expression::functions
