// What became of the rules of a table: rows drawn again, rows that break them, and the
// row at which a run ends.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "synthgen/base/result.hpp"
#include "synthgen/engine/evaluator.hpp"

namespace synthgen {

/// Of one table, by rule; of a block, or of all blocks so far.
struct RuleTally {
  std::vector<std::uint64_t> redrawn;  ///< rows that broke the rule when they were drawn first
  std::vector<std::uint64_t> broken;   ///< rows that break it as they are written, before noise
  std::uint64_t restarted = 0;         ///< rows whose earlier columns were given up
  /// Of the earliest row: no attempt completed it, or it breaks a rule that is verified.
  std::optional<RuleFailure> failure = std::nullopt;
  bool verified = false;  ///< the failure is of the second sort, or of none: a reference without match, a null key
  bool null_key = false;  ///< it is that a key is null; only where `verified`

  explicit RuleTally(std::size_t rules = 0) : redrawn(rules, 0), broken(rules, 0) {}
  void add(const RuleTally& other);
};

/// Counts the rows that break rules which are only tested, in what `evaluator` has filled; notes the first that breaks
/// one that is verified.
void tally_rules(const PlannedTable& table, TableIndex index, Evaluator& evaluator, RowSet rows, RuleTally& tally);

/// Notes the first row with a reference that must find a row of its table and found none, in what `evaluator` has
/// filled.
void tally_matches(const PlannedTable& table, TableIndex index, Evaluator& evaluator, RowSet rows, RuleTally& tally);

/// Takes what the evaluator counted since the last call.
void take_rule_counts(TableIndex index, Evaluator& evaluator, RuleTally& tally);

/// SG4010 (no attempt completed the row), SG4011 (it breaks a rule that is verified), SG4030 (a reference found no
/// row) or SG4032 (a key is null).
Diagnostic rule_failure(const Plan& plan, const RuleTally& tally);

}  // namespace synthgen
