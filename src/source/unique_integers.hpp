// Whole numbers and days of an interval, each in one row at most.
#pragma once

#include <optional>

#include "synthgen/source/source.hpp"

namespace synthgen {

/// The least value plus the row's place in a keyed permutation of the interval, both ends included.
///
/// type      integer or date
/// min, max  numbers, or dates where the type is one
/// Errors SG2143 (fewer values than rows), SG2144 (bounds by row), SG2149 (an interval beyond 2^62 values).
Result<MadeSource> make_unique_integers(Type type, const Operand& min, const Operand& max,
                                        const SourceContext& context);

}  // namespace synthgen
