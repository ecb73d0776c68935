// A text literal in the place of a date, timestamp or uuid.
//
// Threads: pure.
#pragma once

#include <string_view>

#include "step.hpp"

namespace synthgen::expression {

/// The constant that the text stands for; null where it is none. REQUIRES: type is date, timestamp or uuid.
StepPtr read_time_or_uuid(std::string_view text, Type type);

}  // namespace synthgen::expression
