// Whether references lead to rows that their `where` allows.
#pragma once

#include <memory>

#include "row_check.hpp"
#include "rule_values.hpp"

namespace synthgen {

/// "where of card_id"
std::string where_label(const SchemaColumn& reference);

/// Adds the check of a reference that has `where`, or the reason why there is none to the report. Errors of TableScan,
/// from the files of the other table.
///
/// reference      a column of the table
/// absent_shards  why other tables may lack rows; empty where they do not
Status add_where_check(const LoggedTable& logged, const SchemaColumn& reference, const Schema& schema, Parents& parents,
                       const std::string& absent_shards, std::vector<std::unique_ptr<RowCheck>>& checks,
                       VerifyReport& report);

}  // namespace synthgen
