// Gives names their columns and sources their streams while a plan is being made.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "synthgen/plan/plan.hpp"

namespace synthgen {

/// The code of a finding that only says "another column is faulty": never shown.
inline constexpr const char* kFollowUp = "follow-up";

/// The plan under construction.
struct Draft {
  const Schema& schema;
  Plan& plan;
  Diagnostics& diagnostics;
  std::vector<std::vector<bool>> made;                         ///< by table and column of the schema
  std::vector<std::vector<std::optional<ColumnIndex>>> picks;  ///< of foreign keys
  std::vector<std::map<Path, ColumnIndex>> cells;              ///< internal parent cells by path
  std::vector<std::vector<ColumnIndex>> order;                 ///< columns in the order in which they were made

  /// Appends an internal column, made. `hops`: those of the parent's cell that it reads, and one.
  ColumnIndex add_internal(std::size_t table, std::string name, MadeSource made_source, std::uint32_t hops = 0);
  /// Those of the columns that it reads, or `hops` where that is more.
  std::uint32_t hops_of(std::size_t table, const MadeSource& made_source, std::uint32_t hops) const;
};

/// Names as seen from one table.
class TableScope final : public Scope {
 public:
  TableScope(Draft& draft, std::size_t table) : draft_(draft), table_(table) {}
  Result<std::optional<Entry>> find(const Path& path) const override;
  std::vector<std::string> names_near(const Path& path) const override;

 private:
  Diagnostic table_in_path(const SchemaTable& from, const Path& path) const;
  Result<std::optional<ColumnIndex>> column_of(std::size_t table, const Path& path, std::size_t hop) const;

  Draft& draft_;
  const std::size_t table_;
};

/// Binds one column of the schema.
class ColumnContext final : public SourceContext {
 public:
  ColumnContext(Draft& draft, std::size_t table, std::size_t column);
  const ColumnDeclaration& declaration() const override;
  const Scope& scope() const override { return scope_; }
  StreamKey stream(std::string_view purpose) const override;
  std::int64_t table_rows() const override;
  std::int64_t reference_micros() const override { return draft_.schema.reference_micros; }
  Result<ReferenceTarget> reference() const override;
  void warn(Diagnostic diagnostic) const override { draft_.diagnostics.add(std::move(diagnostic)); }

 private:
  Draft& draft_;
  const std::size_t table_;
  const std::size_t column_;
  const TableScope scope_;
};

}  // namespace synthgen
