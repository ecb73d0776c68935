// Operators of noise while a plan is being made: rates, conditions and parameters as
// internal columns, streams, and which columns are written as texts.
#pragma once

#include "binding.hpp"

namespace synthgen {

/// Binds the noise of all tables. REQUIRES: all columns are made, the tables in an order in which they can be
/// evaluated.
///
/// evaluate  for samples; null where the schema is faulty
void bind_noise(Draft& draft, const RowEvaluation& evaluate);

}  // namespace synthgen
