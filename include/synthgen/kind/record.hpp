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
    if (!(low_open ? x > low : x >= low) || !(high_open ? x < high : x <= high)) return false;  // NaN is outside
    // From 2^53 on every double is a whole number.
    return !integral || !(x > -0x1p53 && x < 0x1p53) || x == static_cast<double>(static_cast<long long>(x));
  }
  std::string text() const;  ///< "greater than 0", "between 0 and 1", "any number"
};

enum class ParameterForm : unsigned char {
  number,
  list,   ///< a literal list of numbers, each within the range; one with a fallback may be absent, and then is empty
  dates,  ///< a literal list of dates, as absent or given
  time,   ///< a date or a time
};

/// What a parameter measures, where the values are dates or times.
enum class Measure : unsigned char {
  number,    ///< a shape or another number, whatever the values are
  location,  ///< a value of the column: a date
  scale,     ///< a distance of values: a duration
  unitless,  ///< a number that depends on the unit of the values, such as a rate: not for times
  clock,     ///< something of the time of day: not for dates
};

struct Parameter {
  Name name;
  Range range;
  Text meaning;                                   ///< with its unit
  std::optional<double> fallback = std::nullopt;  ///< value when absent; without one it is required
  ParameterForm form = ParameterForm::number;
  Measure measure = Measure::number;
};

constexpr Parameter measuring(Measure measure, Parameter parameter) {
  parameter.measure = measure;
  return parameter;
}

/// One way to give a kind its parameters; a member may have several.
using Parameterisation = std::span<const Parameter>;

/// A key that stands beside the one that names a kind.
struct KeyRecord {
  Name name;
  Text meaning;
  Text value_schema;  ///< JSON Schema of its value, as JSON text
};

/// The part common to all kinds.
struct Record {
  Name name;     ///< as written in a schema, snake_case
  Text summary;  ///< one sentence that says when to use it
  Text source;   ///< where the method comes from
  Text example;  ///< a column of a schema; it is run as a test
};

}  // namespace synthgen
