// Arithmetic with dates and times, as in PostgreSQL: date − date is whole days, date ± n is n days on,
// timestamp − timestamp is seconds. Durations are in time_shift.hpp.
//
// Threads: pure.
#pragma once

#include "step.hpp"
#include "syntax.hpp"

namespace synthgen::expression {

std::optional<Type> time_arithmetic_type(Operator op, Type a, Type b);
/// Not folded. REQUIRES: time_arithmetic_type(op, a, b) == type.
StepPtr make_time_arithmetic(Operator op, Type type, StepPtr a, StepPtr b);

}  // namespace synthgen::expression
