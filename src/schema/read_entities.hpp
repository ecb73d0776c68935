// Reads `entities` of a table: columns that say what the people, places and companies of a row are like.
#pragma once

#include "object_reader.hpp"
#include "synthgen/schema/schema.hpp"

namespace synthgen {

/// Sets the table's entities, which providers look into while columns are read. Errors SG2003 (not an object), SG2104
/// (an unknown key of an entity), those of expressions.
void read_entities(ObjectReader& reader, SchemaTable& table, Diagnostics& diagnostics);

/// REQUIRES: the columns of the table are read. Errors SG2720 (an entity, or a key of one, that no provider reads).
void check_entities_used(const SchemaTable& table, Diagnostics& diagnostics);

}  // namespace synthgen
