// mod97(text).
#include "check_digits.hpp"
#include "function.hpp"
#include "text_function.hpp"

namespace synthgen::expression::functions {
namespace {

struct Mod97 {
  using Arguments = std::tuple<std::string_view>;
  using Result = std::string_view;
  CellResult operator()(TextOut& out, std::string_view text) const { return append_mod_97_digits(text, out); }
};

StepPtr compile_mod97(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_text_function(compiler, arguments, "mod97", Mod97());
}

constexpr FunctionParameter kParameters[] = {{"text", "digits and letters A to Z without the check digits"}};

}  // namespace

FunctionRecord mod97_function() {
  return {
      .record = {.name = "mod97",
                 .summary = "The two check digits of a payload of digits and capital letters (A is 10), as in the LEI.",
                 .source = "ISO/IEC 7064, MOD 97-10.",
                 .example = R"json({"expression": "mod97('794')"})json"},
      .parameters = kParameters,
      .compile = &compile_mod97,
  };
}

}  // namespace synthgen::expression::functions
