// Parameters of a distribution that are lists, of numbers or dates.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "synthgen/distribution/distribution.hpp"
#include "synthgen/source/parameter_value.hpp"

namespace synthgen {

/// Reads an item of a list of locations where the values are times; tells what is wrong with it.
using ReadLocation = std::function<std::optional<double>(const json::Value& item, const Parameter& parameter)>;

/// The lists of a kind that takes lists, in the order of its parameterisation, checked in full; dates are days since
/// 1970-01-01. What is absent, and what is no list, is empty.
/// Errors: SG2109 (no list, or no number or date in it), SG2010 (no date of the calendar), SG2115 (an expression),
/// SG2106 (a number out of its range), SG2161 (lists that do not fit); then nothing is returned.
///
/// location  for columns of times: reads what measures a location; without it these are numbers as well
std::optional<std::vector<std::vector<double>>> read_lists(const DistributionKind& kind, std::size_t parameterisation,
                                                           const std::vector<std::optional<ParameterValue>>& parameters,
                                                           Diagnostics& diagnostics,
                                                           const ReadLocation& location = nullptr);

}  // namespace synthgen
