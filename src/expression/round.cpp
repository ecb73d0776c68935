// round(x[, digits]).
#include "arithmetic.hpp"
#include "function.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_round(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  if (!compiler.need_numeric(arguments[0], "round")) return nullptr;
  const Typed& digits = arguments[1];
  // The number of digits is part of the type, so it must be known before the first row.
  std::int64_t decimals = 0;
  if (digits.node != nullptr) {
    const bool known =
        digits.type().kind == TypeKind::integer && digits.constant() && digits.step->constant()->is_valid(0);
    decimals = known ? digits.step->constant()->data<std::int64_t>()[0] : -1;
    if (decimals < 0 || decimals > 18) {
      compiler.error("SG3202", "the digits of round() must be an integer literal between 0 and 18", *digits.node,
                     "tens are rounded by round(x / 10) * 10");
      return nullptr;
    }
  }
  return make_conversion(arguments[0].step,
                         decimals == 0 ? Type{TypeKind::integer} : Type::decimal(static_cast<int>(decimals)));
}

constexpr FunctionParameter kParameters[] = {
    {"x", "a number of any kind"},
    {"digits", "digits after the point to keep, an integer literal from 0 to 18; 0 when absent", true},
};

}  // namespace

FunctionRecord round_function() {
  return {
      .record = {.name = "round",
                 .summary = "Rounded half away from zero: an integer, or a decimal with the digits asked for.",
                 .source = "Decided on the decimal digits: exact for decimals, on the shortest form for numbers.",
                 .example = R"json({"expression": "round(1.005, 2)"})json"},
      .parameters = kParameters,
      .compile = &compile_round,
  };
}

}  // namespace synthgen::expression::functions
