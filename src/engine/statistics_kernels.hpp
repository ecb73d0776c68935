// The loops over values behind the column statistics.
//
// Threads: pure. Determinism: doubles are added into eight sums, value i into sum i mod 8,
// and the eight are joined in one fixed order, whatever the width of the machine's vectors.
#pragma once

#include <cstddef>
#include <cstdint>

namespace synthgen::statistics {

struct IntegerExtent {
  std::int64_t min = 0;
  std::int64_t max = 0;
  std::uint64_t wrapped_sum = 0;  ///< modulo 2^64
};
/// REQUIRES: count ≥ 1.
IntegerExtent integer_extent(const std::int64_t* values, std::size_t count);

/// Sum of ((v − base) − mean)². REQUIRES: 0 ≤ v − base < 2^52 for every v.
double squares_from(const std::int64_t* values, std::size_t count, std::int64_t base, double mean);

struct NumberExtent {
  double min = 0;
  double max = 0;
  double sum = 0;
};
/// REQUIRES: count ≥ 1, values finite.
NumberExtent number_extent(const double* values, std::size_t count);

/// Sum of (v − mean)².
double squares_from(const double* values, std::size_t count, double mean);

struct DayExtent {
  std::int32_t min = 0;
  std::int32_t max = 0;
};
/// REQUIRES: count ≥ 1.
DayExtent day_extent(const std::int32_t* values, std::size_t count);

}  // namespace synthgen::statistics
