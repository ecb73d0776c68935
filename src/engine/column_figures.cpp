#include "column_figures.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "synthgen/base/number_text.hpp"
#include "synthgen/base/powers_of_ten.hpp"

namespace synthgen {

std::string number_token(double value) { return std::isfinite(value) ? shortest_text(value) : "null"; }

void put_moments(const Type& type, WideSum sum, const Moments& moments, std::uint64_t values, ColumnSummary& summary) {
  const double count = static_cast<double>(values);
  // The divisor n − 1 tells nothing from a single value.
  const auto deviation = [&](double scale) {
    return values < 2 ? std::string() : number_token(std::sqrt(moments.squares / (count - 1)) / scale);
  };
  switch (type.kind) {
    case TypeKind::number:
      summary.mean = number_token(without_negative_zero((moments.sum + moments.correction) / count));
      summary.sd = deviation(1);
      break;
    case TypeKind::integer:
    case TypeKind::decimal: {
      const auto scale = static_cast<double>(kPowersOfTen[static_cast<std::size_t>(type.decimals)]);
      summary.mean = number_token(static_cast<double>(sum) / count / scale);
      summary.sd = deviation(scale);
      break;
    }
    case TypeKind::boolean:
      summary.mean = number_token(static_cast<double>(sum) / count);
      break;
    default:
      break;
  }
}

std::uint64_t places_between(const Type& type, std::int64_t min, std::int64_t max) {
  const bool stepped = is_numeric(type.kind) ? type.kind != TypeKind::number : is_time(type.kind);
  if (!stepped) return std::numeric_limits<std::uint64_t>::max();
  const std::uint64_t width = static_cast<std::uint64_t>(max) - static_cast<std::uint64_t>(min);
  const std::uint64_t steps = is_micros(type.kind) ? width / static_cast<std::uint64_t>(step_micros(type)) : width;
  return std::max(steps, steps + 1);  // all 2^64 of them are one too many to count
}

}  // namespace synthgen
