// upper(text).
#include "function.hpp"
#include "letter_case.hpp"
#include "text_function.hpp"

namespace synthgen::expression::functions {
namespace {

struct Upper {
  using Arguments = std::tuple<std::string_view>;
  using Result = std::string_view;
  CellResult operator()(TextOut& out, std::string_view text) const {
    append_upper(text, out);
    return CellResult::value;
  }
};

StepPtr compile_upper(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_text_function(compiler, arguments, "upper", Upper());
}

constexpr FunctionParameter kParameters[] = {{"text", "a text"}};

}  // namespace

FunctionRecord upper_function() {
  return {
      .record = {.name = "upper",
                 .summary = "The text in upper case, in any script; ß stays.",
                 .source = "Unicode's simple case mappings, without a locale.",
                 .example = R"json({"expression": "upper('école')"})json"},
      .parameters = kParameters,
      .compile = &compile_upper,
  };
}

}  // namespace synthgen::expression::functions
