// Values of any ordered type as numbers, for what counts and compares them.
//
// Threads: pure.
#pragma once

#include "synthgen/column/column.hpp"

namespace synthgen {

/// The first n cells as numbers: texts by their codes in the dictionary, booleans 0 and 1, dates their days, times
/// their microseconds, decimals in units of their last digit; NaN for a null.
///
/// REQUIRES: not of type uuid; texts are coded.
void ordered_numbers(const Column& column, std::size_t n, double* numbers);

}  // namespace synthgen
