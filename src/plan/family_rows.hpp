// Counts the children of every row of a parent, before the plan of the children's table can be made.
#pragma once

#include "dependency_order.hpp"
#include "synthgen/plan/plan.hpp"

namespace synthgen {

/// The families of a table, by evaluating the column of the parent that holds their sizes.
/// plan  in which that column is made
/// diagnostics  takes warnings: SG2601, sizes that are null where none need be
/// Errors SG2602 (too many parents to count), SG4020 (a row would have fewer than none), SG4021 (`total` to be shared
/// by families of size 0), SG2007.
Result<std::shared_ptr<const FamilyIndex>> count_families(const Plan& plan, const SchemaTable& table, TableIndex parent,
                                                          ColumnIndex size, const RowEvaluation& evaluate,
                                                          Diagnostics& diagnostics);

/// By table and column (see TableColumns): those of which a plan is made; of other tables none at all.
using ColumnMask = std::vector<std::vector<bool>>;

/// Adds the sizes of the families of `child` and all that they follow from: what they read, and what decides that
/// together with it, by a correlation or a rule. False, and nothing added, where some of it is of a table whose rows
/// are not known.
bool add_size_closure(const Schema& schema, const std::vector<TableColumns>& columns,
                      const std::vector<bool>& known_rows, std::size_t child, ColumnMask& mask);

}  // namespace synthgen
