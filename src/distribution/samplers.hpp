// The four ways to draw a column; Sampler::make picks one.
#pragma once

#include <memory>

#include "synthgen/distribution/sampler.hpp"

namespace synthgen {

/// Continuous and discrete kinds: inversion of one uniform, truncation, rounding.
std::unique_ptr<const Sampler> make_quantile_sampler(const SamplerSpec& spec, const DrawKeys& keys);
/// Uniform numbers in [min, max).
std::unique_ptr<const Sampler> make_uniform_sampler(const SamplerSpec& spec, const DrawKeys& keys);
/// Every grid value between two bounds alike.
std::unique_ptr<const Sampler> make_lattice_sampler(const SamplerSpec& spec, const DrawKeys& keys);
/// True with a probability.
std::unique_ptr<const Sampler> make_boolean_sampler(const SamplerSpec& spec, const DrawKeys& keys);

}  // namespace synthgen
