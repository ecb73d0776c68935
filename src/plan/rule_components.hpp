// Which columns are drawn anew together, and in which order all of a table are filled.
#pragma once

#include <optional>
#include <vector>

#include "binding.hpp"

namespace synthgen {

/// Writes targets, components and the order of the columns into the plan.
///
/// joined  columns of the schema, drawn, that share a rule
/// Returns what is wrong where no order fits: a column that cannot be drawn again would have to come both before and
/// after one that a rule changes (SG2521).
std::optional<Diagnostic> add_components(Draft& draft, std::size_t table, std::vector<PlannedTarget> targets,
                                         const std::vector<std::vector<std::size_t>>& joined);

}  // namespace synthgen
