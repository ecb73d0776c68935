// What a condition is for each combination of the values of the columns that it reads.
//
// Threads: pure.
#pragma once

#include <optional>
#include <vector>

#include "synthgen/rule/row_system_maker.hpp"

namespace synthgen {

/// See RowFormula::outcomes: the last column runs fastest, each over its values, "any other", null. A combination with
/// "any other" in it may come to anything. Nothing where the condition cannot be computed from these columns.
/// REQUIRES: all columns have their values.
std::optional<std::vector<Outcomes>> outcomes_by_cell(const Expression& condition,
                                                      const std::vector<const RowColumn*>& columns, const Scope& scope,
                                                      const CompileOptions& options);

}  // namespace synthgen
