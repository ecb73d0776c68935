// The table of sources, from builtin.def.
#include <array>

#include "synthgen/source/source.hpp"

namespace synthgen {

#define KIND(name) const SourceKind& name##_source();
#include "builtin.def"
#undef KIND

std::span<const SourceKind* const> source_kinds() {
  static const std::array kKinds = {
#define KIND(name) &name##_source(),
#include "builtin.def"
#undef KIND
  };
  return kKinds;
}

const SourceKind* find_source(std::string_view name) {
  for (const SourceKind* kind : source_kinds()) {
    if (kind->record.name == name) return kind;
  }
  return nullptr;
}

}  // namespace synthgen
