// Rules while a plan is being made: their tests, the columns that they condition, and what is
// drawn anew together.
#pragma once

#include "binding.hpp"
#include "correlations.hpp"

namespace synthgen {

/// Binds the rules of all tables. REQUIRES: all columns are made, correlations solved.
/// Errors SG252x, those of expressions. Where there are errors already, only names and types are judged.
///
/// evaluate  may be null: then it is not estimated how often rows meet a rule
void bind_rules(Draft& draft, const Correlations& correlations, const RowEvaluation& evaluate);

}  // namespace synthgen
