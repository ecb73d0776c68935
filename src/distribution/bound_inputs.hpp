// Where the bounds of the kinds come from whose bounds are parameters.
#pragma once

#include "synthgen/distribution/sampler.hpp"

namespace synthgen {

/// The column of bound 0 (min) or 1 (max): the bound itself, else the parameter of that place; null where it is fixed.
inline const Column* bound_column(const Column* bound, std::span<const Column* const> parameters, std::size_t which) {
  if (bound != nullptr) return bound;
  return which < parameters.size() ? parameters[which] : nullptr;
}

inline std::optional<double> fixed_bound(const SamplerSpec& spec, std::size_t which) {
  return which < spec.fixed.size() ? spec.fixed[which] : std::nullopt;
}

}  // namespace synthgen
