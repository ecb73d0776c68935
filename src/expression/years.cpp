// years(n), a duration.
#include "function.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_years(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compiler.need_integer(arguments[0], "years");
}

constexpr FunctionParameter kParameters[] = {{"n", "a whole number, negative for the past"}};

}  // namespace

FunctionRecord years_function() {
  return {
      .record =
          {.name = "years",
           .summary =
               "So many years, to move a date or a timestamp by: the day is kept, or the last of its month taken.",
           .source = "SQL's interval.",
           .example = R"json({"expression": "date '2024-02-29' + years(1)"})json"},
      .parameters = kParameters,
      .unit = TimeUnit::years,
      .compile = &compile_years,
  };
}

}  // namespace synthgen::expression::functions
