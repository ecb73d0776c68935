// In which order columns can be computed, over all tables at once.
#pragma once

#include <vector>

#include "synthgen/schema/schema.hpp"

namespace synthgen {

struct Node {
  std::size_t table = 0;
  std::size_t column = 0;
  friend bool operator==(const Node&, const Node&) = default;
};

/// The text of a reference, split where the schema has such a table; as it was where it has none.
ReferenceText split_reference(const Schema& schema, const ReferenceText& reference);

/// The table and column that a reference names; no column where the table has no such one or no primary key.
/// Null table where there is none of that name.
struct ReferencedKey {
  std::optional<std::size_t> table;
  std::optional<std::size_t> column;
};
ReferencedKey referenced_key(const Schema& schema, const ReferenceText& reference);

/// The columns that a column reads, of its own table and of others. What has the number of rows of its table is among
/// them: the size of its family, where its rows are per parent.
std::vector<Node> reads_of(const Schema& schema, const std::vector<TableColumns>& columns, Node node);

/// The columns of its own and other tables that expressions of a table read, which are no column's: those of a rule.
void add_reads(const Schema& schema, const std::vector<TableColumns>& columns, std::size_t table,
               const Expression& expression, std::vector<Node>& nodes);

/// The columns that a path names, hop by hop; it ends early where a name is wrong (told elsewhere).
void add_path_reads(const Schema& schema, std::size_t table, const Path& path, std::vector<Node>& nodes);

struct DependencyOrder {
  std::vector<Node> columns;
  /// Columns of one table that read each other, or themselves, in the row before: those of a circle that `previous`
  /// closes. They follow each other in `columns`, in the same order, where what they read in the same row comes first.
  std::vector<std::vector<Node>> recurrences;
};

/// All columns (see TableColumns), those that a column reads before it, otherwise in the schema's order.
/// Cycles are reported (SG2206), column by column, and their columns left out.
DependencyOrder dependency_order(const Schema& schema, const std::vector<TableColumns>& columns,
                                 Diagnostics& diagnostics);

}  // namespace synthgen
