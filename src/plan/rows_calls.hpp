// Functions over other rows than their own, as columns of their own.
#pragma once

#include "binding.hpp"
#include "dependency_order.hpp"

namespace synthgen {

/// A call where it stands: in an expression of the table.
struct RowsCallBinding {
  Draft& draft;
  std::size_t table;
  const TableScope& scope;
  const RowsCall& call;
  const StreamMaker& streams;
  const CompileOptions& options;

  /// Whether the same text means the same in another column: draws have streams of their own, and a repeated column
  /// names of its own.
  bool same_everywhere() const;

  /// An argument as a column of the call's table: the column that it names, or an internal one that computes it.
  ///
  /// wanted  the type that it is converted to; nothing: its own
  Result<Scope::Entry> column_of(const Expression& argument, std::optional<Type> wanted = std::nullopt) const;
};

/// previous, next, first, running_sum: over the family of the row. Errors SG3213 and SG261x.
Result<Scope::Entry> bind_family_call(const RowsCallBinding& binding);
/// count, sum, avg, min, max: over the children of the row. Errors SG263x.
Result<Scope::Entry> bind_child_call(const RowsCallBinding& binding);

/// Adds the columns of other tables that a call over children reads.
void add_child_reads(const Schema& schema, const std::vector<TableColumns>& columns, std::size_t table,
                     const RowsCall& call, std::vector<Node>& nodes);

}  // namespace synthgen
