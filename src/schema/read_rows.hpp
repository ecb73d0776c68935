// How many rows a table has: a number, an expression over constants, or a cross join of other tables.
#pragma once

#include "object_reader.hpp"
#include "synthgen/schema/schema.hpp"

namespace synthgen {

/// Reads `rows` of a table. Errors SG2002, SG2003, SG2007, SG2013; names of `per` are looked up by the plan.
void read_rows(ObjectReader& reader, const Schema& schema, SchemaTable& table, Diagnostics& diagnostics);

}  // namespace synthgen
