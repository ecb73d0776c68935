// second(t).
#include "function.hpp"
#include "time_part.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_second(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_time_part(compiler, arguments[0], "second", TimePart::second);
}

constexpr FunctionParameter kParameters[] = {{"t", "a timestamp, datetime or time"}};

}  // namespace

FunctionRecord second_function() {
  return {
      .record = {.name = "second",
                 .summary = "The whole second, 0 to 59, of a timestamp or a time of day; its fraction is cut off.",
                 .source = "SQL's extract(second from …).",
                 .example = R"json({"expression": "second(timestamp '2024-02-29T10:30:15Z')"})json"},
      .parameters = kParameters,
      .compile = &compile_second,
  };
}

}  // namespace synthgen::expression::functions
