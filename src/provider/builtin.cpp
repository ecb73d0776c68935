// The table of providers, from builtin.def.
#include <array>

#include "synthgen/provider/provider.hpp"

namespace synthgen {

#define KIND(name) const ProviderKind& name##_provider();
#include "builtin.def"
#undef KIND

std::span<const ProviderKind* const> provider_kinds() {
  static const std::array kKinds = {
#define KIND(name) &name##_provider(),
#include "builtin.def"
#undef KIND
  };
  return kKinds;
}

const ProviderKind* find_provider(std::string_view name) {
  for (const ProviderKind* kind : provider_kinds()) {
    if (kind->record.name == name) return kind;
  }
  return nullptr;
}

}  // namespace synthgen
