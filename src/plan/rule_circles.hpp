// Rules that read, through foreign keys, what they decide themselves.
#pragma once

#include "binding.hpp"

namespace synthgen {

/// Refuses rules (SG2522) whose columns are decided by cells of other rows that the same rules decide: through a
/// reference to the own table, or to one that refers back. REQUIRES: components are made.
void refuse_circles(Draft& draft);

}  // namespace synthgen
