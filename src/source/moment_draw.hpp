// Dates and times of distributions that give nothing else, between bounds of either sort.
//
// Threads: pure.
#pragma once

#include <optional>
#include <vector>

#include "synthgen/distribution/distribution.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {

/// A column of type date, timestamp or datetime. Without a declared type it is that of the bounds, and a timestamp
/// where a parameter has no meaning for dates. A bound of a timestamp or datetime may be a date, which as `max` means
/// its end. Errors SG2105, SG2109, SG2116, SG2153 and those of read_lists.
///
/// parameters  as of make_distribution_spec; `min` and `max` among them are in the declaration
/// origin      refused, where given
/// REQUIRES: a kind of Outcome::time.
Result<MadeSource> make_moment_draw(const DistributionKind& kind, std::size_t parameterisation,
                                    const std::vector<std::optional<ParameterValue>>& parameters,
                                    const std::optional<ParameterValue>& origin, const SourceContext& context);

}  // namespace synthgen
