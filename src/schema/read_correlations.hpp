// Which columns of a table are drawn together, and how strongly they depend on each other.
#pragma once

#include "object_reader.hpp"
#include "synthgen/schema/schema.hpp"

namespace synthgen {

/// Reads `correlations` of a table whose columns have been read. Groups without faults are added to the table; what
/// kinds of columns may be correlated, and whether the values can be met, is the plan's to judge.
/// Errors SG2002, SG2003, SG2004, SG2007, SG2014, SG2103, SG2106, SG2300 to SG2309, and those of expressions over
/// constants.
void read_correlations(ObjectReader& reader, const Schema& schema, SchemaTable& table, Diagnostics& diagnostics);

}  // namespace synthgen
