// mod11(text).
#include "check_digits.hpp"
#include "function.hpp"
#include "text_function.hpp"

namespace synthgen::expression::functions {
namespace {

struct Mod11 {
  using Arguments = std::tuple<std::string_view>;
  using Result = std::string_view;
  CellResult operator()(TextOut& out, std::string_view text) const { return append_mod_11_character(text, out); }
};

StepPtr compile_mod11(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_text_function(compiler, arguments, "mod11", Mod11());
}

constexpr FunctionParameter kParameters[] = {{"text", "digits without the check character"}};

}  // namespace

FunctionRecord mod11_function() {
  return {
      .record = {.name = "mod11",
                 .summary = "The check character of a payload of digits modulo 11 with weights 2 to 10 from the right, "
                            "as in ISBN-10; X for 10.",
                 .source = "ISO 2108:1992 (ISBN); beyond nine digits the weights begin again.",
                 .example = R"json({"expression": "mod11('030640615')"})json"},
      .parameters = kParameters,
      .compile = &compile_mod11,
  };
}

}  // namespace synthgen::expression::functions
