// iban_check(text).
#include "check_digits.hpp"
#include "function.hpp"
#include "text_function.hpp"

namespace synthgen::expression::functions {
namespace {

struct IbanCheck {
  using Arguments = std::tuple<std::string_view>;
  using Result = std::string_view;
  CellResult operator()(TextOut& out, std::string_view text) const { return append_iban_digits(text, out); }
};

StepPtr compile_iban_check(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_text_function(compiler, arguments, "iban_check", IbanCheck());
}

constexpr FunctionParameter kParameters[] = {
    {"text", "two letters of the country, then the digits and letters A to Z of the account number"},
};

}  // namespace

FunctionRecord iban_check_function() {
  return {
      .record = {.name = "iban_check",
                 .summary =
                     "The two check digits of an IBAN, from its country code and the account number (BBAN) after it.",
                 .source = "ISO 13616-1.",
                 .example = R"json({"expression": "iban_check('GB' || 'WEST12345698765432')"})json"},
      .parameters = kParameters,
      .compile = &compile_iban_check,
  };
}

}  // namespace synthgen::expression::functions
