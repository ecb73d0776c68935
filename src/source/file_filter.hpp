// `where` over the rows of a file: an expression whose names are the file's columns.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "synthgen/expression/expression.hpp"
#include "synthgen/reader/file_table.hpp"

namespace synthgen {

/// One column of the file that the filter reads, typed by its content.
struct FilterColumn {
  std::string name;
  std::shared_ptr<const LoadedColumn> loaded;
};

/// Numbers of the rows where the condition is true; null counts as false. Errors of names and types as in every
/// expression, SG2132 where the condition draws.
///   constants         the schema's, known in the condition as well
///   reference_micros  what now() means
Result<std::vector<std::uint32_t>> filter_rows(const Expression& condition, const FileTable& table,
                                               const std::vector<FilterColumn>& columns, std::size_t rows,
                                               const Scope& constants, std::int64_t reference_micros);

}  // namespace synthgen
