// greatest(a, b, …).
#include "extreme.hpp"
#include "function.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_greatest(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  const std::vector<StepPtr> values = ordered_values(compiler, arguments, "greatest");
  if (values.empty()) return nullptr;
  StepPtr best = values[0];
  for (std::size_t i = 1; i < values.size(); ++i) best = make_extreme(best, values[i], true);
  return best;
}

constexpr FunctionParameter kParameters[] = {
    {"a", "number, text, date or timestamp"},
    {"b", "of a type that goes with the first"},
};

}  // namespace

FunctionRecord greatest_function() {
  return {
      .record = {.name = "greatest",
                 .summary = "The greatest of its arguments; null where one is null.",
                 .source = "SQL:2023 (T054).",
                 .example = R"json({"expression": "greatest(3, 1.5, 2)"})json"},
      .parameters = kParameters,
      .repeats = true,
      .gives_argument = true,
      .compile = &compile_greatest,
  };
}

}  // namespace synthgen::expression::functions
