// SIMD forms of the loops in statistics_kernels.hpp, chosen at run time by Highway.
#include <algorithm>
#include <bit>

#include "statistics_kernels.hpp"

// Vectors whose width is known only at run time cannot stand in arrays; their machines take the fixed-width forms.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "statistics_kernels_simd.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace synthgen::statistics::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// The number of sums is part of the manifest's promise: raising it would move last digits.
constexpr std::size_t kSums = 8;

using Doubles = hn::CappedTag<double, kSums>;
using Words = hn::CappedTag<std::int64_t, kSums>;
using Days = hn::CappedTag<std::int32_t, 16>;
constexpr std::size_t kLanes = hn::MaxLanes(Doubles());
constexpr std::size_t kVectors = kSums / kLanes;

double join(const double (&sums)[kSums]) {
  return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

IntegerExtent IntegerExtentOf(const std::int64_t* HWY_RESTRICT values, std::size_t count) {
  const Words d;
  hn::Vec<Words> low[kVectors];
  hn::Vec<Words> high[kVectors];
  hn::Vec<Words> sum[kVectors];
  for (std::size_t k = 0; k < kVectors; ++k) {
    low[k] = hn::Set(d, values[0]);
    high[k] = low[k];
    sum[k] = hn::Zero(d);
  }
  std::size_t i = 0;
  for (; i + kSums <= count; i += kSums) {
    for (std::size_t k = 0; k < kVectors; ++k) {
      const auto v = hn::LoadU(d, values + i + k * kLanes);
      low[k] = hn::Min(low[k], v);
      high[k] = hn::Max(high[k], v);
      sum[k] = hn::Add(sum[k], v);
    }
  }
  HWY_ALIGN std::int64_t lows[kSums];
  HWY_ALIGN std::int64_t highs[kSums];
  HWY_ALIGN std::int64_t sums[kSums];
  for (std::size_t k = 0; k < kVectors; ++k) {
    hn::Store(low[k], d, lows + k * kLanes);
    hn::Store(high[k], d, highs + k * kLanes);
    hn::Store(sum[k], d, sums + k * kLanes);
  }
  IntegerExtent extent{values[0], values[0], 0};
  for (std::size_t k = 0; k < kSums; ++k) {
    extent.min = std::min(extent.min, lows[k]);
    extent.max = std::max(extent.max, highs[k]);
    extent.wrapped_sum += static_cast<std::uint64_t>(sums[k]);
  }
  for (; i < count; ++i) {
    extent.min = std::min(extent.min, values[i]);
    extent.max = std::max(extent.max, values[i]);
    extent.wrapped_sum += static_cast<std::uint64_t>(values[i]);
  }
  return extent;
}

double IntegerSquaresFrom(const std::int64_t* HWY_RESTRICT values, std::size_t count, std::int64_t base, double mean) {
  const Doubles d;
  const Words w;
  // An integer below 2^52 in the low bits of the double 2^52 is that double plus the integer: an exact conversion
  // that every instruction set has.
  constexpr std::int64_t kTwo52Bits = std::bit_cast<std::int64_t>(0x1p52);
  const auto two52 = hn::Set(d, 0x1p52);
  const auto two52_bits = hn::Set(w, kTwo52Bits);
  const auto bases = hn::Set(w, base);
  const auto means = hn::Set(d, mean);
  hn::Vec<Doubles> sum[kVectors];
  for (std::size_t k = 0; k < kVectors; ++k) sum[k] = hn::Zero(d);
  std::size_t i = 0;
  for (; i + kSums <= count; i += kSums) {
    for (std::size_t k = 0; k < kVectors; ++k) {
      const auto offset = hn::Sub(hn::LoadU(w, values + i + k * kLanes), bases);
      const auto number = hn::Sub(hn::BitCast(d, hn::Or(offset, two52_bits)), two52);
      const auto distance = hn::Sub(number, means);
      sum[k] = hn::Add(sum[k], hn::Mul(distance, distance));
    }
  }
  HWY_ALIGN double sums[kSums];
  for (std::size_t k = 0; k < kVectors; ++k) hn::Store(sum[k], d, sums + k * kLanes);
  for (std::size_t k = 0; i + k < count; ++k) {
    const double distance = static_cast<double>(values[i + k] - base) - mean;
    sums[k] += distance * distance;
  }
  return join(sums);
}

NumberExtent NumberExtentOf(const double* HWY_RESTRICT values, std::size_t count) {
  const Doubles d;
  hn::Vec<Doubles> low[kVectors];
  hn::Vec<Doubles> high[kVectors];
  hn::Vec<Doubles> sum[kVectors];
  for (std::size_t k = 0; k < kVectors; ++k) {
    low[k] = hn::Set(d, values[0]);
    high[k] = low[k];
    sum[k] = hn::Zero(d);
  }
  std::size_t i = 0;
  for (; i + kSums <= count; i += kSums) {
    for (std::size_t k = 0; k < kVectors; ++k) {
      const auto v = hn::LoadU(d, values + i + k * kLanes);
      low[k] = hn::Min(low[k], v);
      high[k] = hn::Max(high[k], v);
      sum[k] = hn::Add(sum[k], v);
    }
  }
  HWY_ALIGN double lows[kSums];
  HWY_ALIGN double highs[kSums];
  HWY_ALIGN double sums[kSums];
  for (std::size_t k = 0; k < kVectors; ++k) {
    hn::Store(low[k], d, lows + k * kLanes);
    hn::Store(high[k], d, highs + k * kLanes);
    hn::Store(sum[k], d, sums + k * kLanes);
  }
  for (std::size_t k = 0; i + k < count; ++k) {
    lows[k] = std::min(lows[k], values[i + k]);
    highs[k] = std::max(highs[k], values[i + k]);
    sums[k] += values[i + k];
  }
  NumberExtent extent{lows[0], highs[0], join(sums)};
  for (std::size_t k = 1; k < kSums; ++k) {
    extent.min = std::min(extent.min, lows[k]);
    extent.max = std::max(extent.max, highs[k]);
  }
  return extent;
}

double NumberSquaresFrom(const double* HWY_RESTRICT values, std::size_t count, double mean) {
  const Doubles d;
  const auto means = hn::Set(d, mean);
  hn::Vec<Doubles> sum[kVectors];
  for (std::size_t k = 0; k < kVectors; ++k) sum[k] = hn::Zero(d);
  std::size_t i = 0;
  for (; i + kSums <= count; i += kSums) {
    for (std::size_t k = 0; k < kVectors; ++k) {
      const auto distance = hn::Sub(hn::LoadU(d, values + i + k * kLanes), means);
      sum[k] = hn::Add(sum[k], hn::Mul(distance, distance));
    }
  }
  HWY_ALIGN double sums[kSums];
  for (std::size_t k = 0; k < kVectors; ++k) hn::Store(sum[k], d, sums + k * kLanes);
  for (std::size_t k = 0; i + k < count; ++k) {
    const double distance = values[i + k] - mean;
    sums[k] += distance * distance;
  }
  return join(sums);
}

DayExtent DayExtentOf(const std::int32_t* HWY_RESTRICT values, std::size_t count) {
  const Days d;
  constexpr std::size_t kDayLanes = hn::MaxLanes(Days());
  auto low = hn::Set(d, values[0]);
  auto high = low;
  std::size_t i = 0;
  for (; i + kDayLanes <= count; i += kDayLanes) {
    const auto v = hn::LoadU(d, values + i);
    low = hn::Min(low, v);
    high = hn::Max(high, v);
  }
  HWY_ALIGN std::int32_t lows[kDayLanes];
  HWY_ALIGN std::int32_t highs[kDayLanes];
  hn::Store(low, d, lows);
  hn::Store(high, d, highs);
  DayExtent extent{values[0], values[0]};
  for (std::size_t k = 0; k < kDayLanes; ++k) {
    extent.min = std::min(extent.min, lows[k]);
    extent.max = std::max(extent.max, highs[k]);
  }
  for (; i < count; ++i) {
    extent.min = std::min(extent.min, values[i]);
    extent.max = std::max(extent.max, values[i]);
  }
  return extent;
}

}  // namespace synthgen::statistics::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace synthgen::statistics {

HWY_EXPORT(IntegerExtentOf);
HWY_EXPORT(IntegerSquaresFrom);
HWY_EXPORT(NumberExtentOf);
HWY_EXPORT(NumberSquaresFrom);
HWY_EXPORT(DayExtentOf);

IntegerExtent integer_extent(const std::int64_t* values, std::size_t count) {
  return HWY_DYNAMIC_DISPATCH(IntegerExtentOf)(values, count);
}
double squares_from(const std::int64_t* values, std::size_t count, std::int64_t base, double mean) {
  return HWY_DYNAMIC_DISPATCH(IntegerSquaresFrom)(values, count, base, mean);
}
NumberExtent number_extent(const double* values, std::size_t count) {
  return HWY_DYNAMIC_DISPATCH(NumberExtentOf)(values, count);
}
double squares_from(const double* values, std::size_t count, double mean) {
  return HWY_DYNAMIC_DISPATCH(NumberSquaresFrom)(values, count, mean);
}
DayExtent day_extent(const std::int32_t* values, std::size_t count) {
  return HWY_DYNAMIC_DISPATCH(DayExtentOf)(values, count);
}

}  // namespace synthgen::statistics
#endif  // HWY_ONCE
