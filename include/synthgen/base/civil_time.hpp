// The proleptic Gregorian calendar in UTC, by integer arithmetic (days_from_civil and
// civil_from_days after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
//
// Threads: pure. Years 1 … 9999.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace synthgen {

struct CivilDate {
  int year = 1970;
  int month = 1;  ///< 1 … 12
  int day = 1;    ///< 1 … 31
};

inline constexpr std::int64_t kMicrosPerSecond = 1'000'000;
inline constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;
/// 0001-01-01 and 9999-12-31 as days since 1970-01-01.
inline constexpr std::int32_t kFirstDay = -719'162;
inline constexpr std::int32_t kLastDay = 2'932'896;

std::int32_t days_from_civil(CivilDate date);
CivilDate civil_from_days(std::int32_t days);
/// The day, where the calendar has it.
std::optional<std::int32_t> checked_date(std::int64_t year, std::int64_t month, std::int64_t day);
/// Monday 1 … Sunday 7. Any number of days.
inline int weekday_of(std::int32_t days) { return static_cast<int>(((std::int64_t{days} + 3) % 7 + 7) % 7) + 1; }

/// "2024-02-29"; nothing where it is not a date of the calendar. Days since 1970-01-01.
std::optional<std::int32_t> parse_date(std::string_view text);
/// "2024-02-29T10:00:00Z", fraction of up to 6 digits, offset ±hh:mm or Z; a bare date is its midnight; a space
/// may stand for the T; without a zone it is read as UTC. Microseconds since 1970-01-01T00:00:00Z.
std::optional<std::int64_t> parse_timestamp(std::string_view text);
/// "2024-02-29T10:00:00" on a wall clock: as parse_timestamp, without a zone. Microseconds since 1970-01-01T00:00:00.
std::optional<std::int64_t> parse_datetime(std::string_view text);
/// "10:00", "10:00:00" or "10:00:00.123456". Microseconds since midnight, below 24 hours.
std::optional<std::int64_t> parse_time(std::string_view text);
std::string date_text(std::int32_t days);
/// fraction_digits 0, 3 or 6.
std::string timestamp_text(std::int64_t micros, int fraction_digits = 0);
std::string datetime_text(std::int64_t micros, int fraction_digits = 0);  ///< as timestamp_text, without the Z
std::string time_text(std::int64_t micros, int fraction_digits = 0);      ///< of 0 … one day
/// 0, 3 or 6: the fewest digits that keep all of a number of microseconds.
int fraction_digits_of(std::int64_t micros);

/// A point on the line of microseconds as the day it falls on and the microseconds since that midnight.
struct DayAndTime {
  std::int32_t days = 0;
  std::int64_t micros = 0;
};
DayAndTime split_micros(std::int64_t micros);
/// The same day so many months later (before, where negative), or the last of its month where there is no such day.
/// Nothing beyond the years 1 … 9999.
std::optional<std::int32_t> add_months(std::int32_t days, std::int64_t months);

}  // namespace synthgen
