// Gives names their columns and sources their streams while a plan is being made.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "synthgen/plan/plan.hpp"

namespace synthgen {

/// The plan under construction.
struct Draft {
  const Schema& schema;
  Plan& plan;
  Diagnostics& diagnostics;
  std::vector<std::vector<bool>> made;                          ///< by table and column of the schema
  std::vector<std::vector<std::optional<ColumnIndex>>> picks;   ///< of foreign keys
  std::vector<std::map<Path, ColumnIndex>> cells;               ///< internal parent cells by path
  std::vector<std::vector<ColumnIndex>> order;                  ///< columns in the order in which they were made
  std::vector<std::vector<std::optional<ColumnIndex>>> scores;  ///< of correlated columns, by table and column
  std::map<std::pair<std::size_t, std::string>, SharedRow> shared_rows = {};  ///< by table and name

  /// Appends an internal column, made. `hops`: those of the parent's cell that it reads, and one.
  ColumnIndex add_internal(std::size_t table, std::string name, std::string what, MadeSource made_source,
                           std::uint32_t hops = 0);
  /// Those of the columns that it reads, or `hops` where that is more.
  std::uint32_t hops_of(std::size_t table, const MadeSource& made_source, std::uint32_t hops) const;
  /// Internal columns that a column is made of: its picks and scores, but no cells of parents. In order.
  std::vector<ColumnIndex> own_internals(std::size_t table, ColumnIndex column) const;
};

/// Names as seen from one table.
class TableScope final : public Scope {
 public:
  /// own  constants of one column
  TableScope(Draft& draft, std::size_t table, const std::vector<NamedConstant>& own)
      : draft_(draft), table_(table), own_(own) {}
  Result<std::optional<Entry>> find(const Path& path) const override;
  const NamedConstant* constant(std::string_view name) const override;
  std::vector<std::string> names_near(const Path& path) const override;

 private:
  Diagnostic table_in_path(const SchemaTable& from, const Path& path) const;
  Result<std::optional<ColumnIndex>> column_of(std::size_t table, const Path& path, std::size_t hop) const;

  Draft& draft_;
  const std::size_t table_;
  const std::vector<NamedConstant>& own_;
};

/// Binds one column of the schema.
class ColumnContext : public SourceContext {
 public:
  ColumnContext(Draft& draft, std::size_t table, std::size_t column);
  const ColumnDeclaration& declaration() const override;
  const Scope& scope() const override { return scope_; }
  StreamKey stream(std::string_view purpose) const override;
  std::optional<ColumnIndex> score() const override { return draft_.scores[table_][column_]; }
  StreamKey shared_stream(std::string_view owner, std::string_view purpose) const override;
  SharedRow& shared_row(const std::string& name) const override { return draft_.shared_rows[{table_, name}]; }
  std::int64_t table_rows() const override;
  std::int64_t reference_micros() const override { return draft_.schema.reference_micros; }
  const std::string& locale() const override { return draft_.schema.locale; }
  const MadeSource& column(ColumnIndex index) const override { return draft_.plan.tables[table_].columns[index].made; }
  ColumnIndex add_column(std::string name, std::string what, MadeSource made) const override {
    return draft_.add_internal(table_, std::move(name), std::move(what), std::move(made), weight_hops());
  }
  Result<ReferenceTarget> reference() const override;
  void warn(Diagnostic diagnostic) const override { draft_.diagnostics.add(std::move(diagnostic)); }

 private:
  /// How the table's rows follow from the parent's, in a cross join.
  void find_owner(ReferenceTarget& target) const;
  /// The column by which parents are picked.
  Status find_weight(const ReferenceText& reference, ReferenceTarget& target) const;
  /// A pick by weight fills that column of the parent while its own is filled, and so on from parent to parent.
  std::uint32_t weight_hops() const;

  Draft& draft_;
  const std::size_t table_;
  const std::size_t column_;
  const TableScope scope_;
};

}  // namespace synthgen
