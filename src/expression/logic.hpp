// and, or, not, with SQL's three values.
//
// Threads: pure.
#pragma once

#include <vector>

#include "step.hpp"

namespace synthgen::expression {

/// and (or, where `is_or`) of two booleans or more. Later ones are asked for only in rows that the earlier ones leave
/// open, so that `b <> 0 and a / b > 2` warns of no division by zero.
StepPtr make_logic(bool is_or, std::vector<StepPtr> parts);
StepPtr make_not(StepPtr step);

}  // namespace synthgen::expression
