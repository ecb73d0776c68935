// length(text).
#include "function.hpp"
#include "text_function.hpp"
#include "utf8.hpp"

namespace synthgen::expression::functions {
namespace {

struct Length {
  using Arguments = std::tuple<std::string_view>;
  using Result = std::int64_t;
  CellResult operator()(std::int64_t& out, std::string_view text) const {
    out = count_characters(text);
    return CellResult::value;
  }
};

StepPtr compile_length(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_text_function(compiler, arguments, "length", Length());
}

constexpr FunctionParameter kParameters[] = {{"text", "a text"}};

}  // namespace

FunctionRecord length_function() {
  return {
      .record = {.name = "length",
                 .summary = "The number of characters (Unicode code points).",
                 .source = "SQL:2016 (char_length).",
                 .example = R"json({"expression": "length('señor')"})json"},
      .parameters = kParameters,
      .compile = &compile_length,
  };
}

}  // namespace synthgen::expression::functions
