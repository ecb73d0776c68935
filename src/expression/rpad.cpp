// rpad(text, length[, with]).
#include "function.hpp"
#include "padding.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_rpad(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_padding<PaddedSide::right>(compiler, arguments, "rpad");
}

constexpr FunctionParameter kParameters[] = {
    {"text", "a text"},
    {"length", "number of characters of the result; a longer text is cut at its end"},
    {"with", "text that is repeated to fill up; a blank when absent", true},
};

}  // namespace

FunctionRecord rpad_function() {
  return {
      .record = {.name = "rpad",
                 .summary = "The text filled up on the right to a length.",
                 .source = "Oracle, PostgreSQL.",
                 .example = R"json({"expression": "rpad('a', 3, '.')"})json"},
      .parameters = kParameters,
      .compile = &compile_rpad,
  };
}

}  // namespace synthgen::expression::functions
