// Parameters of a distribution that are lists of numbers.
#pragma once

#include <optional>
#include <vector>

#include "synthgen/distribution/distribution.hpp"
#include "synthgen/source/parameter_value.hpp"

namespace synthgen {

/// The lists of a kind that takes lists, in the order of its parameterisation, checked in full.
/// Errors: SG2109 (no list, or no number in it), SG2115 (an expression), SG2106 (a number out of its range), SG2161
/// (lists that do not fit each other); then nothing is returned.
std::optional<std::vector<std::vector<double>>> read_lists(const DistributionKind& kind, std::size_t parameterisation,
                                                           const std::vector<std::optional<ParameterValue>>& parameters,
                                                           Diagnostics& diagnostics);

}  // namespace synthgen
