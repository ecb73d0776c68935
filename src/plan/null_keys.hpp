// Keys that may be null, as the schema says: by themselves, or where a column is that decides them, such as a
// provider's locale, country or bound name.
#pragma once

#include "binding.hpp"

namespace synthgen {

/// Errors SG2725: a column of a primary key, or one that a foreign key refers to, may be null for what is written in
/// the schema. What follows from values alone is told by the run: SG4032. REQUIRES: all columns are made that could be.
void check_null_keys(Draft& draft);

}  // namespace synthgen
