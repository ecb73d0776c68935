// Years, months, hours and so on out of dates and times.
//
// Threads: pure.
#pragma once

#include "compiler.hpp"

namespace synthgen::expression {

enum class TimePart : std::uint8_t { year, month, day, weekday, hour, minute, second };

/// The part of the argument as an integer; null where the argument was told to be wrong.
StepPtr compile_time_part(Compiler& compiler, const Typed& argument, std::string_view function, TimePart part);

}  // namespace synthgen::expression
