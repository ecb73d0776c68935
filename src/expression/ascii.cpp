// ascii(text).
#include "function.hpp"
#include "text_function.hpp"
#include "transliteration.hpp"

namespace synthgen::expression::functions {
namespace {

struct Ascii {
  using Arguments = std::tuple<std::string_view>;
  using Result = std::string_view;
  CellResult operator()(TextOut& out, std::string_view text) const {
    append_ascii(text, rules, out);
    return CellResult::value;
  }
  Transliteration rules;
};

StepPtr compile_ascii(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_text_function(compiler, arguments, "ascii", Ascii{transliteration_of(compiler.options().locale)});
}

constexpr FunctionParameter kParameters[] = {{"text", "a text"}};

}  // namespace

FunctionRecord ascii_function() {
  return {
      .record = {.name = "ascii",
                 .summary = "The text in ASCII: accents are dropped, other alphabets romanised, German umlauts after "
                            "the locale's rules.",
                 .source = "Unicode's decompositions and tables of our own.",
                 .example = R"json({"expression": "ascii('José Muñoz')"})json"},
      .parameters = kParameters,
      .compile = &compile_ascii,
  };
}

}  // namespace synthgen::expression::functions
