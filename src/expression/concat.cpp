// concat(a, b, …).
#include "branch.hpp"
#include "function.hpp"
#include "text_join.hpp"

namespace synthgen::expression::functions {
namespace {

StepPtr compile_concat(Compiler&, std::span<const Typed> arguments, const ExpressionNode&) {
  std::vector<StepPtr> parts;
  for (const Typed& argument : arguments) {
    if (argument.node == nullptr || argument.bare_null) continue;
    const StepPtr text = make_text_form(argument.step);
    // A null is left out; that is what tells concat from ||.
    const bool never_null = text->constant() != nullptr && text->constant()->is_valid(0);
    parts.push_back(never_null ? text : make_branch({TypeKind::string}, {{nullptr, text}, {nullptr, make_text("")}}));
  }
  if (parts.empty()) return make_text("");
  return make_join(std::move(parts));
}

constexpr FunctionParameter kParameters[] = {
    {"value", "a value of any type, taken as its text"},
    {"other", "the same; nulls are left out", true},
};

}  // namespace

FunctionRecord concat_function() {
  return {
      .record = {.name = "concat",
                 .summary = "The texts of the values one after the other, without the nulls; || gives null instead.",
                 .source = "PostgreSQL, DuckDB.",
                 .example = R"json({"expression": "concat('a', null, 12)"})json"},
      .parameters = kParameters,
      .repeats = true,
      .takes_nulls = true,
      .compile = &compile_concat,
  };
}

}  // namespace synthgen::expression::functions
