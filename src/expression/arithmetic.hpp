// Arithmetic on numbers, dates and timestamps.
//
// Threads: pure. Determinism: integers and decimals exactly, doubles operation by operation.
#pragma once

#include "step.hpp"
#include "syntax.hpp"
#include "synthgen/base/powers_of_ten.hpp"

namespace synthgen::expression {

/// The type of `a op b`; nothing where the operator does not take these types.
std::optional<Type> arithmetic_type(Operator op, Type a, Type b);
/// REQUIRES: arithmetic_type(op, a, b) has a value.
StepPtr make_arithmetic(Operator op, StepPtr a, StepPtr b);
/// REQUIRES: a numeric type.
StepPtr make_negation(StepPtr step);

/// The remainder of x / y with the sign of x, exact, by long division of the significands.
double exact_remainder(double x, double y);

/// One operation on two constants or columns where either is constant.
inline bool varies(const StepPtr& a) { return a->constant() == nullptr; }
inline bool varies(const StepPtr& a, const StepPtr& b) { return varies(a) || varies(b); }

}  // namespace synthgen::expression
