// The key `rules` of a table.
#pragma once

#include "object_reader.hpp"
#include "synthgen/schema/schema.hpp"

namespace synthgen {

/// Reads the rules into the table; faulty ones are left out. Which columns there are, and what can be done about a
/// rule, is the plan's to judge. Errors SG2002, SG2003, SG2004, SG2007, SG2103, SG2106, SG2407, SG2500 to SG2505, and
/// those of expressions and sources.
void read_rules(ObjectReader& reader, const Schema& schema, SchemaTable& table, Diagnostics& diagnostics);

}  // namespace synthgen
