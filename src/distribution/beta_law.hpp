// The law between two bounds whose density is a product of two powers: what beta and pert are.
//
// Threads and determinism: those of Distribution.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "synthgen/distribution/distribution.hpp"

namespace synthgen {

/// Of the canonical parameters alpha, beta, low and high: shapes from 1e-3 to 1e9, low below high, their distance
/// finite. Where both shapes are fixed their quantiles are tabled.
std::unique_ptr<Distribution> make_beta_law(std::span<const std::optional<double>> fixed);

}  // namespace synthgen
