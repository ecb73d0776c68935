// A text literal in the place of a date, a time or a uuid.
//
// Threads: pure.
#pragma once

#include <string_view>

#include "step.hpp"

namespace synthgen::expression {

/// The constant that the text stands for; null where it is none. A time has as many digits of its seconds as the text
/// needs. REQUIRES: type is a date, a time or uuid.
StepPtr read_time_or_uuid(std::string_view text, Type type);
/// The date or time whose form the text has: "2024-02-29" a date, with T and Z a timestamp, with T a datetime, "10:00"
/// a time. Null where it has none.
StepPtr read_time_by_form(std::string_view text);

}  // namespace synthgen::expression
