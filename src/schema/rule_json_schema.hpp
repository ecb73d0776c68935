// Rules in the JSON Schema of the language.
#pragma once

#include "object_text.hpp"

namespace synthgen {

/// Adds "rule", what may stand in a table's `rules`.
void add_rule_definition(ObjectText& definitions);

}  // namespace synthgen
