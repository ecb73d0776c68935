// The key `noise` of a table.
#pragma once

#include "object_reader.hpp"
#include "synthgen/schema/schema.hpp"

namespace synthgen {

/// Reads the operators into the table; faulty ones are left out. What their columns and values must be like is the
/// plan's to judge. REQUIRES: the table's columns are read.
/// Errors SG2002, SG2003, SG2005, SG2007, SG2103, SG2106, SG2400, SG2401, SG2403, SG2404, SG2405, those of expressions
/// and those of the operators.
void read_noise(ObjectReader& reader, const Schema& schema, SchemaTable& table, Diagnostics& diagnostics);

}  // namespace synthgen
