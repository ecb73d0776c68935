// The type that two values take side by side, in branches, comparisons and defaults.
//
// Threads: any. Determinism: a function of the two types.
#pragma once

#include <optional>

#include "synthgen/column/type.hpp"

namespace synthgen {

/// Of numbers the wider kind and the larger scale, of times the finer precision, of a date and a timestamp or datetime
/// the latter; nothing where the two do not go together.
std::optional<Type> common_type(Type a, Type b);

}  // namespace synthgen
