// to_number(text).
#include <array>
#include <optional>

#include "function.hpp"
#include "letter_case.hpp"
#include "synthgen/base/number_text.hpp"
#include "text_function.hpp"

namespace synthgen::expression::functions {
namespace {

/// JSON's form of what people and programs write: no plus sign, no leading zeros, digits on both sides of the point.
/// Nothing where the text is no decimal number.
std::optional<std::string_view> plain_form(std::string_view text, std::span<char> room) {
  std::size_t used = 0;
  std::size_t at = 0;
  const auto digit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  const auto copy_digits = [&] {
    for (; digit(at); ++at) room[used++] = text[at];
  };
  if (text.empty() || text.size() + 4 > room.size()) return std::nullopt;
  if (text[at] == '-') room[used++] = '-';
  if (text[at] == '-' || text[at] == '+') ++at;
  const std::size_t whole = at;
  while (digit(at) && text[at] == '0' && digit(at + 1)) ++at;
  if (!digit(at)) room[used++] = '0';
  copy_digits();
  bool any = at > whole;
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (digit(at)) {
      any = true;
      room[used++] = '.';
      copy_digits();
    }
  }
  if (!any) return std::nullopt;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    room[used++] = text[at++];
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) room[used++] = text[at++];
    if (!digit(at)) return std::nullopt;
    copy_digits();
  }
  if (at != text.size()) return std::nullopt;
  return std::string_view(room.data(), used);
}

struct ToNumber {
  using Arguments = std::tuple<std::string_view>;
  using Result = double;
  CellResult operator()(double& out, std::string_view text) const {
    std::array<char, kLongestNumber> room;
    const auto plain = plain_form(without_blanks(text), room);
    if (!plain.has_value()) return CellResult::domain;
    const std::optional<double> number = parse_number(*plain);
    if (!number.has_value()) return CellResult::overflow;
    out = *number;
    return CellResult::value;
  }
  /// A text with more digits than that is no number of anybody's.
  static constexpr std::size_t kLongestNumber = 512;
};

StepPtr compile_to_number(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  if (arguments[0].bare_null) return make_null({TypeKind::number});
  if (is_numeric(arguments[0].type().kind)) return arguments[0].step;
  if (arguments[0].type().kind == TypeKind::string) {
    return compile_text_function(compiler, arguments, "to_number", ToNumber());
  }
  compiler.error("SG3202", "to_number() takes a text, this is " + type_name_of(arguments[0]), *arguments[0].node,
                 arguments[0].type().kind == TypeKind::boolean ? "turn the condition into a number: if(condition, 1, 0)"
                                                               : "only texts that hold digits are numbers");
  return nullptr;
}

constexpr FunctionParameter kParameters[] = {{"text", "a text, or a number, which stays as it is"}};

}  // namespace

FunctionRecord to_number_function() {
  return {
      .record = {.name = "to_number",
                 .summary = "The number that a text holds, such as 12, -0.5 or 1e3; null where it holds none.",
                 .source = "The cast of SQL, total.",
                 .example = R"json({"expression": "to_number(' 12.5 ')"})json"},
      .parameters = kParameters,
      .compile = &compile_to_number,
  };
}

}  // namespace synthgen::expression::functions
