// month(t).
#include "function.hpp"
#include "time_part.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_month(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_time_part(compiler, arguments[0], "month", TimePart::month);
}

constexpr FunctionParameter kParameters[] = {{"t", "a date, timestamp or datetime"}};

}  // namespace

FunctionRecord month_function() {
  return {
      .record = {.name = "month",
                 .summary = "The month, 1 to 12, of a date or a timestamp.",
                 .source = "SQL's extract(month from …).",
                 .example = R"json({"expression": "month(date '2024-02-29')"})json"},
      .parameters = kParameters,
      .compile = &compile_month,
  };
}

}  // namespace synthgen::expression::functions
