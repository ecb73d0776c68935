// Rules that no row can satisfy together, told before the first row.
#pragma once

#include "binding.hpp"

namespace synthgen {

/// Adds SG4001 for each rule of a minimal set, table by table. REQUIRES: all columns are made, without errors.
/// SG2542 for rules that no row can break on purpose while it keeps the others.
void check_contradictions(Draft& draft);

/// Whether a row that breaks one rule, where its `if` holds, and keeps another is impossible where a condition has that
/// truth. False where it is not known.
bool leaves_no_room(Draft& draft, std::size_t table, const RuleDeclaration& violated, const RuleDeclaration& other,
                    const Expression& condition, bool truth);

}  // namespace synthgen
