// ends_with(text, other).
#include "function.hpp"
#include "text_function.hpp"

namespace synthgen::expression::functions {
namespace {

struct EndsWith {
  using Arguments = std::tuple<std::string_view, std::string_view>;
  using Result = bool;
  CellResult operator()(bool& out, std::string_view text, std::string_view other) const {
    out = text.ends_with(other);
    return CellResult::value;
  }
};

StepPtr compile_ends_with(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_text_function(compiler, arguments, "ends_with", EndsWith());
}

constexpr FunctionParameter kParameters[] = {
    {"text", "a text"},
    {"other", "the text to look for; case counts"},
};

}  // namespace

FunctionRecord ends_with_function() {
  return {
      .record = {.name = "ends_with",
                 .summary = "Whether a text ends with another.",
                 .source = "DuckDB.",
                 .example = R"json({"expression": "ends_with('report.csv', '.csv')"})json"},
      .parameters = kParameters,
      .compile = &compile_ends_with,
  };
}

}  // namespace synthgen::expression::functions
