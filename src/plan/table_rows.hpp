// The number of rows of every table, before any column is bound.
#pragma once

#include <vector>

#include "synthgen/plan/plan.hpp"

namespace synthgen {

/// What the schema says, with `--rows` and `--scale` applied; cross joins multiply their tables' rows.
/// Errors SG2208 (a table of `per` that does not exist, or a circle), SG2007 (too many), SG6006 (--rows for a table
/// whose rows follow from others).
std::vector<std::int64_t> table_rows(const Schema& schema, const PlanOptions& options, Diagnostics& diagnostics);

}  // namespace synthgen
