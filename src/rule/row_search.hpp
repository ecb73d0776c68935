// Whether a row can satisfy rules: cases are split until a contradiction is found in each,
// or one of them stands.
//
// Threads: pure.
#pragma once

#include <cstdint>
#include <vector>

#include "row_state.hpp"
#include "synthgen/rule/row_system.hpp"

namespace synthgen {

/// What may still be spent: counts, so that results do not depend on the machine.
struct SearchWork {
  std::int64_t cases = 0;
  std::int64_t steps = 0;

  bool left() const { return cases > 0 && steps > 0; }
};

/// True only where no row satisfies these rules of the system, or none can be at all. False also where it is not known.
///
/// rules    indices of system.rules
/// without  by column: which of its bounds are left aside; whether it may be null is not
bool no_row_satisfies(const RowSystem& system, const std::vector<std::size_t>& rules,
                      const std::vector<LeftAside>& without, SearchWork& work);

}  // namespace synthgen
