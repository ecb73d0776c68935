// Rounding to integers in one direction, shared by floor, ceil and trunc.
//
// Threads: pure.
#pragma once

#include "step.hpp"

namespace synthgen::expression {

enum class Direction : std::uint8_t { down, up, to_zero };

/// The nearest integer in that direction from a value of any numeric type; an integer.
StepPtr make_whole(StepPtr x, Direction direction);

}  // namespace synthgen::expression
