// Functions of numbers with a number as result, on our own elementary functions.
//
// Threads: pure. Determinism: base/elementary and correctly rounded operations only.
#pragma once

#include <string_view>

#include "compiler.hpp"

namespace synthgen::expression {

/// n values; `out` is not `in`.
using NumberFunction = void (*)(std::size_t n, const double* in, double* out);
/// Whether a function is defined there.
using Domain = bool (*)(double x);

/// Null, counted as outside the domain, where x is; null, counted as overflow, where the result is not finite.
/// Null (told: SG3202) where the argument is no number.
StepPtr compile_number_function(Compiler& compiler, const Typed& x, std::string_view name, NumberFunction function,
                                Domain domain);

/// REQUIRES: numeric types.
StepPtr make_atan2(StepPtr y, StepPtr x);

}  // namespace synthgen::expression
