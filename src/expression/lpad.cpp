// lpad(text, length[, with]).
#include "function.hpp"
#include "padding.hpp"
#include "text_function.hpp"
#include "utf8.hpp"

namespace synthgen::expression::functions {
namespace {

struct Lpad {
  using Arguments = std::tuple<std::string_view, std::int64_t, std::string_view>;
  using Result = std::string_view;
  CellResult operator()(TextOut& out, std::string_view text, std::int64_t count, std::string_view with) const {
    const std::int64_t has = count_characters(text);
    if (count <= has || with.empty()) {
      out.append(text.substr(0, bytes_of_characters(text, count)));
      return CellResult::value;
    }
    fill_up(out, with, count - has);
    out.append(text);
    return CellResult::value;
  }
};

StepPtr compile_lpad(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  const Typed all[] = {arguments[0], arguments[1], given_or(arguments[2], make_text(" "))};
  return compile_text_function(compiler, all, "lpad", Lpad());
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
