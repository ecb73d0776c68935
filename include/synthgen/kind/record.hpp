// What the Catalog knows of any member of a kind: its name, its page in the manual and
// its parameters. Kept beside the code that does the work, in the member's own file.
//
// Threads: constant data.
#pragma once

#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace synthgen {

using Name = std::string_view;
using Text = std::string_view;

/// The values that a number may take.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_open = false;
  bool high_open = false;
  bool integral = false;

  static constexpr Range any() { return {}; }
  static constexpr Range positive() { return {0, std::numeric_limits<double>::infinity(), true, false, false}; }
  static constexpr Range not_negative() { return {0, std::numeric_limits<double>::infinity(), false, false, false}; }
  static constexpr Range probability() { return {0, 1, false, false, false}; }
  static constexpr Range integers() {
    Range range;
    range.integral = true;
    return range;
  }
  constexpr bool contains(double x) const {
    return (low_open ? x > low : x >= low) && (high_open ? x < high : x <= high);  // NaN is outside
  }
  std::string text() const;  ///< "greater than 0", "between 0 and 1", "any number"
};

struct Parameter {
  Name name;
  Range range;
  Text meaning;                                   ///< with its unit
  std::optional<double> fallback = std::nullopt;  ///< value when absent; without one it is required
};

/// One way to give a kind its parameters; a member may have several.
using Parameterisation = std::span<const Parameter>;

/// The part common to all kinds.
struct Record {
  Name name;     ///< as written in a schema, snake_case
  Text summary;  ///< one sentence that says when to use it
  Text source;   ///< where the method comes from
  Text example;  ///< a column of a schema; it is run as a test
};

}  // namespace synthgen
