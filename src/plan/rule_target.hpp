// One target of rules while a plan is being made: how its column is drawn again, and what can be solved for it.
#pragma once

#include <vector>

#include "correlations.hpp"
#include "rule_tests.hpp"

namespace synthgen {

/// A part of a rule with its expressions, for the target that it conditions.
struct RulePartDraft {
  std::size_t rule = 0;  ///< of PlannedTable::rules
  std::size_t part = 0;
  std::optional<Expression> condition;  ///< `if`
  bool otherwise = false;
  Expression check;
  /// In place of `condition`, an internal column: where it is true `check` must be true, not null; or false.
  std::optional<ColumnIndex> on_purpose = {};
  bool negated = false;
};

class RuleTarget {
 public:
  /// column  of the schema
  RuleTarget(Draft& draft, const Correlations& correlations, std::size_t table, std::size_t column, RuleTests& tests)
      : draft_(draft), correlations_(correlations), table_(table), column_(column), tests_(tests) {}

  /// The target of some parts, whose tests are bound; the parts' methods are written to the plan.
  PlannedTarget make(const std::vector<RulePartDraft>& parts);

  /// How the column is drawn in rows that break one rule on purpose and no other: its scores, its tests, what of them
  /// can be solved. Columns of the schema that are computed from it count as constants, as they are in a file.
  ///
  /// parts     of all rules that are to hold, that of the violated rule included; those that do not read the column are
  ///           passed over
  /// violated  of PlannedTable::rules
  /// purpose   of the target's draws
  PlannedTarget make_violation(const std::vector<RulePartDraft>& parts, std::size_t violated,
                               const std::string& purpose);
  /// The same for a column whose value another column gives, in place of its own source.
  ///
  /// value  internal column of the column's type, which draws anew at each attempt
  /// own    internal columns that `value` reads and that draw themselves, in order
  PlannedTarget make_override(const std::vector<RulePartDraft>& parts, std::size_t violated, ColumnIndex value,
                              std::vector<ColumnIndex> own);

 private:
  PlannedTable& table() const { return draft_.plan.tables[table_]; }
  const SchemaColumn& schema_column() const { return *draft_.schema.tables[table_]->columns[column_]; }
  void find_tests(const std::vector<RulePartDraft>& parts);
  RuleTree tree_of(const RulePartDraft& part);
  void add_violation(const std::vector<RulePartDraft>& parts, std::size_t violated);
  void find_own();
  void find_score();
  /// Of some columns' closure, those that follow the target, in order.
  std::vector<ColumnIndex> following(const std::vector<ColumnIndex>& wanted) const;
  void mark_followers();
  Trend trend_of_path(const Path& path, int depth) const;
  RuleTree make_tree(const Condition& condition);
  RuleTree make_comparison(const Condition& condition);
  RuleTree make_fixed(const Expression& condition);
  std::optional<Type> common_type(const Expression& left, const Expression& right) const;
  void add_ladder();
  void add_unrounded();
  void find_nulls();
  void settle();
  bool dense() const;
  void add_pin(const Condition& condition, std::size_t atom);
  bool is_target(const Expression& expression) const;
  /// Whether nothing but the target decides the values of some columns.
  bool follow_alone(const std::vector<ColumnIndex>& columns) const;

  Draft& draft_;
  const Correlations& correlations_;
  const std::size_t table_;
  const std::size_t column_;
  RuleTests& tests_;
  PlannedTarget target_;
  bool directly_ = false;      // columns of the schema do not follow the target
  bool same_law_ = false;      // in all rows
  std::vector<bool> follows_;  // by column of the table
  std::vector<ColumnIndex> fixed_;
};

}  // namespace synthgen
