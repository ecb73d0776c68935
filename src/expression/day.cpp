// day(t).
#include "function.hpp"
#include "time_part.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_day(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_time_part(compiler, arguments[0], "day", TimePart::day);
}

constexpr FunctionParameter kParameters[] = {{"t", "a date, timestamp or datetime"}};

}  // namespace

FunctionRecord day_function() {
  return {
      .record = {.name = "day",
                 .summary = "The day of the month, 1 to 31, of a date or a timestamp.",
                 .source = "SQL's extract(day from …).",
                 .example = R"json({"expression": "day(date '2024-02-29')"})json"},
      .parameters = kParameters,
      .compile = &compile_day,
  };
}

}  // namespace synthgen::expression::functions
