// lower(text).
#include "function.hpp"
#include "letter_case.hpp"
#include "text_function.hpp"

namespace synthgen::expression::functions {
namespace {

struct Lower {
  using Arguments = std::tuple<std::string_view>;
  using Result = std::string_view;
  CellResult operator()(TextOut& out, std::string_view text) const {
    append_lower(text, out);
    return CellResult::value;
  }
};

StepPtr compile_lower(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_text_function(compiler, arguments, "lower", Lower());
}

constexpr FunctionParameter kParameters[] = {{"text", "a text"}};

}  // namespace

FunctionRecord lower_function() {
  return {
      .record = {.name = "lower",
                 .summary = "The text in lower case, in any script.",
                 .source = "Unicode's simple case mappings, without a locale.",
                 .example = R"json({"expression": "lower('ÉCOLE')"})json"},
      .parameters = kParameters,
      .compile = &compile_lower,
  };
}

}  // namespace synthgen::expression::functions
