// lpad(text, length[, with]).
#include "function.hpp"
#include "padding.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_lpad(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_padding<PaddedSide::left>(compiler, arguments, "lpad");
}

constexpr FunctionParameter kParameters[] = {
    {"text", "a text"},
    {"length", "number of characters of the result; a longer text is cut at its end"},
    {"with", "text that is repeated to fill up; a blank when absent", true},
};

}  // namespace

FunctionRecord lpad_function() {
  return {
      .record = {.name = "lpad",
                 .summary = "The text filled up on the left to a length.",
                 .source = "Oracle, PostgreSQL.",
                 .example = R"json({"expression": "lpad(to_text(42), 6, '0')"})json"},
      .parameters = kParameters,
      .compile = &compile_lpad,
  };
}

}  // namespace synthgen::expression::functions
