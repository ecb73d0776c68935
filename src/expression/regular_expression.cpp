// Regular expressions by RE2, which stays in this room.
#include "synthgen/expression/regular_expression.hpp"

#include <re2/re2.h>

#include <algorithm>

#include "synthgen/base/characters.hpp"

namespace synthgen {

struct RegularExpression::Compiled {
  explicit Compiled(std::string_view pattern) : re2(re2::StringPiece(pattern.data(), pattern.size()), RE2::Quiet) {}
  RE2 re2;
};

std::optional<RegularExpression> RegularExpression::compile(std::string_view pattern, RegularExpressionFault& fault) {
  auto compiled = std::make_shared<const Compiled>(pattern);
  if (!compiled->re2.ok()) {
    fault = {"the pattern is wrong: " + compiled->re2.error(), "patterns are written in RE2's syntax"};
    const std::string& part = compiled->re2.error_arg();
    if (const std::size_t at = pattern.find(part); !part.empty() && at != std::string_view::npos) {
      fault.begin = at;
      fault.length = part.size();
    }
    return std::nullopt;
  }
  RegularExpression expression;
  expression.compiled_ = std::move(compiled);
  return expression;
}

std::optional<RegularExpression::Replacement> RegularExpression::read_replacement(std::string_view with,
                                                                                  RegularExpressionFault& fault) const {
  const int groups = compiled_->re2.NumberOfCapturingGroups();
  int asked = 0;
  for (std::size_t i = 0; i < with.size(); ++i) {
    if (with[i] != '\\') continue;
    const char next = i + 1 < with.size() ? with[i + 1] : '\0';
    const bool digit = next >= '0' && next <= '9';
    if (digit) asked = std::max(asked, next - '0');
    if (next != '\\' && (!digit || next - '0' > groups)) {
      fault.message =
          digit ? "the replacement names group " + std::string(1, next) + ", the pattern has " + std::to_string(groups)
                : "the replacement is wrong: a \\ is followed by a digit or another \\";
      fault.hint =
          "\\0 is the whole match, \\1 to \\9 the groups in parentheses, \\\\ a backslash (each \\ doubled in JSON)";
      fault.begin = i;
      fault.length = 1 + bytes_of_characters(with.substr(i + 1), 1);
      return std::nullopt;
    }
    ++i;
  }
  Replacement replacement;
  replacement.text_ = with;
  replacement.groups_ = static_cast<std::size_t>(1 + asked);
  return replacement;
}

bool RegularExpression::find(std::string_view text, std::size_t from, std::size_t count, Groups& groups) const {
  std::array<re2::StringPiece, kMostGroups> found;
  if (!compiled_->re2.Match(re2::StringPiece(text.data(), text.size()), from, text.size(), RE2::UNANCHORED,
                            found.data(), static_cast<int>(count))) {
    return false;
  }
  for (std::size_t i = 0; i < count; ++i) groups[i] = {found[i].data(), found[i].size()};
  return true;
}

std::size_t RegularExpression::step(std::string_view text, std::size_t at) {
  return std::max<std::size_t>(1, bytes_of_characters(text.substr(at), 1));
}

}  // namespace synthgen
