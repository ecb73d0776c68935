#include <algorithm>
#include <map>

#include "synthgen/schema/schema.hpp"

namespace synthgen {

TableColumns::TableColumns(const Schema& schema, std::size_t table, std::vector<std::size_t> families)
    : schema_(schema), table_(table), own_(schema.tables[table]->columns.size()), families_(std::move(families)) {}

const SchemaColumn& TableColumns::operator[](std::size_t column) const {
  const std::optional<std::size_t> family = child(column);
  return family.has_value() ? schema_.tables[*family]->family->size : *schema_.tables[table_]->columns[column];
}

std::size_t TableColumns::size_of(std::size_t child) const {
  return own_ + static_cast<std::size_t>(std::find(families_.begin(), families_.end(), child) - families_.begin());
}

std::vector<TableColumns> table_columns(const Schema& schema) {
  std::map<std::string_view, std::vector<std::size_t>> families;
  for (std::size_t t = 0; t < schema.tables.size(); ++t) {
    if (schema.tables[t]->family != nullptr) families[schema.tables[t]->family->parent].push_back(t);
  }
  std::vector<TableColumns> columns;
  columns.reserve(schema.tables.size());
  for (std::size_t t = 0; t < schema.tables.size(); ++t) {
    columns.emplace_back(schema, t, std::move(families[schema.tables[t]->name]));
  }
  return columns;
}

}  // namespace synthgen
