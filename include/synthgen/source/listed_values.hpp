// Columns whose cells are given, row by row: those of a table with `data`.
//
// Threads: immutable once made. Determinism: the cells as given.
#pragma once

#include <memory>

#include "synthgen/reader/file_table.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {

/// Cells of one column in row order. `cells` has the type that the column will have. Texts that repeat should be coded.
std::unique_ptr<SourceSpec> make_listed_values(std::shared_ptr<const LoadedColumn> cells);

/// The kind "data", which is no key of a column and therefore stands in no builtin.def: for the plan and the manifest.
const SourceKind& data_source();

}  // namespace synthgen
