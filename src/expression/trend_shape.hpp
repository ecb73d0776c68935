// What is known of a value while one column rises: the algebra behind trend_of.
//
// Sums of linear functions of one path are kept apart from all else, for they are linear, hence monotone, whatever
// their slopes are.
//
// Threads: pure.
#pragma once

#include <cstdint>
#include <optional>

#include "synthgen/expression/condition.hpp"

namespace synthgen::expression {

/// What is known of a value's type.
enum class Sort : std::uint8_t { unknown, number, date, moment, clock };

struct Shape {
  Trend trend = Trend::constant;
  Sort sort = Sort::unknown;
  std::optional<double> value = {};  ///< of literals, and what is computed from them
  /// Set where it is a linear function of this path.
  const Path* line = nullptr;
  Trend line_trend = Trend::constant;  ///< of the path itself
  /// Per unit of the path, where it is known. A difference of times may count days or seconds: of it only the trend is
  /// known.
  std::optional<double> slope = {};
  double terms = 0;  ///< sum of the slopes' magnitudes, by which one knows what has cancelled out

  bool constant() const { return trend == Trend::constant; }
};

Shape other(Sort sort);
/// What does not follow the column.
Shape fixed(Sort sort, std::optional<double> value = std::nullopt);
/// A function that never falls, of a shape.
Shape followed(const Shape& shape, Sort sort);
Shape negated(Shape shape);
Shape added(const Shape& a, const Shape& b, Sort sort);
Shape subtracted(const Shape& a, const Shape& b, Sort sort);
/// By a factor that does not follow the column; its value where it is known.
Shape scaled(Shape shape, std::optional<double> factor);
/// The one or the other, by what does not follow the column.
Shape either_of(const Shape& a, const Shape& b);
/// The least or the greatest of both.
Shape extreme_of(const Shape& a, const Shape& b);

}  // namespace synthgen::expression
