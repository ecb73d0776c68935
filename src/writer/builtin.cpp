// The table of writers, from builtin.def.
#include <array>

#include "synthgen/writer/writer.hpp"

namespace synthgen {

#define KIND(name) const WriterKind& name##_writer();
#include "builtin.def"
#undef KIND

std::span<const WriterKind* const> writer_kinds() {
  static const std::array kKinds = {
#define KIND(name) &name##_writer(),
#include "builtin.def"
#undef KIND
  };
  return kKinds;
}

const WriterKind* find_writer(std::string_view name) {
  for (const WriterKind* kind : writer_kinds()) {
    if (kind->record.name == name) return kind;
  }
  return nullptr;
}

}  // namespace synthgen
