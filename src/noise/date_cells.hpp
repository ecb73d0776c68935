// Cells of dates, timestamps and datetimes as a day and a time of day.
//
// Threads: pure.
#pragma once

#include <cstddef>
#include <cstdint>

#include "synthgen/base/civil_time.hpp"
#include "synthgen/noise/noise.hpp"

namespace synthgen {

inline constexpr std::string_view kOnlyDates =
    "name a column of type date, timestamp or datetime; a column of texts that are dates can say \"type\": \"date\"";

/// REQUIRES: a value of a date, timestamp or datetime column.
inline DayAndTime cell_moment(const DamagedColumn& column, std::size_t place) {
  const std::int64_t word = column.word(place);
  if (column.type().kind == TypeKind::date) return {static_cast<std::int32_t>(word), 0};
  return split_micros(word);
}

/// The word of a cell of the type: days of a date, else microseconds.
inline std::int64_t moment_word(const Type& type, const DayAndTime& moment) {
  return type.kind == TypeKind::date ? moment.days : moment.days * kMicrosPerDay + moment.micros;
}

/// False, without a change, where the cell holds it already or would be mended.
inline bool set_moment(DamagedColumn& column, std::size_t place, const DayAndTime& moment) {
  return column.set_word(place, moment_word(column.type(), moment));
}

}  // namespace synthgen
