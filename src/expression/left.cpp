// left(text, count).
#include "function.hpp"
#include "text_function.hpp"
#include "utf8.hpp"

namespace synthgen::expression::functions {
namespace {

struct Left {
  using Arguments = std::tuple<std::string_view, std::int64_t>;
  using Result = std::string_view;
  CellResult operator()(TextOut& out, std::string_view text, std::int64_t count) const {
    const std::int64_t all = count_characters(text);
    const std::int64_t keep = characters_asked(count, all);
    out.append(text.substr(0, bytes_of_characters(text, keep)));
    return CellResult::value;
  }
};

StepPtr compile_left(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_text_function(compiler, arguments, "left", Left());
}

constexpr FunctionParameter kParameters[] = {
    {"text", "a text"},
    {"count", "characters to take; a negative count leaves out that many last ones"},
};

}  // namespace

FunctionRecord left_function() {
  return {
      .record = {.name = "left",
                 .summary = "The first characters of a text.",
                 .source = "PostgreSQL and DuckDB.",
                 .example = R"json({"expression": "left('ES-0042', 2)"})json"},
      .parameters = kParameters,
      .compile = &compile_left,
  };
}

}  // namespace synthgen::expression::functions
