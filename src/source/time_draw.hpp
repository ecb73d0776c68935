// Dates and times drawn from continuous distributions: locations are dates, scales durations.
//
// Threads: pure.
#pragma once

#include <optional>
#include <vector>

#include "synthgen/distribution/distribution.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {

/// Draws in units of the column's grid (days, seconds or their fractions), counted from 1970, from midnight or from
/// `origin`. Errors SG2105, SG2106, SG2109, SG2150 and SG2153.
///
/// type        of the cells, a date or a time
/// parameters  as of make_distribution_spec
/// origin      what durations are counted from; with it locations are durations as well
/// REQUIRES: a continuous kind whose parameters are neither bounds nor lists.
Result<MadeSource> make_time_draw(const DistributionKind& kind, std::size_t parameterisation, Type type,
                                  const std::vector<std::optional<ParameterValue>>& parameters,
                                  const std::optional<ParameterValue>& origin, const SourceContext& context);

}  // namespace synthgen
