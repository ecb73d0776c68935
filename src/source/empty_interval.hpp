// The fault of a column whose distribution, the same in every row, has no value between its bounds.
#pragma once

#include <optional>

#include "synthgen/distribution/distribution.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {

/// The error SG2116 where the source gives no value, whatever the draw; nothing where it gives some.
/// REQUIRES: the source reads no other column than that of its scores, and has the same parameters and bounds in every
/// row.
std::optional<Diagnostic> empty_interval_fault(const Source& source, const DistributionKind& kind,
                                               const SourceContext& context);

}  // namespace synthgen
