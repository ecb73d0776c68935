// `where` of a reference: taken apart into what an index of the parent can answer, and bound to columns.
#pragma once

#include "binding.hpp"
#include "synthgen/source/reference_where.hpp"

namespace synthgen {

/// Where a reference with `where` stands.
struct WhereBinding {
  Draft& draft;
  std::size_t table;  ///< that has the reference
  std::size_t parent;
  const ColumnDeclaration& declaration;
  const StreamMaker& streams;
};

/// Adds the internal columns that it compares to both tables. Errors SG2650 … SG2651, and those of expressions.
/// hops  becomes that of the parent's columns and one
Result<std::shared_ptr<const ReferenceWhere>> bind_where(const WhereBinding& binding, const Expression& where,
                                                         std::uint32_t& hops);

/// A reference whose parents are the same for every row: tells those that have none. SG4031, or SG2654 where the
/// reference may be null. REQUIRES: a plan without errors.
void check_constant_filters(Draft& draft, const RowEvaluation& evaluate);

}  // namespace synthgen
