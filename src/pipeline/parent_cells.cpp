#include "parent_cells.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "key_check.hpp"

namespace synthgen {

std::vector<std::string> reference_columns(const SchemaTable& table, const SchemaColumn& column) {
  const std::string& as = column.spec->reference()->as;
  if (as.empty()) return {column.declaration.name};
  std::vector<std::string> names;
  for (const auto& other : table.columns) {
    const ReferenceText* same = other->spec != nullptr ? other->spec->reference() : nullptr;
    if (same != nullptr && same->as == as) names.push_back(other->declaration.name);
  }
  return names;
}

namespace {

/// The columns of the reference that a column is, or it alone where it is none.
std::vector<std::string> key_names(const VerifiedTable& table, const std::string& column) {
  const SchemaColumn* declared = table.schema != nullptr ? table.schema->find(column) : nullptr;
  const bool reference = declared != nullptr && declared->spec != nullptr && declared->spec->reference() != nullptr;
  return reference ? reference_columns(*table.schema, *declared) : std::vector{column};
}

}  // namespace

std::optional<Referred> referred_key(const std::vector<LoggedTable>& tables, const VerifiedTable& table,
                                     std::string_view foreign_key, std::string& why) {
  const SchemaColumn* declared = table.schema != nullptr ? table.schema->find(foreign_key) : nullptr;
  const ReferenceText* reference =
      declared != nullptr && declared->spec != nullptr ? declared->spec->reference() : nullptr;
  if (reference == nullptr) {
    why = fmt::format("\"{}\" is no reference", foreign_key);
    return std::nullopt;
  }
  for (const LoggedTable& candidate : tables) {
    const VerifiedTable& parent = *candidate.table;
    if (parent.name != reference->table) continue;
    std::string key = reference->column;
    if (key.empty() && parent.schema != nullptr && parent.schema->primary_key.size() == 1) {
      key = parent.schema->primary_key.front();
    }
    if (const std::optional<std::size_t> column = parent.index_of(key); column.has_value()) {
      return Referred{&candidate, *column};
    }
    why = fmt::format("the key \"{}\" of {} is hidden", key, parent.name);
    return std::nullopt;
  }
  why = fmt::format("table \"{}\" is not in this output", reference->table);
  return std::nullopt;
}

Result<const ParentCells*> Parents::load(const LoggedTable& parent, const Columns& key, const Columns& columns,
                                         std::string& why) {
  const VerifiedTable& table = *parent.table;
  if (!parent.output->absent_shards.empty()) {
    why = parent.output->absent_shards;
    return nullptr;
  }
  if (table.rows > kKeysAtOnce) {
    why = fmt::format("table \"{}\" has more rows than are held in memory", table.name);
    return nullptr;
  }
  std::unique_ptr<ParentCells>& cells = loaded_[{&table, key}];
  const bool fresh = cells == nullptr;
  Columns missing;
  for (const std::size_t column : columns) {
    if (fresh || !cells->columns.contains(column)) missing.push_back(column);
  }
  if (missing.empty()) return cells.get();
  Columns read = key;
  read.insert(read.end(), missing.begin(), missing.end());
  if (!std::all_of(read.begin(), read.end(), [&](std::size_t column) { return tells_values(table, column); })) {
    why = fmt::format("a format of \"{}\" tells less than its values", table.name);
    return nullptr;
  }
  const std::optional<RowsOf> of = rows_read_by_others(parent, read, why);
  if (!of.has_value()) return nullptr;
  if (fresh) cells = std::make_unique<ParentCells>(FingerprintSet::Rows::kept);
  std::vector<bool> wanted(table.columns.size());
  for (const std::size_t column : read) wanted[column] = true;
  VerifiedRows rows(parent, *of, std::move(wanted));
  for (const std::size_t column : missing) cells->columns[column].reset(table.columns[column].clean, 0);
  if (fresh) cells->index.begin(0, 1);
  for (;;) {
    const Result<std::size_t> count = rows.next();
    if (!count.ok()) return count.diagnostics();
    if (*count == 0) return cells.get();
    if (fresh) {
      std::vector<const Column*> keys;
      for (const std::size_t column : key) keys.push_back(&rows.column(column));
      cells->index.add(keys);
    }
    for (const std::size_t column : missing) cells->columns[column].append(rows.column(column));
  }
}

Result<std::optional<ParentPath>> Parents::resolve(const VerifiedTable& table, const std::vector<std::string>& path,
                                                   std::string& why) {
  ParentPath resolved;
  const VerifiedTable* at = &table;
  // Those by which the path goes on from each table on its way.
  std::vector<std::string> names = key_names(table, path.front());
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    ParentPath::Hop hop;
    Columns key;
    const LoggedTable* parent = nullptr;
    for (const std::string& name : names) {
      const std::optional<std::size_t> column = at->index_of(name);
      if (!column.has_value()) {
        why = fmt::format("it reads the hidden column \"{}\"", name);
        return std::optional<ParentPath>();
      }
      const std::optional<Referred> referred = referred_key(tables_, *at, name, why);
      if (!referred.has_value()) return std::optional<ParentPath>();
      hop.columns.push_back(*column);
      key.push_back(referred->column);
      parent = referred->table;
    }
    const VerifiedTable& next = *parent->table;
    names = i + 2 < path.size() ? key_names(next, path[i + 1]) : std::vector{path[i + 1]};
    Columns read;
    for (const std::string& name : names) {
      const std::optional<std::size_t> column = next.index_of(name);
      if (!column.has_value()) {
        why = fmt::format("it reads the hidden column \"{}\" of {}", name, next.name);
        return std::optional<ParentPath>();
      }
      read.push_back(*column);
    }
    const Result<const ParentCells*> cells = load(*parent, key, read, why);
    if (!cells.ok()) return cells.diagnostics();
    if (*cells == nullptr) return std::optional<ParentPath>();
    hop.parent = *cells;
    resolved.hops.push_back(std::move(hop));
    resolved.column = read.front();
    resolved.type = next.columns[read.front()].clean;
    at = &next;
  }
  return std::optional(std::move(resolved));
}

void Parents::follow(const ParentPath& path, std::span<const Column* const> keys, Column& out) {
  const std::size_t count = keys.front()->rows();
  std::vector<std::int64_t> found(count, -1);
  // Of each hop behind the first the foreign key's columns, in the parent before it.
  std::vector<std::vector<const Column*>> next(path.hops.size());
  for (std::size_t hop = 1; hop < path.hops.size(); ++hop) {
    for (const std::size_t column : path.hops[hop].columns) {
      next[hop].push_back(&path.hops[hop - 1].parent->columns.at(column));
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    std::span<const Column* const> from = keys;
    std::size_t row = i;
    for (std::size_t hop = 0; hop < path.hops.size(); ++hop) {
      const bool null =
          std::any_of(from.begin(), from.end(), [&](const Column* column) { return column->is_null(row); });
      const std::optional<std::int64_t> at = null ? std::nullopt : path.hops[hop].parent->index.find(from, row);
      found[i] = at.value_or(-1);
      if (!at.has_value() || hop + 1 == path.hops.size()) break;
      from = next[hop + 1];
      row = static_cast<std::size_t>(*at);
    }
  }
  const Column& cells = path.hops.back().parent->columns.at(path.column);
  if (path.type.kind == TypeKind::string) {
    out.reset(path.type, count);
    for (const std::int64_t row : found) {
      if (row < 0 || cells.is_null(static_cast<std::size_t>(row))) {
        out.append_null();
      } else {
        out.append_text(cells.text(static_cast<std::size_t>(row)));
      }
    }
    return;
  }
  std::vector<std::int64_t> rows = found;
  for (std::int64_t& row : rows) row = row < 0 ? 0 : row;
  if (cells.rows() == 0) {
    out.reset(path.type, count);
  } else {
    out.gather(cells, rows);
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (found[i] < 0) put_null(out, i);
  }
}

}  // namespace synthgen
