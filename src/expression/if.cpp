// if(condition, a, b).
#include "branch.hpp"
#include "function.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_if(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  StepPtr condition = compiler.condition(arguments[0]);
  std::vector<StepPtr> values = compiler.branches(arguments.subspan(1), "if");
  if (condition == nullptr || values.empty()) return nullptr;
  return make_branch(values[0]->type(), {{std::move(condition), values[0]}, {nullptr, values[1]}});
}

constexpr FunctionParameter kParameters[] = {
    {"condition", "boolean; null counts as false"},
    {"then", "value where the condition is true"},
    {"else", "value elsewhere"},
};

}  // namespace

FunctionRecord if_function() {
  return {
      .record = {.name = "if",
                 .summary = "One of two values; only the one that is taken is computed.",
                 .source = "SQL:2016 case, in the short form of MySQL and spreadsheets.",
                 .example = R"json({"expression": "if(2 > 1, 'yes', 'no')"})json"},
      .parameters = kParameters,
      .gives_argument = true,
      .takes_nulls = true,
      .compile = &compile_if,
  };
}

}  // namespace synthgen::expression::functions
