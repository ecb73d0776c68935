// In which order columns can be computed, over all tables at once.
#pragma once

#include <utility>
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

/// All columns, those that a column reads before it, otherwise in the schema's order.
/// Cycles are reported (SG2206), column by column, and their columns left out.
std::vector<Node> dependency_order(const Schema& schema, Diagnostics& diagnostics);

}  // namespace synthgen
