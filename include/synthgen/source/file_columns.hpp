// Files as a schema names them: opened, and their columns found and typed, with faults at the place that named them.
//
// Threads: any.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "synthgen/json/document.hpp"
#include "synthgen/reader/table_files.hpp"
#include "synthgen/reader/typed_column.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {

/// The same findings, at a place.
Diagnostics placed(const Diagnostics& diagnostics, const Place& place);

/// One character of a field's end; nothing after SG2137 was added.
std::optional<char> read_delimiter(const json::Value& value, Diagnostics& diagnostics);

/// The file; null after its faults were added (once, however many columns read it).
std::shared_ptr<FileTable> open_table_file(const json::Value& file, std::optional<char> delimiter, TableFiles& files,
                                           Diagnostics& diagnostics);

/// Its number; nothing after SG2131 (no such column) or SG2136 (of a type that columns cannot have) was added.
std::optional<std::size_t> find_file_column(const FileTable& table, const std::string& name, const Place& place,
                                            Diagnostics& diagnostics);

/// The names of its columns as a hint shows them: "city", "country" or "population", the first few.
std::string listed_columns(const FileTable& table);

/// Reads the column and gives it the declared type. Errors at `place`, or at the type where it does not fit.
Result<std::shared_ptr<const LoadedColumn>> read_file_column(FileTable& table, std::size_t column,
                                                             const ColumnDeclaration& declaration, const Place& place);

}  // namespace synthgen
