// Durations as a schema writes them: "90 days", "1 month", "30 minutes".
//
// Threads: pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace synthgen {

/// Months of the calendar (12 a year) or a fixed number of microseconds (a day is 24 hours): one of the two is 0.
struct Duration {
  std::int64_t months = 0;
  std::int64_t micros = 0;

  friend bool operator==(const Duration&, const Duration&) = default;
};

/// What keeps a text from being a duration.
struct DurationFault {
  std::string message;
  std::string hint;
};

/// One number and one unit: microseconds, milliseconds, seconds, minutes, hours, days, weeks, months, years; singular
/// or plural, with or without a space, negative where wanted. Months and years are whole; other units may have
/// decimals, as long as microseconds are exact. Nothing, and `fault` says why, for anything else.
std::optional<Duration> parse_duration(std::string_view text, DurationFault& fault);

}  // namespace synthgen
