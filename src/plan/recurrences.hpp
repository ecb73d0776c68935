// Columns that follow from themselves through the row before: a balance, and what is drawn by it.
#pragma once

#include <functional>

#include "binding.hpp"
#include "dependency_order.hpp"

namespace synthgen {

/// Makes the columns of a recurrence together, with the types that they have for each other, and plans how they are
/// filled. Errors SG261x, and those of the columns.
///
/// group  of one table, in the order of the plan
/// make   makes one column, or tells why not
void make_recurrence(Draft& draft, const std::vector<Node>& group, const std::function<void(Node)>& make);

/// Why a rule that conditions columns cannot read what an expression reads: a column of a recurrence, or one that
/// follows from it in the same row. Nothing where it can.
///
/// rule  its name
std::optional<Diagnostic> refuse_recurrence(const Draft& draft, std::size_t table, const Expression& expression,
                                            const std::string& rule);

}  // namespace synthgen
