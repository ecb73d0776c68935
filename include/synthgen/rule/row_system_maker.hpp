// Rules of the schema as formulas over the columns of a row.
//
// Threads: one thread. Determinism: a function of rules, domains and reference time.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "synthgen/column/column.hpp"
#include "synthgen/expression/condition.hpp"
#include "synthgen/expression/linear_form.hpp"
#include "synthgen/rule/row_system.hpp"
#include "synthgen/schema/rule_declaration.hpp"

namespace synthgen {

/// What a path of a rule reads.
struct RowColumn {
  ColumnIndex column = 0;
  Type type;
  RowDomain domain;
  bool drawn_low = false;  ///< the low end is not declared: it is what its distribution reaches
  bool drawn_high = false;
  /// All values that it can have, where they are listed: none of them null, as many as `domain.values`; of texts that
  /// are coded, in their dictionary.
  std::shared_ptr<const Column> values = nullptr;
  bool coded = false;  ///< a text in a dictionary
  /// What it is computed as and nothing else: it takes the place of the path where it is a sum or a condition.
  const Expression* computed = nullptr;
};
/// Nothing where the path is not known, or faulty.
using RowColumns = std::function<std::optional<RowColumn>(const Path&)>;

class RowSystemMaker {
 public:
  /// scope    as the rules are compiled in
  /// options  reference time and locale
  RowSystemMaker(const Scope& scope, RowColumns columns, const CompileOptions& options);

  /// REQUIRES: the rule outlives this.
  void add(const RuleDeclaration& rule) { rules_.push_back(&rule); }
  RowSystem make();
  /// The column of the table that a column of the system is. REQUIRES: made.
  ColumnIndex column(std::size_t index) const { return known_[index].column; }

 private:
  RowFormula formula_of(const RuleDeclaration& rule);
  RowFormula formula_of(const Condition& condition, int depth);
  RowFormula comparison(const Condition& condition);
  /// What a comparison with a constant is for a value beside the listed ones.
  void say_of_others(const Condition& condition, RowFormula& formula);
  RowFormula null_test(const Condition& condition);
  RowFormula other(const Condition& condition, int depth);
  std::optional<RowFormula> table(const Expression& condition);
  std::optional<RowFormula> sum(const Condition& condition);
  /// The one column that an expression is, by its path alone.
  std::optional<std::size_t> bare_column(const Expression& expression);
  /// Index in the system; nothing where the path is not known.
  std::optional<std::size_t> index_of(const Path& path);
  std::optional<LinearForm> form_of(const Path& path, int depth);
  /// Lists the values of a short interval.
  bool listed(std::size_t column);
  void collect_texts(const Condition& condition);

  const Scope& scope_;
  const RowColumns columns_;
  const CompileOptions options_;
  std::vector<const RuleDeclaration*> rules_;
  std::vector<RowColumn> known_;
  std::map<ColumnIndex, std::size_t> by_column_;
  std::map<Path, std::optional<std::size_t>> by_path_;
  /// Of texts whose values are not known: those that rules name.
  std::map<std::size_t, std::vector<std::string>> named_texts_;
};

}  // namespace synthgen
