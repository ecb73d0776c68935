// How a number is written: what groups its thousands, and what stands before its decimals.
//
// Threads: pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace synthgen {

struct NumberStyle {
  std::string group;  ///< between each three digits of the whole part; empty: nothing
  std::string mark;   ///< before the decimals

  /// The style in which the number 1234.5 is written so: "1,234.5", "1.234,5", "1 234,5", "1234,5". Groups may be set
  /// off by a comma, a point, an apostrophe, an underscore or a space of any width; the mark is a point or a comma.
  static std::optional<NumberStyle> parse(std::string_view example);
  /// Whether it ever differs from the plain form, of numbers with decimals or without.
  bool differs(bool with_decimals) const { return !group.empty() || (with_decimals && mark != "."); }
};

/// Whether a plain number, such as "-1234.50" or "1e+16", has thousands to set off.
bool has_thousands(std::string_view plain);
/// Appends a plain number in a style. An exponent stays as it is.
void append_styled(std::string_view plain, const NumberStyle& style, std::string& out);

}  // namespace synthgen
