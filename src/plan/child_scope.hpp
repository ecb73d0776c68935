// Names within a call over children: those of the children, and of the row that they belong to.
#pragma once

#include <string>
#include <vector>

#include "binding.hpp"

namespace synthgen {

/// How children are told from each other's parents.
struct ChildRelation {
  std::size_t child = 0;            ///< table of the children
  std::size_t parent = 0;           ///< table of the row
  std::optional<std::size_t> key;   ///< foreign key of the children; nothing where only their family says it
  std::optional<ColumnIndex> pick;  ///< internal column of the children: the parent's row; made where it is needed
};

/// In which part of the call a name stands.
enum class ChildPart : std::uint8_t { argument, condition };

class ChildScope final : public Scope {
 public:
  ChildScope(Draft& draft, const Scope& outer, const RowsCall& call, ChildRelation& relation, ChildPart part);

  Result<std::optional<Entry>> find(const Path& path) const override;
  const NamedConstant* constant(std::string_view name) const override { return outer_.constant(name); }
  std::shared_ptr<const FamilyIndex> families() const override { return inner_.families(); }
  Result<Entry> over_rows(const RowsCall& call, const StreamMaker& streams,
                          const CompileOptions& options) const override;
  std::vector<std::string> names_near(const Path& path) const override;

 private:
  const SchemaTable& child() const { return *draft_.schema.tables[relation_.child]; }
  /// A column of the row that the child belongs to.
  Result<std::optional<Entry>> find_of_row(const Path& path) const;
  /// The parent's row where no foreign key tells it.
  ColumnIndex owner_pick() const;

  Draft& draft_;
  const Scope& outer_;
  const RowsCall& call_;
  ChildRelation& relation_;
  const ChildPart part_;
  const std::vector<NamedConstant> none_;
  const TableScope inner_;
};

}  // namespace synthgen
