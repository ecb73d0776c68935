// right(text, count).
#include "function.hpp"
#include "text_function.hpp"
#include "utf8.hpp"

namespace synthgen::expression::functions {
namespace {

struct Right {
  using Arguments = std::tuple<std::string_view, std::int64_t>;
  using Result = std::string_view;
  CellResult operator()(TextOut& out, std::string_view text, std::int64_t count) const {
    const std::int64_t all = count_characters(text);
    const std::int64_t keep = characters_asked(count, all);
    out.append(text.substr(bytes_of_characters(text, all - keep)));
    return CellResult::value;
  }
};

StepPtr compile_right(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_text_function(compiler, arguments, "right", Right());
}

constexpr FunctionParameter kParameters[] = {
    {"text", "a text"},
    {"count", "characters to take; a negative count leaves out that many first ones"},
};

}  // namespace

FunctionRecord right_function() {
  return {
      .record = {.name = "right",
                 .summary = "The last characters of a text.",
                 .source = "PostgreSQL and DuckDB.",
                 .example = R"json({"expression": "right('ES-0042', 4)"})json"},
      .parameters = kParameters,
      .compile = &compile_right,
  };
}

}  // namespace synthgen::expression::functions
