// Dates and times moved by durations: date + days(3), timestamp − minutes(n).
//
// Threads: pure.
#pragma once

#include <optional>

#include "step.hpp"
#include "time_unit.hpp"

namespace synthgen::expression {

/// The type of a point in time moved by `count` units: dates stay dates by days, months and years, and become
/// timestamps by anything shorter. Nothing where the unit does not go with the point: days and more with a time of
/// day, a broken number of days with a date.
std::optional<Type> shifted_type(Type point, TimeUnit unit, Type count);

/// The moved point. Months and years keep the day, or take the month's last; a time of day goes round at midnight;
/// what leaves the years 1 … 9999 is null and counted as overflow.
/// REQUIRES: shifted_type() has a value; count numeric, and an integer for months and years.
StepPtr make_shift(StepPtr point, TimeUnit unit, StepPtr count, bool back);

}  // namespace synthgen::expression
