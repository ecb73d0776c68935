// regexp_replace(text, pattern, with).
#include <re2/re2.h>

#include "branch.hpp"
#include "function.hpp"
#include "text_function.hpp"
#include "utf8.hpp"

namespace synthgen::expression::functions {
namespace {

/// \0, the whole match, to \9.
constexpr std::size_t kMostGroups = 10;

struct RegexpReplace {
  using Arguments = std::tuple<std::string_view>;
  using Result = std::string_view;

  CellResult operator()(TextOut& out, std::string_view text) const {
    const re2::StringPiece whole(text.data(), text.size());
    std::array<re2::StringPiece, kMostGroups> groups;
    std::size_t at = 0;  // what lies before is written
    std::size_t last_end = std::string_view::npos;
    while (at <= text.size() && !out.full()) {
      if (!pattern->Match(whole, at, text.size(), RE2::UNANCHORED, groups.data(), count)) break;
      const auto begin = static_cast<std::size_t>(groups[0].data() - text.data());
      const std::size_t end = begin + groups[0].size();
      out.append(text.substr(at, begin - at));
      if (begin == end && begin == last_end) {
        // As in RE2, an empty match at the end of the last match is none.
        at = begin + std::max<std::size_t>(1, bytes_of_characters(text.substr(begin), 1));
        out.append(text.substr(begin, at - begin));
        if (begin == text.size()) return CellResult::value;
        continue;
      }
      append_replacement(groups, out);
      at = end;
      last_end = end;
    }
    if (at < text.size()) out.append(text.substr(at));
    return CellResult::value;
  }

  void append_replacement(const std::array<re2::StringPiece, kMostGroups>& groups, TextOut& out) const {
    for (std::size_t i = 0; i < with.size(); ++i) {
      if (with[i] != '\\') {
        out.append(with[i]);
        continue;
      }
      // It was looked over when the expression was compiled: a digit or another \ follows.
      const char next = with[++i];
      if (next == '\\') {
        out.append(next);
      } else {
        const re2::StringPiece& group = groups[static_cast<std::size_t>(next - '0')];
        out.append(std::string_view(group.data(), group.size()));
      }
    }
  }

  std::shared_ptr<const RE2> pattern;
  std::string with;
  int count = 1;  ///< groups that the replacement uses, the whole match included
};

StepPtr compile_regexp_replace(Compiler& compiler, std::span<const Typed> arguments, const ExpressionNode&) {
  const StepPtr text = compiler.need_text(arguments[0], "regexp_replace");
  const auto pattern = compiler.need_constant_text(arguments[1], "regexp_replace", "pattern");
  const auto with = compiler.need_constant_text(arguments[2], "regexp_replace", "replacement");
  if (text == nullptr || !pattern.has_value() || !with.has_value()) return nullptr;
  const auto pattern_text = constant_text(**pattern);
  const auto with_text = constant_text(**with);
  if (!pattern_text.has_value() || !with_text.has_value()) return make_null({TypeKind::string});
  RegexpReplace function;
  auto compiled = std::make_shared<const RE2>(re2::StringPiece(pattern_text->data(), pattern_text->size()), RE2::Quiet);
  if (!compiled->ok()) {
    compiler.error("SG3202", "the pattern is wrong: " + compiled->error(), *arguments[1].node,
                   "patterns are written in RE2's syntax");
    return nullptr;
  }
  function.with = std::string(*with_text);
  std::string fault;
  if (!compiled->CheckRewriteString(function.with, &fault)) {
    const int groups = compiled->NumberOfCapturingGroups();
    compiler.error(
        "SG3202",
        RE2::MaxSubmatch(function.with) > groups
            ? "the replacement names group " + std::to_string(RE2::MaxSubmatch(function.with)) + ", the pattern has " +
                  std::to_string(groups)
            : "the replacement is wrong: a \\ is followed by a digit or another \\",
        *arguments[2].node,
        "\\0 is the whole match, \\1 to \\9 the groups in parentheses, \\\\ a backslash (each \\ doubled in JSON)");
    return nullptr;
  }
  function.count = 1 + RE2::MaxSubmatch(function.with);
  function.pattern = std::move(compiled);
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
