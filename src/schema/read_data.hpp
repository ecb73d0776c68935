// `data`: the rows of a table as they are, given in the schema or in a file.
#pragma once

#include "synthgen/schema/schema.hpp"

namespace synthgen {

/// Adds the columns of the data to the table, and says how many rows there are. Errors SG2134, and those of files and
/// values; the table's columns are then unknown.
void read_data(const json::Value& data, const Schema& schema, SchemaTable& table, Diagnostics& diagnostics);

}  // namespace synthgen
