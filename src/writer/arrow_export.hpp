// A row group as the structs of the Arrow C data interface, over the group's own memory.
//
// Threads: one at a time.
#pragma once

#include "row_group.hpp"
#include "synthgen/arrow/abi.hpp"

namespace synthgen {

/// The table's schema as a struct type, each column nullable, of the types that schema-language fixes: int64, double,
/// decimal32 or decimal64, utf8 (with a dictionary where the column has one), bool, date32, timestamp[us, UTC], uuid.
void export_schema(const WriterTable& table, ArrowSchema* out);

/// The group's rows as a struct array. The values stay in the group (and dictionaries where they are): they must not
/// change before the consumer is done with them; releasing the array frees its structs only.
void export_rows(const RowGroup& group, ArrowArray* out);

}  // namespace synthgen
