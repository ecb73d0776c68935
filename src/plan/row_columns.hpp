// What is known of the values of columns before the first row.
#pragma once

#include <optional>

#include "binding.hpp"
#include "synthgen/rule/row_system_maker.hpp"

namespace synthgen {

/// What a path of a table's rules reads, and which values that can have; nothing where the path is wrong.
/// Bounds are those of the column's source: its list, its first and last value, or a distribution's values at the
/// lowest and the highest score. Where none of them is known, any value of the type is possible.
std::optional<RowColumn> row_column(Draft& draft, std::size_t table, const Path& path);

}  // namespace synthgen
