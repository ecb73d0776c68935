// Gives names their columns and sources their streams while a plan is being made.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "key_sets.hpp"
#include "synthgen/plan/plan.hpp"
#include "synthgen/source/child_aggregate.hpp"

namespace synthgen {

/// Columns of a table that follow from each other through the row before, while they are being made: their types are
/// needed before they have one.
struct RecurringColumns {
  std::size_t table = 0;
  std::map<ColumnIndex, std::optional<Type>> types;  ///< of all of them; nothing where it is not known
  std::set<ColumnIndex> asked = {};                  ///< those whose types were used before they were made
  std::set<ColumnIndex> faulty = {};                 ///< those whose type is unknown since a default has a fault
};

/// A reference whose `where` reads columns of the parent only.
struct ConstantFilter {
  TableIndex table = 0;
  TableIndex parent = 0;
  std::vector<ColumnIndex> columns;  ///< of the parent, boolean: all must be true
  std::string text;                  ///< as it is written
  Place place;
  bool may_be_null = false;
};

/// The plan under construction.
struct Draft {
  const Schema& schema;
  const std::vector<TableColumns>& all_columns;  ///< by table
  Plan& plan;
  Diagnostics& diagnostics;
  const std::vector<bool>& known_rows;                          ///< by table: not where they are still to be counted
  std::vector<std::vector<bool>> made;                          ///< by table and column of the schema
  std::vector<std::vector<std::optional<ColumnIndex>>> picks;   ///< of foreign keys
  std::vector<std::map<Path, ColumnIndex>> cells;               ///< internal parent cells by path
  std::vector<std::vector<ColumnIndex>> order;                  ///< columns in the order in which they were made
  std::vector<std::vector<std::optional<ColumnIndex>>> scores;  ///< of correlated columns, by table and column
  /// Of columns that are sorted over the whole table, by table and column.
  std::map<std::pair<std::size_t, std::size_t>, ColumnIndex> order_scores = {};
  std::map<std::pair<std::size_t, std::string>, SharedRow> shared_rows = {};  ///< by table and name
  /// What aggregates over children read of the children's table, by table and column.
  std::map<std::pair<std::size_t, ColumnIndex>, std::vector<std::pair<std::size_t, ColumnIndex>>> child_reads = {};
  /// What the picks of references with `where` read of the parent's rows, likewise.
  std::map<std::pair<std::size_t, ColumnIndex>, std::vector<std::pair<std::size_t, ColumnIndex>>> where_reads = {};
  /// Functions over other rows by table and text, so that one which is written twice is computed once.
  std::map<std::pair<std::size_t, std::string>, Scope::Entry> rows_calls = {};
  /// Those over families, by table and the children's table.
  std::map<std::pair<std::size_t, std::size_t>, std::shared_ptr<FamilyAggregates>> family_aggregates = {};
  DrawnMembers drawn = {};  ///< references that keys of several columns draw
  /// References whose parents are the same for every row.
  std::vector<ConstantFilter> constant_filters = {};
  bool counting = false;  ///< the plan is to count the rows of further tables, so some columns are not made
  std::optional<RecurringColumns> recurring = std::nullopt;

  /// Appends an internal column, made. `hops`: those of the parent's cell that it reads, and one.
  ColumnIndex add_internal(std::size_t table, std::string name, std::string what, MadeSource made_source,
                           std::uint32_t hops = 0);
  /// Those of the columns that it reads, or `hops` where that is more.
  std::uint32_t hops_of(std::size_t table, const MadeSource& made_source, std::uint32_t hops) const;
  /// Internal columns that a column is made of: its picks and scores, but no cells of parents, nor of other rows of the
  /// family. In order.
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
  std::shared_ptr<const FamilyIndex> families() const override;
  Result<Entry> over_rows(const RowsCall& call, const StreamMaker& streams,
                          const CompileOptions& options) const override;
  std::vector<std::string> names_near(const Path& path) const override;

 private:
  Diagnostic table_in_path(const SchemaTable& from, const Path& path) const;
  Result<std::optional<ColumnIndex>> column_of(std::size_t table, const Path& path, std::size_t hop) const;
  /// Of the row before, a column that is not made yet; a follow-up where that is not what it is.
  Result<std::optional<ColumnIndex>> recurring_column(std::size_t table, const Path& path, std::size_t hop,
                                                      std::size_t column) const;

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
  std::optional<ColumnIndex> score() const override;
  StreamKey shared_stream(std::string_view owner, std::string_view purpose) const override;
  SharedRow& shared_row(const std::string& name) const override { return draft_.shared_rows[{table_, name}]; }
  std::vector<ShareMember> share_members(const std::string& group) const override;
  std::int64_t table_rows() const override;
  std::int64_t reference_micros() const override { return draft_.schema.reference_micros; }
  const std::string& locale() const override { return draft_.schema.locale; }
  const MadeSource& column(ColumnIndex index) const override { return draft_.plan.tables[table_].columns[index].made; }
  ColumnIndex add_column(std::string name, std::string what, MadeSource made) const override {
    return draft_.add_internal(table_, std::move(name), std::move(what), std::move(made),
                               std::max(weight_hops(), where_hops_));
  }
  Result<ReferenceTarget> reference() const override;
  /// Tells what the `where` of the reference, once made, reads of its parent. REQUIRES: reference() was asked for.
  void note_where(ColumnIndex pick) const;
  /// The column's source as a key of several columns wants it drawn, where one does. Errors SG2672, SG2673.
  Result<MadeSource> keep_apart(MadeSource made) const;
  void warn(Diagnostic diagnostic) const override { draft_.diagnostics.add(std::move(diagnostic)); }

 private:
  /// How the table's rows follow from the parent's, in a cross join or as families.
  void find_owner(ReferenceTarget& target) const;
  /// What keeps the picks apart where a key of several columns asks for it. Errors SG2672 (too few combinations).
  Result<std::optional<DistinctPick>> distinct_pick() const;
  /// The internal column of the places of a set's combinations.
  Result<ColumnIndex> place_of(const DrawnSet& set, std::int64_t combinations) const;
  /// Whether a reference leads to one row: what it refers to is a key. Errors SG2203, SG2675.
  Status check_key(const ReferenceText& text, std::size_t parent, std::size_t key) const;
  /// The column by which parents are picked.
  Status find_weight(const ReferenceText& reference, ReferenceTarget& target) const;
  /// A pick by weight fills that column of the parent while its own is filled, and so on from parent to parent.
  std::uint32_t weight_hops() const;

  Draft& draft_;
  const std::size_t table_;
  const std::size_t column_;
  const TableScope scope_;
  mutable std::shared_ptr<const ReferenceWhere> where_;
  mutable std::uint32_t where_hops_ = 0;
};

}  // namespace synthgen
