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

/// Whether null is one of the values of a choice, and not one of weight 0.
bool lists_null(const json::Value& choice);
/// Whether its `missing` may hit.
bool may_be_missing(const ColumnDeclaration& declaration);

}  // namespace synthgen
