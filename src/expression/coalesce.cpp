// coalesce(a, b, …).
#include "branch.hpp"
#include "function.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_coalesce(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  std::vector<StepPtr> values = compiler.branches(arguments, "coalesce");
  if (values.empty()) return nullptr;
  const Type type = values[0]->type();
  std::vector<Arm> arms;
  for (StepPtr& value : values) arms.push_back({nullptr, std::move(value)});
  return make_branch(type, std::move(arms));
}

constexpr FunctionParameter kParameters[] = {
    {"value", "taken where it is not null"},
    {"other", "taken where all before it are null"},
};

}  // namespace

FunctionRecord coalesce_function() {
  return {
      .record = {.name = "coalesce",
                 .summary = "The first of its arguments that is not null.",
                 .source = "SQL:2016.",
                 .example = R"json({"expression": "coalesce(null, 'unknown')"})json"},
      .parameters = kParameters,
      .repeats = true,
      .gives_argument = true,
      .takes_nulls = true,
      .compile = &compile_coalesce,
  };
}

}  // namespace synthgen::expression::functions
