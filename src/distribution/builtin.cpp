// The table of distributions, from builtin.def.
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

const DistributionKind* find_distribution(std::string_view name) {
  for (const DistributionKind* kind : distribution_kinds()) {
    if (kind->record.name == name) return kind;
  }
  return nullptr;
}

}  // namespace synthgen
