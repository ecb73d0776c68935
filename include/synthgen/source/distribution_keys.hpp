// Keys that stand beside a distribution and its parameters, for the manual and the JSON Schema.
//
// Threads: constant data.
#pragma once

#include <span>

#include "synthgen/distribution/distribution.hpp"
#include "synthgen/kind/record.hpp"

namespace synthgen {

/// Keys of a column (beyond `min` and `max`) that this distribution takes: `exact`, `origin` or none.
std::span<const KeyRecord> distribution_keys(const DistributionKind& kind);

}  // namespace synthgen
