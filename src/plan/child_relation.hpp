// Which table a call over children is about, and which foreign key leads from its rows to the row at hand.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "dependency_order.hpp"
#include "synthgen/expression/expression.hpp"

namespace synthgen {

/// The table that the arguments of a call name; nothing where they name none.
std::optional<std::size_t> named_child(const Schema& schema, const RowsCall& call);
/// The columns of a table that refer to rows of another one, its own included.
std::vector<std::size_t> keys_to(const Schema& schema, std::size_t child, std::size_t parent);
/// Those that may lead from the children to the row: the one that `via` names, or all.
std::vector<std::size_t> keys_of_call(const Schema& schema, const RowsCall& call, std::size_t child,
                                      std::size_t parent);

/// The table of the children, every name of the arguments being one of its columns.
///
/// is_constant  whether a name stands for a literal
/// Errors SG2201 (no such table), SG2631 (a name without its table), SG2632 (two tables).
Result<std::size_t> find_child(const Schema& schema, const RowsCall& call, std::size_t parent,
                               const std::function<bool(std::string_view)>& is_constant);

/// The key by which the children belong to the row; nothing where their rows are per the row's table and hold no key.
///
/// same  whether two columns are one reference
/// Errors SG2633 (no key leads there), SG2634 (several do), SG2635 (`via` names another column).
Result<std::optional<std::size_t>> find_child_key(const Schema& schema, const RowsCall& call, std::size_t child,
                                                  std::size_t parent,
                                                  const std::function<bool(std::size_t, std::size_t)>& same);

}  // namespace synthgen
