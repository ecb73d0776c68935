// Units of the durations that move dates and times: days(3), months(1).
//
// Threads: constant data.
#pragma once

#include <cstdint>

#include "synthgen/base/civil_time.hpp"

namespace synthgen::expression {

/// What days(n), hours(n) … count. A duration lives only within an expression, beside the + or − that uses it.
enum class TimeUnit : std::uint8_t {
  none,  ///< no duration
  seconds,
  minutes,
  hours,
  days,
  months,
  years,
};

inline bool is_calendar_unit(TimeUnit unit) { return unit == TimeUnit::months || unit == TimeUnit::years; }

/// REQUIRES: a unit of fixed length. A day is 24 hours.
inline std::int64_t micros_of(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::minutes:
      return 60 * kMicrosPerSecond;
    case TimeUnit::hours:
      return 3'600 * kMicrosPerSecond;
    case TimeUnit::days:
      return kMicrosPerDay;
    default:
      return kMicrosPerSecond;
  }
}

}  // namespace synthgen::expression
