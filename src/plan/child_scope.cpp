#include "child_scope.hpp"

#include <fmt/format.h>

#include "synthgen/source/family_source.hpp"

namespace synthgen {

ChildScope::ChildScope(Draft& draft, const Scope& outer, const RowsCall& call, ChildRelation& relation, ChildPart part)
    : draft_(draft),
      outer_(outer),
      call_(call),
      relation_(relation),
      part_(part),
      inner_(draft, relation.child, none_) {}

Result<std::optional<Scope::Entry>> ChildScope::find(const Path& path) const {
  if (of_this_row(path)) return find_of_row(path);
  const bool own = child().index_of(path.front()).has_value();
  if (part_ == ChildPart::condition && own) return inner_.find(path);
  if (path.front() != child().name) {
    if (part_ == ChildPart::argument || child().columns_unknown) return inner_.find(path);
    const SchemaTable& parent = *draft_.schema.tables[relation_.parent];
    if (!parent.index_of(path.front()).has_value()) return std::optional<Entry>();
    return make_error("SG3101", fmt::format("table \"{}\" has no column \"{}\"", child().name, path.front()), {},
                      fmt::format("behind where, names are those of \"{}\"; a column of this row is this.{}",
                                  child().name, fmt::join(path, ".")));
  }
  if (path.size() > 1) return inner_.find(Path(path.begin() + 1, path.end()));
  return make_error(
      "SG2631", fmt::format("\"{}\" is a table, where {}() takes values of its columns", path.front(), call_.function),
      {}, fmt::format("name a column: {}.{}", path.front(), child().columns.front()->declaration.name));
}

Result<std::optional<Scope::Entry>> ChildScope::find_of_row(const Path& path) const {
  Path rest(path.begin() + 1, path.end());
  if (relation_.key.has_value()) {
    rest.insert(rest.begin(), child().columns[*relation_.key]->declaration.name);
    return inner_.find(rest);
  }
  const TableScope of_parent(draft_, relation_.parent, none_);
  Result<std::optional<Entry>> read = of_parent.find(rest);
  if (!read.ok() || !read->has_value()) return read;
  const Entry& entry = **read;
  MadeSource cell = make_parent_cell(static_cast<TableIndex>(relation_.parent), entry.column, owner_pick(), entry.type,
                                     entry.dictionary);
  const std::uint32_t hops = draft_.plan.tables[relation_.parent].columns[entry.column].hops + 1;
  const ColumnIndex index =
      draft_.add_internal(relation_.child, fmt::format("{}", fmt::join(rest, ".")), kParentCell, std::move(cell), hops);
  return std::optional(Entry{entry.type, index, entry.dictionary});
}

ColumnIndex ChildScope::owner_pick() const {
  if (relation_.pick.has_value()) return *relation_.pick;
  MadeSource made;
  made.type = {TypeKind::integer, 0};
  made.source = make_family_pick(inner_.families());
  made.own_rows_only = true;
  relation_.pick =
      draft_.add_internal(relation_.child, fmt::format("row of {}", draft_.schema.tables[relation_.parent]->name),
                          "row of the parent whose child this is", std::move(made));
  return *relation_.pick;
}

Result<Scope::Entry> ChildScope::over_rows(const RowsCall& call, const StreamMaker& streams,
                                           const CompileOptions& options) const {
  if (part_ == ChildPart::argument && call.over == RowsOver::family) {
    return make_error(
        "SG2631", fmt::format("\"{}\" looks at rows of \"{}\" beside each other", call.function, child().name), {},
        fmt::format("compute it in a column of \"{}\", hidden if you like, and read that here", child().name));
  }
  return inner_.over_rows(call, streams, options);
}

std::vector<std::string> ChildScope::names_near(const Path& path) const {
  if (of_this_row(path) || path.front() != child().name) return inner_.names_near(path);
  return inner_.names_near(Path(path.begin() + 1, path.end()));
}

}  // namespace synthgen
