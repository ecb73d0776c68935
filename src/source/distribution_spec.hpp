// A distribution whose parameters were read, waiting for a plan.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "synthgen/distribution/distribution.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {

/// origin      of columns of times: what their durations are counted from
/// parameters  those of that parameterisation, in its order; empty where absent, or where they are the column's bounds
std::unique_ptr<SourceSpec> make_distribution_spec(const DistributionKind& kind, std::size_t parameterisation,
                                                   std::vector<std::optional<ParameterValue>> parameters,
                                                   std::optional<ParameterValue> origin = std::nullopt);

}  // namespace synthgen
