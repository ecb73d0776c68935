// Either a value or the Diagnostics that say why there is none. Whatever input can
// cause travels in one of these; exceptions of libraries are caught at a room's edge.
//
// Threads: a plain value.
#pragma once

#include <cassert>
#include <optional>
#include <utility>

#include "synthgen/base/diagnostic.hpp"

namespace synthgen {

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}                             // NOLINT(google-explicit-constructor)
  Result(Diagnostic diagnostic) : diagnostics_(std::move(diagnostic)) {}    // NOLINT(google-explicit-constructor)
  Result(Diagnostics diagnostics) : diagnostics_(std::move(diagnostics)) {  // NOLINT(google-explicit-constructor)
    assert(diagnostics_.has_errors());
  }

  bool ok() const { return value_.has_value(); }
  explicit operator bool() const { return ok(); }

  /// REQUIRES: ok().
  T& value() & {
    assert(ok());
    return *value_;
  }
  const T& value() const& {
    assert(ok());
    return *value_;
  }
  T&& value() && {
    assert(ok());
    return std::move(*value_);
  }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }

  /// Empty where ok().
  const Diagnostics& diagnostics() const { return diagnostics_; }

 private:
  std::optional<T> value_;
  Diagnostics diagnostics_;
};

struct Done {};
using Status = Result<Done>;

}  // namespace synthgen
