// replace(text, from, to).
#include "function.hpp"
#include "text_function.hpp"

namespace synthgen::expression::functions {
namespace {

struct Replace {
  using Arguments = std::tuple<std::string_view, std::string_view, std::string_view>;
  using Result = std::string_view;
  CellResult operator()(TextOut& out, std::string_view text, std::string_view from, std::string_view to) const {
    if (from.empty()) {
      out.append(text);
      return CellResult::value;
    }
    while (!out.full()) {
      const std::size_t at = text.find(from);
      out.append(text.substr(0, at));
      if (at == std::string_view::npos) break;
      out.append(to);
      text.remove_prefix(at + from.size());
    }
    return CellResult::value;
  }
};

StepPtr compile_replace(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_text_function(compiler, arguments, "replace", Replace());
}

constexpr FunctionParameter kParameters[] = {
    {"text", "a text"},
    {"from", "what is replaced wherever it stands; an empty text is found nowhere"},
    {"to", "what stands there afterwards"},
};

}  // namespace

FunctionRecord replace_function() {
  return {
      .record = {.name = "replace",
                 .summary = "Every occurrence of one text replaced by another.",
                 .source = "SQL (PostgreSQL, DuckDB).",
                 .example = R"json({"expression": "replace('2.5 kg', '.', ',')"})json"},
      .parameters = kParameters,
      .compile = &compile_replace,
  };
}

}  // namespace synthgen::expression::functions
