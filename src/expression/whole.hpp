// Rounding to integers in one direction, shared by floor and ceil.
//
// Threads: pure.
#pragma once

#include "step.hpp"

namespace synthgen::expression {

/// The greatest integer not above (or, `up`, the least not below) a value of any numeric type; an integer.
StepPtr make_whole(StepPtr x, bool up);

}  // namespace synthgen::expression
