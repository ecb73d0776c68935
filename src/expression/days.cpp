// days(n), a duration.
#include "function.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_days(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compiler.need_numeric(arguments[0], "days") ? arguments[0].step : nullptr;
}

constexpr FunctionParameter kParameters[] = {{"n", "a number, whole beside a date; negative for the past"}};

}  // namespace

FunctionRecord days_function() {
  return {
      .record = {.name = "days",
                 .summary = "So many days of 24 hours, to move a date or a timestamp by.",
                 .source = "SQL's interval.",
                 .example = R"json({"expression": "date '2024-02-28' + days(2)"})json"},
      .parameters = kParameters,
      .unit = TimeUnit::days,
      .compile = &compile_days,
  };
}

}  // namespace synthgen::expression::functions
