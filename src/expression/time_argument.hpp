// Arguments of functions that are dates or times, and the days and clocks in them.
//
// Threads: pure.
#pragma once

#include <algorithm>

#include "compiler.hpp"
#include "synthgen/base/civil_time.hpp"

namespace synthgen::expression {

/// What a function needs to find in its argument.
enum class TimeNeed : std::uint8_t {
  day,    ///< date, timestamp or datetime
  clock,  ///< timestamp, datetime or time
  any,
};

/// The argument as a date or time; a text literal is read as what it has the form of. Null (told: SG3202) where it is
/// none.
StepPtr need_time(Compiler& compiler, const Typed& value, std::string_view function, TimeNeed need);

/// visit(row, day, microseconds of the day) for all rows, nulls too, which get some day of the calendar.
template <class Visit>
void for_each_time(const Operand& times, Type type, std::size_t rows, Visit visit) {
  if (type.kind == TypeKind::date) {
    const std::int32_t* days = times.data<std::int32_t>();
    for (std::size_t i = 0; i < rows; ++i) {
      visit(i, std::clamp(days[times.at(i)], kFirstDay, kLastDay), std::int64_t{0});
    }
    return;
  }
  const std::int64_t* micros = times.data<std::int64_t>();
  for (std::size_t i = 0; i < rows; ++i) {
    const DayAndTime split = split_micros(micros[times.at(i)]);
    visit(i, std::clamp(split.days, kFirstDay, kLastDay), split.micros);
  }
}

}  // namespace synthgen::expression
