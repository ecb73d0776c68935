// Columns whose cells are given, row by row: those of a table with `data`.
//
// Threads: immutable once made. Determinism: the cells as given.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "synthgen/reader/file_table.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {

/// Cells of one column in row order. `cells` has the type that the column will have. Texts that repeat should be coded.
std::unique_ptr<SourceSpec> make_listed_values(std::shared_ptr<const LoadedColumn> cells);

/// Two rows of listed columns, from 0, that are alike in all of them; the same row twice where it has a null.
struct AlikeRows {
  std::int64_t first = 0;
  std::int64_t second = 0;
};
/// Whether a null counts as alike to itself, or makes its row different from all others.
enum class ListedNulls : std::uint8_t { refused, allowed };
/// The first row that is alike to one before it, or has a null that is refused; nothing where all differ.
/// columns  of one table, one at least, all of the kind data_source()
std::optional<AlikeRows> alike_rows(std::span<const SourceSpec* const> columns, ListedNulls nulls);

/// The kind "data", which is no key of a column and therefore stands in no builtin.def: for the plan and the manifest.
const SourceKind& data_source();

}  // namespace synthgen
