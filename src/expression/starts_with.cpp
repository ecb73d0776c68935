// starts_with(text, other).
#include "function.hpp"
#include "text_function.hpp"

namespace synthgen::expression::functions {
namespace {

struct StartsWith {
  using Arguments = std::tuple<std::string_view, std::string_view>;
  using Result = bool;
  CellResult operator()(bool& out, std::string_view text, std::string_view other) const {
    out = text.starts_with(other);
    return CellResult::value;
  }
};

StepPtr compile_starts_with(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_text_function(compiler, arguments, "starts_with", StartsWith());
}

constexpr FunctionParameter kParameters[] = {
    {"text", "a text"},
    {"other", "the text to look for; case counts"},
};

}  // namespace

FunctionRecord starts_with_function() {
  return {
      .record = {.name = "starts_with",
                 .summary = "Whether a text begins with another.",
                 .source = "DuckDB.",
                 .example = R"json({"expression": "starts_with('ES-0042', 'ES')"})json"},
      .parameters = kParameters,
      .compile = &compile_starts_with,
  };
}

}  // namespace synthgen::expression::functions
