// Reads `primary_key` and `unique` of a table: columns that differ in every row, by themselves or together.
#pragma once

#include "object_reader.hpp"
#include "synthgen/schema/schema.hpp"

namespace synthgen {

/// REQUIRES: the columns of the table are read. Errors SG2003 (not a name, not a list of names), SG2207 (no column of
/// the table, a column that may be null, a single one whose values may repeat), SG2670 (a column twice in one list).
/// Whether the columns of a list differ together is for the plan to see.
void read_keys(ObjectReader& reader, SchemaTable& table, Diagnostics& diagnostics);

}  // namespace synthgen
