// Providers: draws (and, later, locale data) → realistic values.
//
// Threads: immutable once made. Determinism: pure in (streams, rows, attempt).
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "synthgen/column/evaluate.hpp"
#include "synthgen/kind/record.hpp"

namespace synthgen {

class Provider {
 public:
  virtual ~Provider() = default;
  /// Fills `out` for evaluate.rows().
  virtual void fill(Evaluate& evaluate, Column& out) const = 0;
};

struct ProviderKind {
  Record record;
  Type type;
  bool unique = false;  ///< every row's value differs, so that it may be a key
  /// stream: purpose → key of the column's own stream
  std::unique_ptr<const Provider> (*make)(const std::function<StreamKey(std::string_view purpose)>& stream) = nullptr;
};

/// All of them, in the order of builtin.def.
std::span<const ProviderKind* const> provider_kinds();
const ProviderKind* find_provider(std::string_view name);

}  // namespace synthgen
