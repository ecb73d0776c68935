#include "child_relation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "synthgen/base/near_names.hpp"

namespace synthgen {
namespace {

std::vector<std::string> table_names(const Schema& schema) {
  std::vector<std::string> names;
  for (const auto& table : schema.tables) names.push_back(table->name);
  return names;
}

std::vector<std::string> names_of(const SchemaTable& table, const std::vector<std::size_t>& columns) {
  std::vector<std::string> names;
  for (const std::size_t column : columns) names.push_back(table.columns[column]->declaration.name);
  return names;
}

/// The tables that have a column of that name and whose rows refer to the parent's, or are per the parent.
std::vector<std::string> children_with(const Schema& schema, std::size_t parent, std::string_view column) {
  std::vector<std::string> names;
  for (std::size_t t = 0; t < schema.tables.size(); ++t) {
    const SchemaTable& table = *schema.tables[t];
    const bool per = table.family != nullptr && table.family->parent == schema.tables[parent]->name;
    if (!per && keys_to(schema, t, parent).empty()) continue;
    if (table.index_of(column).has_value()) names.push_back(table.name);
  }
  return names;
}

Diagnostic name_without_table(const Schema& schema, const RowsCall& call, std::size_t parent, const PathUse& use) {
  const std::string written = fmt::format("{}", fmt::join(use.path, "."));
  const std::vector<std::string> children = children_with(schema, parent, use.path.front());
  std::string hint;
  if (children.size() == 1) {
    hint = fmt::format("write {}.{}", children.front(), written);
  } else if (schema.tables[parent]->index_of(use.path.front()).has_value()) {
    hint = fmt::format("a column of this row is this.{}; those of the children begin with their table", written);
  } else {
    hint = did_you_mean(use.path.front(), table_names(schema));
  }
  if (hint.empty())
    hint = fmt::format("begin with the table whose rows refer to this one: {}(orders.total)", call.function);
  return make_error("SG2631",
                    fmt::format("{}() reads columns of children, and \"{}\" names no table", call.function, written),
                    use.place, std::move(hint));
}

}  // namespace

std::optional<std::size_t> named_child(const Schema& schema, const RowsCall& call) {
  for (const Expression& argument : call.arguments) {
    for (const PathUse& use : argument.paths()) {
      if (of_this_row(use.path)) continue;
      if (const std::optional<std::size_t> table = schema.table_index(use.path.front()); table.has_value())
        return table;
    }
  }
  return std::nullopt;
}

std::vector<std::size_t> keys_to(const Schema& schema, std::size_t child, std::size_t parent) {
  std::vector<std::size_t> keys;
  const SchemaTable& table = *schema.tables[child];
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const SourceSpec* spec = table.columns[c]->spec.get();
    const ReferenceText* reference = spec != nullptr ? spec->reference() : nullptr;
    if (reference != nullptr && referenced_key(schema, *reference).table == parent) keys.push_back(c);
  }
  return keys;
}

std::vector<std::size_t> keys_of_call(const Schema& schema, const RowsCall& call, std::size_t child,
                                      std::size_t parent) {
  std::vector<std::size_t> keys = keys_to(schema, child, parent);
  if (call.via.empty()) return keys;
  std::erase_if(keys,
                [&](std::size_t key) { return schema.tables[child]->columns[key]->declaration.name != call.via; });
  return keys;
}

Result<std::size_t> find_child(const Schema& schema, const RowsCall& call, std::size_t parent,
                               const std::function<bool(std::string_view)>& is_constant) {
  const std::optional<std::size_t> child = named_child(schema, call);
  for (const Expression& argument : call.arguments) {
    for (const PathUse& use : argument.paths()) {
      if (of_this_row(use.path) || (use.path.size() == 1 && is_constant(use.path.front()))) continue;
      const std::optional<std::size_t> table = schema.table_index(use.path.front());
      if (table.has_value() && table == child) continue;
      if (table.has_value()) {
        return make_error("SG2632",
                          fmt::format("{}() reads the rows of \"{}\" and of \"{}\" at once", call.function,
                                      schema.tables[*child]->name, use.path.front()),
                          use.place, "it takes columns of one table, and reads others through its foreign keys");
      }
      // What should have been a table: the only name, or the first part of a path.
      const bool own = schema.tables[parent]->index_of(use.path.front()).has_value();
      if (!child.has_value() && !own && children_with(schema, parent, use.path.front()).empty()) {
        const std::string near = did_you_mean(use.path.front(), table_names(schema));
        return make_error("SG2201", fmt::format("there is no table \"{}\"", use.path.front()), use.place,
                          near.empty() ? fmt::format("there are {}", fmt::join(table_names(schema), ", ")) : near);
      }
      return name_without_table(schema, call, parent, use);
    }
  }
  if (child.has_value()) return *child;
  if (!call.arguments.front().calls().empty()) {
    return make_error("SG2631", fmt::format("{}() names no table whose rows it looks at", call.function),
                      call.arguments.front().place(),
                      fmt::format("compute {} in a column of the children, hidden if you like, and read that: "
                                  "{}(orders.total)",
                                  call.arguments.front().calls().front().text, call.function));
  }
  return make_error("SG2631", fmt::format("{}() names no table whose rows it looks at", call.function),
                    call.arguments.front().place(),
                    fmt::format("begin with the table whose rows refer to this one: {}",
                                call.function == "count" ? "count(orders)" : call.function + "(orders.total)"));
}

Result<std::optional<std::size_t>> find_child_key(const Schema& schema, const RowsCall& call, std::size_t child,
                                                  std::size_t parent,
                                                  const std::function<bool(std::size_t, std::size_t)>& same) {
  const SchemaTable& table = *schema.tables[child];
  const std::string& to = schema.tables[parent]->name;
  const std::vector<std::size_t> all = keys_to(schema, child, parent);
  std::vector<std::size_t> keys = keys_of_call(schema, call, child, parent);
  if (!call.via.empty() && keys.empty()) {
    if (table.columns_unknown) return make_error(kFollowUp, "the key may be a column that could not be read");
    std::string hint = fmt::format("these do: {}", fmt::join(names_of(table, all), ", "));
    if (all.empty()) hint = fmt::format("give it a column such as \"{}\": {{\"references\": \"{}\"}}", call.via, to);
    return make_error(
        "SG2635",
        table.index_of(call.via).has_value()
            ? fmt::format("column \"{}\" of table \"{}\" is no foreign key to \"{}\"", call.via, table.name, to)
            : fmt::format("table \"{}\" has no column \"{}\" to go by", table.name, call.via),
        {}, std::move(hint));
  }
  if (keys.empty()) {
    if (table.family != nullptr && table.family->parent == to) return std::optional<std::size_t>();
    if (table.columns_unknown) return make_error(kFollowUp, "the key may be a column that could not be read");
    return make_error(
        "SG2633", fmt::format("no row of table \"{}\" belongs to a row of \"{}\"", table.name, to), {},
        fmt::format("give \"{}\" a column such as \"{}\": {{\"references\": \"{}\"}}", table.name, to + "_id", to));
  }
  for (const std::size_t key : keys) {
    if (same(keys.front(), key)) continue;
    const std::vector<std::string> names = names_of(table, keys);
    return make_error(
        "SG2634",
        fmt::format("several foreign keys of \"{}\" lead to \"{}\": {}", table.name, to, fmt::join(names, ", ")), {},
        fmt::format("say by which the rows belong: {}({} via {})", call.function, call.arguments.front().text(),
                    names.front()));
  }
  return std::optional(keys.front());
}

}  // namespace synthgen
