// Rows that break a rule on purpose, while a plan is being made: which rows, and how the column is drawn
// by which they break it.
#pragma once

#include <string>
#include <vector>

#include "correlations.hpp"
#include "rule_target.hpp"

namespace synthgen {

/// Of the rules of one table.
class RuleViolations {
 public:
  RuleViolations(Draft& draft, std::size_t table, RuleTests& tests) : draft_(draft), table_(table), tests_(tests) {}

  /// Says which rows break which rule, by a column for each rule. REQUIRES: the table's rules are bound.
  /// Errors SG2540, SG2541, SG2543, SG2544, SG2545, and those of expressions.
  ///
  /// faulty  columns are faulty, so that shares and forms are judged and nothing else
  /// Returns parts, added to their rules, by which such a row can break it, as its `if` holds: to be assigned to
  /// targets.
  std::vector<RulePartDraft> bind_hits(bool faulty);

  /// Says how those rows come to break it. REQUIRES: no errors so far.
  ///
  /// parts  of all rules that hold in each row
  void bind_targets(const Correlations& correlations, const std::vector<RulePartDraft>& parts);

 private:
  struct Bound {
    const RuleDeclaration* declared = nullptr;
    std::size_t column = 0;  // that is changed
    // Of a column that is computed: the comparison `column … side`.
    bool computed = false;
    Comparison comparison = Comparison::equal;
    std::vector<ColumnIndex> own = {};  // internal: the side, then what draws `by`
    std::optional<ColumnIndex> by = {};
  };

  PlannedTable& table() const { return draft_.plan.tables[table_]; }
  const SchemaTable& schema() const { return *draft_.schema.tables[table_]; }
  void fault(std::string code, std::string message, const Place& place, std::string hint);
  std::string stream_purpose(const RuleDeclaration& declared, std::string_view purpose) const;
  StreamKey key(const RuleDeclaration& declared, std::string_view purpose) const;

  void bind_share(PlannedViolation& violation, const Bound& bound);
  void check_shares();
  void add_hits(std::size_t place);
  void find_column(Bound& bound);
  void find_side(Bound& bound);
  enum class Wanted : std::uint8_t { holds, fails };
  void add_room(const PlannedViolation& violation, const Bound& bound, std::vector<RulePartDraft>& parts);
  void add_room(const PlannedViolation& violation, const Bound& bound, const Expression& condition, Wanted wanted,
                std::vector<RulePartDraft>& parts);
  bool reads_column(const Expression& expression, const Bound& bound) const;
  std::vector<Expression> apart_from_column(const Expression& condition, const Bound& bound) const;
  std::optional<ColumnIndex> add_by(const RuleDeclaration& declared, std::vector<ColumnIndex>& own);
  PlannedTarget make_override(const Correlations& correlations, const std::vector<RulePartDraft>& parts,
                              const PlannedViolation& violation, const Bound& bound);
  std::vector<ColumnIndex> reads_of(const PlannedTarget& target) const;

  Draft& draft_;
  const std::size_t table_;
  RuleTests& tests_;
  std::vector<Bound> bound_;  // by violation
};

}  // namespace synthgen
