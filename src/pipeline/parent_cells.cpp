#include "parent_cells.hpp"

#include <fmt/format.h>

#include "key_check.hpp"

namespace synthgen {

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
    if (key.empty() && parent.schema != nullptr) key = parent.schema->primary_key.value_or("");
    if (const std::optional<std::size_t> column = parent.index_of(key); column.has_value()) {
      return Referred{&candidate, *column};
    }
    why = fmt::format("the key \"{}\" of {} is hidden", key, parent.name);
    return std::nullopt;
  }
  why = fmt::format("table \"{}\" is not in this output", reference->table);
  return std::nullopt;
}

Result<const ParentCells*> Parents::load(const LoggedTable& parent, std::size_t key, std::size_t column,
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
  if (!fresh && cells->columns.contains(column)) return cells.get();
  if (!tells_values(table, key) || !tells_values(table, column)) {
    why = fmt::format("a format of \"{}\" tells less than its values", table.name);
    return nullptr;
  }
  const std::optional<RowsOf> of = rows_read_by_others(parent, {key, column}, why);
  if (!of.has_value()) return nullptr;
  if (fresh) cells = std::make_unique<ParentCells>(FingerprintSet::Rows::kept);
  std::vector<bool> wanted(table.columns.size());
  wanted[column] = true;
  wanted[key] = true;
  VerifiedRows rows(parent, *of, std::move(wanted));
  Column& whole = cells->columns[column];
  whole.reset(table.columns[column].clean, 0);
  if (fresh) cells->index.begin(0, 1);
  for (;;) {
    const Result<std::size_t> count = rows.next();
    if (!count.ok()) return count.diagnostics();
    if (*count == 0) return cells.get();
    if (fresh) cells->index.add(rows.column(key));
    whole.append(rows.column(column));
  }
}

Result<std::optional<ParentPath>> Parents::resolve(const VerifiedTable& table, const std::vector<std::string>& path,
                                                   std::string& why) {
  ParentPath resolved;
  const VerifiedTable* at = &table;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    const std::optional<std::size_t> column = at->index_of(path[i]);
    if (!column.has_value()) {
      why = fmt::format("it reads the hidden column \"{}\"", path[i]);
      return std::optional<ParentPath>();
    }
    const std::optional<Referred> key = referred_key(tables_, *at, path[i], why);
    if (!key.has_value()) return std::optional<ParentPath>();
    const std::optional<std::size_t> next = key->table->table->index_of(path[i + 1]);
    if (!next.has_value()) {
      why = fmt::format("it reads the hidden column \"{}\" of {}", path[i + 1], key->table->table->name);
      return std::optional<ParentPath>();
    }
    const Result<const ParentCells*> parent = load(*key->table, key->column, *next, why);
    if (!parent.ok()) return parent.diagnostics();
    if (*parent == nullptr) return std::optional<ParentPath>();
    resolved.hops.push_back({*column, *parent});
    resolved.column = *next;
    resolved.type = key->table->table->columns[*next].clean;
    at = key->table->table;
  }
  return std::optional(std::move(resolved));
}

void Parents::follow(const ParentPath& path, const Column& keys, Column& out) {
  const std::size_t count = keys.rows();
  std::vector<std::int64_t> found(count, -1);
  for (std::size_t i = 0; i < count; ++i) {
    const Column* from = &keys;
    std::size_t row = i;
    for (std::size_t hop = 0; hop < path.hops.size(); ++hop) {
      const ParentCells& parent = *path.hops[hop].parent;
      const std::optional<std::int64_t> at = from->is_null(row) ? std::nullopt : parent.index.find(*from, row);
      found[i] = at.value_or(-1);
      if (!at.has_value() || hop + 1 == path.hops.size()) break;
      from = &parent.columns.at(path.hops[hop + 1].column);
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
