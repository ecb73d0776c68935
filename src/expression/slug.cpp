// slug(text).
#include "function.hpp"
#include "text_function.hpp"
#include "transliteration.hpp"

namespace synthgen::expression::functions {
namespace {

struct Slug {
  using Arguments = std::tuple<std::string_view>;
  using Result = std::string_view;
  CellResult operator()(TextOut& out, std::string_view text) const {
    append_slug(text, rules, out);
    return CellResult::value;
  }
  Transliteration rules;
};

StepPtr compile_slug(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_text_function(compiler, arguments, "slug", Slug{transliteration_of(compiler.options().locale)});
}

constexpr FunctionParameter kParameters[] = {{"text", "a text"}};

}  // namespace

FunctionRecord slug_function() {
  return {
      .record = {.name = "slug",
                 .summary = "The text for an address: ASCII letters in lower case and digits, all else a single -.",
                 .source = "Unicode's decompositions and tables of our own.",
                 .example = R"json({"expression": "slug('Crème brûlée, 2 pcs')"})json"},
      .parameters = kParameters,
      .compile = &compile_slug,
  };
}

}  // namespace synthgen::expression::functions
