// The table of distributions, from builtin.def.
#include <algorithm>
#include <string_view>

#include "synthgen/distribution/distribution.hpp"

namespace synthgen {

namespace distributions {
#define KIND(name) const DistributionKind& name();
#include "builtin.def"
#undef KIND
}  // namespace distributions

std::span<const DistributionKind* const> distribution_kinds() {
  static const DistributionKind* const kinds[] = {
#define KIND(name) &distributions::name(),
#include "builtin.def"
#undef KIND
  };
  return kinds;
}

void keep_parameters(std::size_t /*which*/, std::size_t n, ParameterRows given, std::span<double* const> canonical) {
  for (std::size_t p = 0; p < canonical.size(); ++p) std::copy_n(given[p], n, canonical[p]);
}

const DistributionKind* find_distribution(std::string_view name) {
  for (const DistributionKind* kind : distribution_kinds()) {
    if (kind->record.name == name) return kind;
  }
  return nullptr;
}

}  // namespace synthgen
