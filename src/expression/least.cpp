// least(a, b, …).
#include "extreme.hpp"
#include "function.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_least(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  const std::vector<StepPtr> values = ordered_values(compiler, arguments, "least");
  if (values.empty()) return nullptr;
  StepPtr best = values[0];
  for (std::size_t i = 1; i < values.size(); ++i) best = make_extreme(best, values[i], false);
  return best;
}

constexpr FunctionParameter kParameters[] = {
    {"a", "number, text, date or timestamp"},
    {"b", "of a type that goes with the first"},
};

}  // namespace

FunctionRecord least_function() {
  return {
      .record = {.name = "least",
                 .summary = "The least of its arguments; null where one is null.",
                 .source = "SQL:2023 (T054).",
                 .example = R"json({"expression": "least(3, 1.5, 2)"})json"},
      .parameters = kParameters,
      .repeats = true,
      .gives_argument = true,
      .compile = &compile_least,
  };
}

}  // namespace synthgen::expression::functions
