// Whether the rows of a table that are per parent are as many, of each parent, as its `rows` allows.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "row_check.hpp"

namespace synthgen {

/// How many rows a parent may have, as far as the schema's literals tell.
struct ChildrenBounds {
  std::int64_t min = 0;
  std::optional<std::int64_t> max;         ///< nothing: no limit is known
  std::optional<std::int64_t> total = {};  ///< rows of the whole table; then nothing is known of one parent
};

/// REQUIRES: the table's rows are per parent.
ChildrenBounds children_bounds(const SchemaTable& table);

/// Checks of a table whose rows are per parent, added to `checks`; what cannot be checked, and `total`, are told in the
/// report at once. Rows are found by the foreign key to the parent whose pick is the owner.
///   tables  all of the output
void add_family_check(const LoggedTable& logged, const std::vector<LoggedTable>& tables,
                      std::vector<std::unique_ptr<RowCheck>>& checks, VerifyReport& report);

}  // namespace synthgen
