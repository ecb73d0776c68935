// Figures of a column that are made of sums: the same for a run that saw all rows and for one that joins several parts.
#pragma once

#include <cstdint>
#include <string>

#include "synthgen/column/type.hpp"
#include "synthgen/engine/column_statistics.hpp"
#include "synthgen/engine/unit_groups.hpp"

namespace synthgen {

__extension__ typedef __int128 WideSum;

/// Zero has two signs, and which of two equal zeros is met first depends on vector lanes; the manifest knows one zero.
inline double without_negative_zero(double value) { return value + 0.0; }

/// JSON: the shortest text, or null where the number is none.
std::string number_token(double value);

/// Mean and standard deviation of a type that has them; of booleans the mean.
/// sum  exact, of integers and decimals in units of the last digit, of booleans the true ones
/// REQUIRES: values > 0.
void put_moments(const Type& type, WideSum sum, const Moments& moments, std::uint64_t values, ColumnSummary& summary);

/// Values that a column can have from `min` to `max`; of types without a least step as many as you like.
std::uint64_t places_between(const Type& type, std::int64_t min, std::int64_t max);

}  // namespace synthgen
