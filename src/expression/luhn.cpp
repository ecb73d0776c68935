// luhn(text).
#include "check_digits.hpp"
#include "function.hpp"
#include "text_function.hpp"

namespace synthgen::expression::functions {
namespace {

struct Luhn {
  using Arguments = std::tuple<std::string_view>;
  using Result = std::string_view;
  CellResult operator()(TextOut& out, std::string_view text) const { return append_luhn_digit(text, out); }
};

StepPtr compile_luhn(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_text_function(compiler, arguments, "luhn", Luhn());
}

constexpr FunctionParameter kParameters[] = {{"text", "digits without the check digit"}};

}  // namespace

FunctionRecord luhn_function() {
  return {
      .record = {.name = "luhn",
                 .summary = "The check digit of a payload of digits after Luhn, as on payment cards.",
                 .source = "ISO/IEC 7812-1, annex B.",
                 .example = R"json({"expression": "luhn('7992739871')"})json"},
      .parameters = kParameters,
      .compile = &compile_luhn,
  };
}

}  // namespace synthgen::expression::functions
