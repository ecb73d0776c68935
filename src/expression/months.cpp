// months(n), a duration.
#include "function.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_months(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compiler.need_integer(arguments[0], "months");
}

constexpr FunctionParameter kParameters[] = {{"n", "a whole number, negative for the past"}};

}  // namespace

FunctionRecord months_function() {
  return {
      .record =
          {.name = "months",
           .summary =
               "So many months, to move a date or a timestamp by: the day is kept, or the last of its month taken.",
           .source = "SQL's interval.",
           .example = R"json({"expression": "date '2024-01-31' + months(1)"})json"},
      .parameters = kParameters,
      .unit = TimeUnit::months,
      .compile = &compile_months,
  };
}

}  // namespace synthgen::expression::functions
