// Which sampler fits a kind and a type of cells.
#include "synthgen/distribution/sampler.hpp"

#include <cassert>

#include "cell_inputs.hpp"
#include "samplers.hpp"

namespace synthgen {

std::unique_ptr<const Sampler> Sampler::make(const SamplerSpec& spec, const DrawKeys& keys) {
  assert(spec.kind != nullptr && spec.parameterisation < spec.kind->parameterisations.size());
  if (spec.kind->make_sampler != nullptr) return spec.kind->make_sampler(spec, keys);
  assert(spec.kind->parameterisations[spec.parameterisation].size() <= kMostParameters);
  assert(spec.kind->canonical_count <= kMostParameters);
  assert(spec.kind->takes_lists() == !spec.lists.empty());
  switch (spec.kind->outcome) {
    case Outcome::boolean:
      return make_boolean_sampler(spec, keys);
    case Outcome::lattice:
      return make_lattice_sampler(spec, keys);
    case Outcome::time:
    case Outcome::continuous:
    case Outcome::discrete:
      break;
  }
  if (!spec.kind->bounds_are_parameters) return make_quantile_sampler(spec, keys);
  return spec.type.kind == TypeKind::number ? make_uniform_sampler(spec, keys) : make_lattice_sampler(spec, keys);
}

}  // namespace synthgen
