// The algebra of trends.
#include "trend_shape.hpp"

#include <cmath>

namespace synthgen::expression {
namespace {

Trend flipped(Trend trend) {
  if (trend == Trend::rising) return Trend::falling;
  if (trend == Trend::falling) return Trend::rising;
  return trend;
}

bool same_line(const Shape& a, const Shape& b) { return a.line != nullptr && b.line != nullptr && *a.line == *b.line; }

/// Slopes cancel out where next to nothing of their terms remains: the sign of the rest is that of rounding.
bool cancelled(double sum, double terms) { return !(std::fabs(sum) > 1e-9 * terms); }

Sort common_sort(Sort a, Sort b) {
  if (a == b) return a;
  const bool days = (a == Sort::date && b == Sort::moment) || (a == Sort::moment && b == Sort::date);
  return days ? Sort::moment : Sort::unknown;
}

}  // namespace

Shape other(Sort sort) {
  Shape shape;
  shape.trend = Trend::other;
  shape.sort = sort;
  return shape;
}

Shape fixed(Sort sort, std::optional<double> value) {
  Shape shape;
  shape.sort = sort;
  shape.value = value;
  return shape;
}

Shape followed(const Shape& shape, Sort sort) {
  Shape result;
  result.trend = shape.trend;
  result.sort = sort;
  return result;
}

Shape negated(Shape shape) {
  shape.trend = flipped(shape.trend);
  if (shape.slope.has_value()) shape.slope = -*shape.slope;
  if (shape.value.has_value()) shape.value = -*shape.value;
  return shape;
}

Shape added(const Shape& a, const Shape& b, Sort sort) {
  Shape sum;
  if (a.constant() || b.constant()) {
    sum = a.constant() ? b : a;
    sum.value = std::nullopt;
    if (a.value.has_value() && b.value.has_value() &&
        !cancelled(*a.value + *b.value, std::fabs(*a.value) + std::fabs(*b.value))) {
      sum.value = *a.value + *b.value;
    }
  } else if (a.trend == Trend::other || b.trend == Trend::other) {
    return other(sort);
  } else if (same_line(a, b)) {
    sum = a;
    sum.terms += b.terms;
    if (a.slope.has_value() && b.slope.has_value()) {
      sum.slope = *a.slope + *b.slope;
      if (cancelled(*sum.slope, sum.terms)) return other(sort);
      sum.trend = *sum.slope > 0 ? a.line_trend : flipped(a.line_trend);
    } else {
      sum.slope = std::nullopt;
      if (a.trend != b.trend) sum.trend = Trend::either;
    }
  } else {
    const bool together = a.trend == b.trend && a.trend != Trend::either;
    sum.trend = together ? a.trend : Trend::other;
  }
  sum.sort = sort;
  return sum;
}

Shape subtracted(const Shape& a, const Shape& b, Sort sort) {
  Shape difference = added(a, negated(b), sort);
  // Days of two dates, seconds of others: unless a number takes part, the unit is not that of the path any more.
  if (a.sort != Sort::number && b.sort != Sort::number) difference.slope = std::nullopt;
  return difference;
}

Shape scaled(Shape shape, std::optional<double> factor) {
  shape.sort = Sort::number;
  if (shape.trend == Trend::other) return shape;
  if (!factor.has_value()) {
    shape.trend = Trend::either;
    shape.slope = std::nullopt;
    return shape;
  }
  if (!(std::fabs(*factor) > 0) || !std::isfinite(*factor)) return other(Sort::number);
  if (*factor < 0) shape.trend = flipped(shape.trend);
  if (shape.slope.has_value()) shape.slope = *shape.slope * *factor;
  shape.terms *= std::fabs(*factor);
  return shape;
}

Shape either_of(const Shape& a, const Shape& b) {
  Shape result;
  result.sort = common_sort(a.sort, b.sort);
  if (a.constant() || b.constant()) {
    result.trend = a.constant() ? b.trend : a.trend;
    const Shape& moving = a.constant() ? b : a;
    result.line = moving.line;
    result.line_trend = moving.line_trend;
    return result;
  }
  if (a.trend == Trend::other || b.trend == Trend::other) return other(result.sort);
  result.trend = a.trend == b.trend ? a.trend : Trend::either;
  if (same_line(a, b)) {
    result.line = a.line;
    result.line_trend = a.line_trend;
  }
  return result;
}

Shape extreme_of(const Shape& a, const Shape& b) {
  const Sort sort = common_sort(a.sort, b.sort);
  if (a.constant()) return followed(b, sort);
  if (b.constant()) return followed(a, sort);
  return a.trend == b.trend && a.trend != Trend::either ? followed(a, sort) : other(sort);
}

}  // namespace synthgen::expression
