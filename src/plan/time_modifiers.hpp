// `precision` and `format` of a column, judged by the type that its source gives.
//
// Threads: pure.
#pragma once

#include "synthgen/base/result.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {

/// Errors SG2151 and SG2152 where a modifier does not go with the type.
Status check_time_modifiers(const ColumnDeclaration& declaration, const Type& type);

}  // namespace synthgen
