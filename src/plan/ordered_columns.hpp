// Columns that are `ordered`: within the families of their table where it has such, else over the whole table.
#pragma once

#include <optional>

#include "binding.hpp"
#include "dependency_order.hpp"

namespace synthgen {

/// Before the source of an ordered column is made: SG2690, SG2691, SG2692 or SG2693 where it cannot be ordered; else
/// its score is added to the draft where it is sorted over the whole table.
std::optional<Diagnostic> prepare_order(Draft& draft, Node node);
/// What is wrong with the source, told as a matter of order. Without `missing`.
Result<MadeSource> check_order(const Draft& draft, Node node, Result<MadeSource> made);
/// The column itself, of sorted values; what it was becomes an internal column.
MadeSource sort_values(Draft& draft, Node node, MadeSource made);
/// SG2694 where a strict column has fewer values than its table's largest family has rows. REQUIRES: it is made.
void check_strict_order(Draft& draft, Node node);

}  // namespace synthgen
