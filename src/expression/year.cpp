// year(t).
#include "function.hpp"
#include "time_part.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_year(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_time_part(compiler, arguments[0], "year", TimePart::year);
}

constexpr FunctionParameter kParameters[] = {{"t", "a date, timestamp or datetime"}};

}  // namespace

FunctionRecord year_function() {
  return {
      .record = {.name = "year",
                 .summary = "The year of a date or a timestamp (of its day in UTC).",
                 .source = "SQL's extract(year from …).",
                 .example = R"json({"expression": "year(date '2024-02-29')"})json"},
      .parameters = kParameters,
      .compile = &compile_year,
  };
}

}  // namespace synthgen::expression::functions
