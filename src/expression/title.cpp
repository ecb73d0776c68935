// title(text).
#include "function.hpp"
#include "letter_case.hpp"
#include "text_function.hpp"

namespace synthgen::expression::functions {
namespace {

struct Title {
  using Arguments = std::tuple<std::string_view>;
  using Result = std::string_view;
  CellResult operator()(TextOut& out, std::string_view text) const {
    append_title(text, out);
    return CellResult::value;
  }
};

StepPtr compile_title(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_text_function(compiler, arguments, "title", Title());
}

constexpr FunctionParameter kParameters[] = {{"text", "a text"}};

}  // namespace

FunctionRecord title_function() {
  return {
      .record = {.name = "title",
                 .summary = "The first letter of each word in upper case, the others in lower case; words are runs of "
                            "letters and digits.",
                 .source = "PostgreSQL's initcap, with Unicode's simple case mappings.",
                 .example = R"json({"expression": "title('ANA DÍAZ')"})json"},
      .parameters = kParameters,
      .compile = &compile_title,
  };
}

}  // namespace synthgen::expression::functions
