// substr(text, from[, length]).
#include <algorithm>

#include "function.hpp"
#include "text_function.hpp"
#include "utf8.hpp"

namespace synthgen::expression::functions {
namespace {

struct Substr {
  using Arguments = std::tuple<std::string_view, std::int64_t, std::int64_t>;
  using Result = std::string_view;
  CellResult operator()(TextOut& out, std::string_view text, std::int64_t from, std::int64_t length) const {
    if (length < 0) return CellResult::domain;
    // The window [from, from + length) may begin before the text, and then loses what lies there.
    const auto end = from > INT64_MAX - length ? INT64_MAX : from + length;
    const auto begin = std::max<std::int64_t>(from, 1);
    if (end <= begin) return CellResult::value;
    const std::string_view rest = text.substr(bytes_of_characters(text, begin - 1));
    out.append(rest.substr(0, bytes_of_characters(rest, end - begin)));
    return CellResult::value;
  }
};

StepPtr compile_substr(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  const Typed all[] = {arguments[0], arguments[1],
                       given_or(arguments[2], make_integer({TypeKind::integer}, INT64_MAX))};
  return compile_text_function(compiler, all, "substr", Substr());
}

constexpr FunctionParameter kParameters[] = {
    {"text", "a text"},
    {"from", "place of the first character, counted from 1; places before 1 lie before the text"},
    {"length", "number of characters, 0 or more; to the end when absent", true},
};

}  // namespace

FunctionRecord substr_function() {
  return {
      .record = {.name = "substr",
                 .summary = "A part of a text, by characters.",
                 .source = "SQL:2016 (substring); right(text, n) takes from the end.",
                 .example = R"json({"expression": "substr('ES-0042', 4, 4)"})json"},
      .parameters = kParameters,
      .compile = &compile_substr,
  };
}

}  // namespace synthgen::expression::functions
