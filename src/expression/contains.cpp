// contains(text, other).
#include "function.hpp"
#include "text_function.hpp"

namespace synthgen::expression::functions {
namespace {

struct Contains {
  using Arguments = std::tuple<std::string_view, std::string_view>;
  using Result = bool;
  CellResult operator()(bool& out, std::string_view text, std::string_view other) const {
    out = text.find(other) != std::string_view::npos;
    return CellResult::value;
  }
};

StepPtr compile_contains(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_text_function(compiler, arguments, "contains", Contains());
}

constexpr FunctionParameter kParameters[] = {
    {"text", "a text"},
    {"other", "the text to look for; case counts"},
};

}  // namespace

FunctionRecord contains_function() {
  return {
      .record = {.name = "contains",
                 .summary = "Whether a text holds another.",
                 .source = "DuckDB.",
                 .example = R"json({"expression": "contains('red wine', 'wine')"})json"},
      .parameters = kParameters,
      .compile = &compile_contains,
  };
}

}  // namespace synthgen::expression::functions
