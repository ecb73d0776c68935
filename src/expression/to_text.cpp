// to_text(x).
#include "function.hpp"
#include "text_join.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_to_text(Compiler&, std::span<const Typed> arguments, const ExpressionNode&) {
  if (arguments[0].bare_null) return make_null({TypeKind::string});
  return make_text_form(arguments[0].step);
}

constexpr FunctionParameter kParameters[] = {{"x", "a value of any type"}};

}  // namespace

FunctionRecord to_text_function() {
  return {
      .record = {.name = "to_text",
                 .summary = "The value as a file holds it: 12.50, true, 2024-02-29.",
                 .source = "The text forms of the CSV writer.",
                 .example = R"json({"expression": "to_text(12.50)"})json"},
      .parameters = kParameters,
      .compile = &compile_to_text,
  };
}

}  // namespace synthgen::expression::functions
