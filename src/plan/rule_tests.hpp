// What the rules of one table test: expressions as internal columns of true and false.
#pragma once

#include <set>
#include <vector>

#include "binding.hpp"
#include "synthgen/expression/condition.hpp"

namespace synthgen {

/// Whether a column is computed by an `expression`, and does not draw.
bool computed_by_expression(const SchemaColumn& column);

class RuleTests {
 public:
  RuleTests(Draft& draft, std::size_t table) : draft_(draft), table_(table), scope_(draft, table, none_) {}

  /// An internal column of a condition; nothing after diagnostics were added.
  ///
  /// what  "check of rule credit_limit"
  std::optional<ColumnIndex> add_condition(const Expression& condition, const std::string& what);
  /// An internal column of a value, as it is or converted; nothing, and no diagnostics, where it cannot be made.
  std::optional<ColumnIndex> add_value(const Expression& value, std::optional<Type> wanted, const std::string& what);
  /// The type of a value; nothing where it cannot be made.
  std::optional<Type> type_of(const Expression& value) const;

  const Scope& scope() const { return scope_; }

  /// Columns of the schema on which an expression depends and that are drawn: those that it reads, and those behind
  /// columns that are computed. Paths through foreign keys count for the key.
  std::set<std::size_t> drawn_reads(const Expression& expression) const;
  bool drawn(std::size_t column) const;
  /// Whether it looks at children, itself or through a column that is computed.
  bool over_children(const Expression& expression) const;
  /// Whether its `missing` makes some of its cells null.
  bool may_be_missing(std::size_t column) const;
  /// Whether a computed column counts rows or draws, beside what it reads.
  bool varies(std::size_t column) const;
  /// Whether a row's value can be drawn again by itself; what is unique or has exact shares lies over all rows at once.
  bool redrawable(std::size_t column) const;
  /// Columns that a condition names and by which rows could break it: drawn row by row, or computed by an expression.
  std::vector<std::size_t> breakable(const Expression& condition) const;
  /// Whether a condition asks of a column whether it is null, and nothing else.
  bool reads_null_alone(const Condition& condition, std::size_t column) const;

  /// An internal column that is true where another one is `truth`, and false where that is not so, or null.
  ColumnIndex add_certain(ColumnIndex condition, bool truth, const std::string& what);

 private:
  Result<std::shared_ptr<const Program>> compile(const Expression& expression, std::optional<Type> wanted) const;
  ColumnIndex add(std::shared_ptr<const Program> program, const std::string& what);
  void collect(const Expression& expression, std::set<std::size_t>& drawn, std::set<std::size_t>& seen) const;
  void collect_column(std::size_t column, std::set<std::size_t>& drawn, std::set<std::size_t>& seen) const;

  Draft& draft_;
  const std::size_t table_;
  const std::vector<NamedConstant> none_;
  const TableScope scope_;
};

}  // namespace synthgen
