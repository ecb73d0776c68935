// The number of rows of every table, before any column is bound.
#pragma once

#include <memory>
#include <vector>

#include "synthgen/base/family_index.hpp"
#include "synthgen/plan/plan.hpp"

namespace synthgen {

using Families = std::vector<std::shared_ptr<const FamilyIndex>>;  ///< by table

struct TableRows {
  std::vector<std::int64_t> rows;  ///< by table; 1 where it is not known
  std::vector<bool> known;         ///< not where families are still to be counted, or the table is faulty
  Families families;               ///< of tables whose rows are per parent, where known
};

/// What the schema says, with `--rows` and `--scale` applied; cross joins multiply their tables' rows.
/// counted  families that were counted already
/// Errors SG2201 (a table of `per` that does not exist), SG2208 (a circle), SG2007 (too many), SG6006 (--rows for a
/// table whose rows follow from others).
TableRows table_rows(const Schema& schema, const PlanOptions& options, const Families& counted,
                     Diagnostics& diagnostics);

}  // namespace synthgen
