// Keys that turn out to be null while rows are made: what the plan could not know beforehand.
#pragma once

#include <string>
#include <vector>

#include "rule_tally.hpp"

namespace synthgen {

/// The generated columns of a table that are its primary key, or part of it, or that foreign keys refer to.
std::vector<ColumnIndex> key_columns(const Plan& plan, TableIndex index);

/// Notes the first row in which one of `keys` is null, in what `evaluator` has filled, unless a row before it has
/// failed. Call after the other tallies. One test a column and batch where none is null.
void tally_null_keys(const Plan& plan, TableIndex index, const std::vector<ColumnIndex>& keys, Evaluator& evaluator,
                     RowSet rows, RuleTally& tally);

/// SG4032.
///
/// cells  of the row, as they are told: "lang = null"
Diagnostic null_key(const Plan& plan, const RuleFailure& failure, const std::string& cells);

}  // namespace synthgen
