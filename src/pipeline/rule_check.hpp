// Whether rows keep the rules of their table, and whether those that break one on purpose are the ones of the log.
#pragma once

#include <memory>
#include <string>

#include "parent_cells.hpp"
#include "row_check.hpp"
#include "rule_values.hpp"

namespace synthgen {

/// "rule ship_after_order", "rule 3"
std::string rule_label(const RuleDeclaration& rule);
/// "shipped_at >= ordered_at", "if … then … else …"
std::string rule_text(const RuleDeclaration& rule);

/// Adds the check, or the reason why there is none to the report. Errors of TableScan, from the files of parents.
Status add_rule_check(const LoggedTable& logged, const RuleDeclaration& rule, const Schema& schema, Parents& parents,
                      std::vector<std::unique_ptr<RowCheck>>& checks, VerifyReport& report);

}  // namespace synthgen
