// Draws inside an expression: a distribution called as a function.
//
// Threads: pure. Determinism: each call site has streams of its own, named by its number in the text.
#pragma once

#include <vector>

#include "step.hpp"
#include "synthgen/distribution/sampler.hpp"

namespace synthgen::expression {

/// The type of what the distribution gives in an expression: boolean, integer, or number.
Type draw_type(const DistributionKind& kind);

/// parameters  one numeric step per parameter, in the order of the parameterisation; null for one with a fallback
/// REQUIRES: constants lie within their ranges.
StepPtr make_draw(const DistributionKind& kind, std::size_t parameterisation, std::vector<StepPtr> parameters,
                  const DrawKeys& keys);

/// The number that a constant of a numeric type stands for. REQUIRES: constant and not null.
double constant_number(const Step& step);

}  // namespace synthgen::expression
