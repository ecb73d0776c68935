// The part of the JSON Schema that is about noise: one definition for each operator.
#pragma once

#include "object_text.hpp"

namespace synthgen {

/// Adds `noise`, an operator, and `noise_typo` and so on with what is its own.
void add_noise_definitions(ObjectText& definitions);

}  // namespace synthgen
