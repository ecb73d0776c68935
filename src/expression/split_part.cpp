// split_part(text, separator, place).
#include "function.hpp"
#include "text_function.hpp"

namespace synthgen::expression::functions {
namespace {

struct SplitPart {
  using Arguments = std::tuple<std::string_view, std::string_view, std::int64_t>;
  using Result = std::string_view;
  CellResult operator()(TextOut& out, std::string_view text, std::string_view separator, std::int64_t place) const {
    if (place == 0) return CellResult::domain;
    if (separator.empty()) {
      if (place == 1 || place == -1) out.append(text);
      return CellResult::value;
    }
    if (place < 0) {
      // Counted from the end: -1 is the last of all parts.
      std::int64_t parts = 1;
      for (std::size_t at = text.find(separator); at != std::string_view::npos;
           at = text.find(separator, at + separator.size())) {
        ++parts;
      }
      place += parts + 1;
      if (place < 1) return CellResult::value;
    }
    for (;;) {
      const std::size_t at = text.find(separator);
      if (--place == 0) out.append(text.substr(0, at));
      if (place == 0 || at == std::string_view::npos) return CellResult::value;
      text.remove_prefix(at + separator.size());
    }
  }
};

StepPtr compile_split_part(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  return compile_text_function(compiler, arguments, "split_part", SplitPart());
}

constexpr FunctionParameter kParameters[] = {
    {"text", "a text"},
    {"separator", "text between the parts; with an empty one the whole is the only part"},
    {"place", "which part, from 1; from -1 backwards counted from the end; 0 gives null"},
};

}  // namespace

FunctionRecord split_part_function() {
  return {
      .record = {.name = "split_part",
                 .summary = "One part of a text that a separator divides; the empty text where there is no such part.",
                 .source = "PostgreSQL.",
                 .example = R"json({"expression": "split_part('ana@example.com', '@', 2)"})json"},
      .parameters = kParameters,
      .compile = &compile_split_part,
  };
}

}  // namespace synthgen::expression::functions
