// regexp_replace(text, pattern, with).
#include "branch.hpp"
#include "function.hpp"
#include "synthgen/expression/regular_expression.hpp"
#include "text_function.hpp"

namespace synthgen::expression::functions {
namespace {

struct RegexpReplace {
  using Arguments = std::tuple<std::string_view>;
  using Result = std::string_view;

  CellResult operator()(TextOut& out, std::string_view text) const {
    pattern.replace(text, with, [&out](std::string_view piece) { out.append(piece); });
    return CellResult::value;
  }

  RegularExpression pattern;
  RegularExpression::Replacement with;
};

StepPtr compile_regexp_replace(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  const StepPtr text = compiler.need_text(arguments[0], "regexp_replace");
  const auto pattern = compiler.need_constant_text(arguments[1], "regexp_replace", "pattern");
  const auto with = compiler.need_constant_text(arguments[2], "regexp_replace", "replacement");
  if (text == nullptr || !pattern.has_value() || !with.has_value()) return nullptr;
  const auto pattern_text = constant_text(**pattern);
  const auto with_text = constant_text(**with);
  if (!pattern_text.has_value() || !with_text.has_value()) return make_null({TypeKind::string});
  RegularExpressionFault fault;
  auto compiled = RegularExpression::compile(*pattern_text, fault);
  if (!compiled.has_value()) {
    compiler.error("SG3202", std::move(fault.message), *arguments[1].node, std::move(fault.hint));
    return nullptr;
  }
  auto replacement = compiled->read_replacement(*with_text, fault);
  if (!replacement.has_value()) {
    compiler.error("SG3202", std::move(fault.message), *arguments[2].node, std::move(fault.hint));
    return nullptr;
  }
  RegexpReplace function{std::move(*compiled), std::move(*replacement)};
  return make_text_function(std::move(function), {text});
}

constexpr FunctionParameter kParameters[] = {
    {"text", "a text"},
    {"pattern", "a regular expression in RE2's syntax, a literal"},
    {"with", "what stands in its place, a literal; \\1 to \\9 are the pattern's groups, \\0 the whole match"},
};

}  // namespace

FunctionRecord regexp_replace_function() {
  return {
      .record = {.name = "regexp_replace",
                 .summary = "Every match of a regular expression replaced.",
                 .source =
                     "RE2; every match from left to right, as RE2's GlobalReplace: no empty one just behind another.",
                 .example = R"json({"expression": "regexp_replace('2024-02-29', '(\\d+)-(\\d+)', '\\2/\\1')"})json"},
      .parameters = kParameters,
      .compile = &compile_regexp_replace,
  };
}

}  // namespace synthgen::expression::functions
