// trim(text).
#include "function.hpp"
#include "letter_case.hpp"
#include "text_function.hpp"

namespace synthgen::expression::functions {
namespace {

struct Trim {
  using Arguments = std::tuple<std::string_view>;
  using Result = std::string_view;
  CellResult operator()(TextOut& out, std::string_view text) const {
    out.append(without_blanks(text));
    return CellResult::value;
  }
};

StepPtr compile_trim(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_text_function(compiler, arguments, "trim", Trim());
}

constexpr FunctionParameter kParameters[] = {{"text", "a text"}};

}  // namespace

FunctionRecord trim_function() {
  return {
      .record = {.name = "trim",
                 .summary = "The text without the blanks, tabs and ends of lines at both ends.",
                 .source = "SQL:2016, with Unicode's white space.",
                 .example = R"json({"expression": "trim('  a b ')"})json"},
      .parameters = kParameters,
      .compile = &compile_trim,
  };
}

}  // namespace synthgen::expression::functions
