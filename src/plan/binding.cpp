#include "binding.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dependency_order.hpp"
#include "reference_where.hpp"
#include "rows_calls.hpp"
#include "synthgen/base/near_names.hpp"

namespace synthgen {
namespace {

/// Through a self-reference a path could be as long as its text, with a column of its own for every step.
constexpr std::size_t kLongestPath = 32;

std::vector<std::string> column_names(const SchemaTable& table) {
  std::vector<std::string> names;
  for (const auto& column : table.columns) names.push_back(column->declaration.name);
  return names;
}

/// The first of them, so that a hint stays readable.
std::string first_names(const std::vector<std::string>& names) {
  constexpr std::size_t kMostShown = 12;
  if (names.size() <= kMostShown) return fmt::format("{}", fmt::join(names, ", "));
  return fmt::format("{} and {} more", fmt::join(names.begin(), names.begin() + kMostShown, ", "),
                     names.size() - kMostShown);
}

}  // namespace

std::uint32_t Draft::hops_of(std::size_t table, const MadeSource& made_source, std::uint32_t hops) const {
  for (const ColumnIndex input : made_source.inputs) hops = std::max(hops, plan.tables[table].columns[input].hops);
  return hops;
}

std::vector<ColumnIndex> Draft::own_internals(std::size_t table, ColumnIndex column) const {
  const std::vector<PlannedColumn>& columns = plan.tables[table].columns;
  std::vector<bool> own(columns.size(), false);
  std::vector<ColumnIndex> open = {column};
  while (!open.empty()) {
    const ColumnIndex one = open.back();
    open.pop_back();
    for (const ColumnIndex input : columns[one].made.inputs) {
      const bool cell = std::any_of(cells[table].begin(), cells[table].end(),
                                    [&](const auto& known) { return known.second == input; }) ||
                        child_reads.contains({table, input});
      // What a `where` compares with may be the row that another key picks, which is that key's.
      const bool of_another = columns[column].made.pick != input &&
                              std::find(picks[table].begin(), picks[table].end(), input) != picks[table].end();
      if (!columns[input].internal || cell || own[input] || of_another || columns[input].made.by_family) continue;
      own[input] = true;
      open.push_back(input);
    }
  }
  std::vector<ColumnIndex> result;
  for (const ColumnIndex index : order[table]) {
    if (own[index]) result.push_back(index);
  }
  return result;
}

ColumnIndex Draft::add_internal(std::size_t table, std::string name, std::string what, MadeSource made_source,
                                std::uint32_t hops) {
  PlannedColumn column;
  column.name = std::move(name);
  column.source_name = std::move(what);
  column.internal = true;
  column.hidden = true;
  column.hops = hops_of(table, made_source, hops);
  column.made = std::move(made_source);
  std::vector<PlannedColumn>& columns = plan.tables[table].columns;
  columns.push_back(std::move(column));
  const auto index = static_cast<ColumnIndex>(columns.size() - 1);
  order[table].push_back(index);
  // Rules and noise of another table may add it after the order of this one was taken over.
  if (std::vector<ColumnIndex>& taken = plan.tables[table].order; !taken.empty()) taken.push_back(index);
  return index;
}

/// "customers.city" where "customer_id.city" is meant.
Diagnostic TableScope::table_in_path(const SchemaTable& from, const Path& path) const {
  std::string hint = fmt::format("give this table a column that has \"references\": \"{}\"", path[0]);
  for (const auto& column : from.columns) {
    const ReferenceText* reference = column->spec != nullptr ? column->spec->reference() : nullptr;
    if (reference == nullptr || reference->table != path[0]) continue;
    hint = fmt::format("read the row that a foreign key points to: {}.{}", column->declaration.name, path[1]);
    break;
  }
  return make_error("SG3110", fmt::format("\"{}\" is a table, not a foreign key of this one", path[0]), {},
                    std::move(hint));
}

Result<std::optional<ColumnIndex>> TableScope::column_of(std::size_t table, const Path& path, std::size_t hop) const {
  const SchemaTable& from = *draft_.schema.tables[table];
  const std::optional<std::size_t> column = from.index_of(path[hop]);
  if (!column.has_value()) {
    if (from.columns_unknown) {
      return make_error(kFollowUp, "the name may be one that could not be read");
    }
    if (hop == 0 && path.size() > 1 && draft_.schema.table_index(path[0]).has_value()) return table_in_path(from, path);
    if (hop > 0) {
      const std::string near = did_you_mean(path[hop], column_names(from));
      return make_error("SG3101", fmt::format("table \"{}\" has no column \"{}\"", from.name, path[hop]), {},
                        near.empty() ? fmt::format("it has {}", first_names(column_names(from))) : near);
    }
    return std::optional<ColumnIndex>();
  }
  if (!draft_.made[table][*column]) return recurring_column(table, path, hop, *column);
  if (hop + 1 == path.size()) return std::optional(static_cast<ColumnIndex>(*column));

  const SchemaColumn& key = *from.columns[*column];
  if (key.spec->reference() == nullptr) {
    const std::vector<std::string> functions = function_names();
    const bool called = std::find(functions.begin(), functions.end(), path[hop + 1]) != functions.end();
    return make_error(
        "SG3110",
        fmt::format("\"{}\" is not a foreign key, so \"{}\" cannot be read through it", path[hop], path[hop + 1]), {},
        called ? fmt::format("a function takes it as an argument: {}({})", path[hop + 1], path[hop])
               : "a path begins with a column that has \"references\"");
  }
  const std::size_t parent = *referenced_key(draft_.schema, *key.spec->reference()).table;
  Result<std::optional<ColumnIndex>> inner = column_of(parent, path, hop + 1);
  if (!inner.ok() || !inner->has_value()) return inner;

  // By the path's parts: a name may hold a point, so the joined text could be that of another path.
  const Path rest(path.begin() + static_cast<std::ptrdiff_t>(hop), path.end());
  const auto known = draft_.cells[table].find(rest);
  if (known != draft_.cells[table].end()) return std::optional(known->second);
  const PlannedColumn& read = draft_.plan.tables[parent].columns[**inner];
  MadeSource cell = make_parent_cell(static_cast<TableIndex>(parent), **inner, *draft_.picks[table][*column],
                                     read.made.type, read.made.dictionary);
  cell.domain = read.made.domain;
  const ColumnIndex index =
      draft_.add_internal(table, fmt::format("{}", fmt::join(rest, ".")), kParentCell, std::move(cell), read.hops + 1);
  draft_.cells[table].emplace(rest, index);
  return std::optional(index);
}

Result<std::optional<ColumnIndex>> TableScope::recurring_column(std::size_t table, const Path& path, std::size_t hop,
                                                                std::size_t column) const {
  const auto index = static_cast<ColumnIndex>(column);
  RecurringColumns* recurring = draft_.recurring.has_value() ? &*draft_.recurring : nullptr;
  if (recurring == nullptr || recurring->table != table || !recurring->types.contains(index) || hop > 0) {
    return make_error(kFollowUp, "a column that it reads is faulty");
  }
  const std::string& name = draft_.all_columns[table][column].declaration.name;
  if (path.size() > 1) {
    return make_error("SG2612",
                      fmt::format("\"{}\" is read through a key that itself follows from it", fmt::join(path, ".")), {},
                      "compute it in a column of its own, and read that one in the row before");
  }
  if (!recurring->types[index].has_value()) {
    if (recurring->faulty.contains(index)) return make_error(kFollowUp, "the default that has its type is faulty");
    return make_error(
        "SG2611", fmt::format("the type of column \"{}\" follows from itself", name), {},
        fmt::format("give \"{}\" a \"type\" or \"decimals\", or a default that has it: previous({}, 0.00)", name,
                    name));
  }
  recurring->asked.insert(index);
  return std::optional(index);
}

Result<std::optional<Scope::Entry>> TableScope::find(const Path& path) const {
  if (of_this_row(path)) {
    return make_error("SG3110", "\"this\" is the row that looks for rows of another table, and here it looks for none",
                      {}, fmt::format("name the column itself: {}", path.back()));
  }
  if (path.size() > kLongestPath) {
    return make_error("SG3110", fmt::format("a path of {} names; at most {} are followed", path.size(), kLongestPath),
                      {}, "compute the first part in a column of the parent, and read that column");
  }
  Result<std::optional<ColumnIndex>> index = column_of(table_, path, 0);
  if (!index.ok()) return index.diagnostics();
  if (!index->has_value()) return std::optional<Entry>();
  const MadeSource& made = draft_.plan.tables[table_].columns[**index].made;
  return std::optional(Entry{made.type, **index, made.dictionary});
}

const NamedConstant* TableScope::constant(std::string_view name) const {
  for (const std::vector<NamedConstant>* constants : {&own_, &draft_.schema.constants}) {
    for (const NamedConstant& constant : *constants) {
      if (constant.name == name) return &constant;
    }
  }
  return nullptr;
}

std::shared_ptr<const FamilyIndex> TableScope::families() const {
  const std::optional<PlannedFamily>& family = draft_.plan.tables[table_].family;
  return family.has_value() ? family->index : nullptr;
}

Result<Scope::Entry> TableScope::over_rows(const RowsCall& call, const StreamMaker& streams,
                                           const CompileOptions& options) const {
  const RowsCallBinding binding{draft_, table_, *this, call, streams, options};
  return call.over == RowsOver::family ? bind_family_call(binding) : bind_child_call(binding);
}

std::vector<std::string> TableScope::names_near(const Path& path) const {
  std::size_t table = table_;
  for (std::size_t hop = 0; hop + 1 < path.size(); ++hop) {
    const SchemaColumn* key = draft_.schema.tables[table]->find(path[hop]);
    if (key == nullptr || key->spec == nullptr || key->spec->reference() == nullptr) break;
    const std::optional<std::size_t> parent = referenced_key(draft_.schema, *key->spec->reference()).table;
    if (!parent.has_value()) break;
    table = *parent;
  }
  std::vector<std::string> names = column_names(*draft_.schema.tables[table]);
  if (path.size() == 1) {
    for (const NamedConstant& constant : draft_.schema.constants) names.push_back(constant.name);
  }
  return names;
}

ColumnContext::ColumnContext(Draft& draft, std::size_t table, std::size_t column)
    : draft_(draft), table_(table), column_(column), scope_(draft, table, declaration().constants) {}

const ColumnDeclaration& ColumnContext::declaration() const { return draft_.all_columns[table_][column_].declaration; }

StreamKey ColumnContext::stream(std::string_view purpose) const {
  if (const std::optional<std::size_t> child = draft_.all_columns[table_].child(column_); child.has_value()) {
    return make_stream_key(draft_.plan.seed, draft_.schema.tables[*child]->name, "", fmt::format("count {}", purpose));
  }
  return make_stream_key(draft_.plan.seed, draft_.schema.tables[table_]->name, declaration().name, purpose);
}

StreamKey ColumnContext::shared_stream(std::string_view owner, std::string_view purpose) const {
  return make_stream_key(draft_.plan.seed, draft_.schema.tables[table_]->name, owner, purpose);
}

std::optional<ColumnIndex> ColumnContext::score() const {
  const auto sorted = draft_.order_scores.find({table_, column_});
  return sorted != draft_.order_scores.end() ? std::optional(sorted->second) : draft_.scores[table_][column_];
}

std::vector<ShareMember> ColumnContext::share_members(const std::string& group) const {
  std::vector<ShareMember> members;
  const auto& columns = draft_.schema.tables[table_]->columns;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (columns[c]->spec == nullptr || columns[c]->spec->share_group() != group) continue;
    members.push_back({columns[c]->spec.get(), std::make_unique<ColumnContext>(draft_, table_, c)});
  }
  return members;
}

std::int64_t ColumnContext::table_rows() const { return draft_.plan.tables[table_].rows; }

void ColumnContext::find_owner(ReferenceTarget& target) const {
  const Schema& schema = draft_.schema;
  const SchemaTable& table = *schema.tables[table_];
  const std::optional<PlannedFamily>& family = draft_.plan.tables[table_].family;
  const auto found = std::find(table.per.begin(), table.per.end(), target.table_name);
  if (family.has_value() && family->parent == target.table) {
    target.family = family->index;
  } else if (found == table.per.end()) {
    return;
  } else {
    target.owner_step = 1;
  }
  for (auto inner = found; target.family == nullptr && ++inner != table.per.end();) {
    const std::optional<std::size_t> index = schema.table_index(*inner);
    if (!index.has_value()) continue;
    const std::int64_t rows = std::max<std::int64_t>(1, draft_.plan.tables[*index].rows);
    // Too large only where a table of the join has no rows, so that no row asks for its owner.
    if (__builtin_mul_overflow(target.owner_step, rows, &target.owner_step)) target.owner_step = kMostRows;
  }
  target.first_to_owner = first_key_to_parent(schema, table_, column_);
}

Status ColumnContext::find_weight(const ReferenceText& reference, ReferenceTarget& target) const {
  const SchemaTable& parent = *draft_.schema.tables[target.table];
  const std::optional<std::size_t> weight = parent.index_of(reference.weight);
  if (!weight.has_value()) {
    if (parent.columns_unknown) return make_error(kFollowUp, "the weight may be a column that could not be read");
    const std::string near = did_you_mean(reference.weight, column_names(parent));
    return make_error("SG2148", fmt::format("table \"{}\" has no column \"{}\"", parent.name, reference.weight),
                      reference.weight_place,
                      near.empty() ? fmt::format("it has {}", first_names(column_names(parent))) : near);
  }
  if (!draft_.made[target.table][*weight]) return make_error(kFollowUp, "the weight is faulty");
  target.weight = static_cast<ColumnIndex>(*weight);
  target.weight_type = draft_.plan.tables[target.table].columns[*weight].made.type;
  return Done{};
}

std::uint32_t ColumnContext::weight_hops() const {
  const ReferenceText* reference = draft_.all_columns[table_][column_].spec->reference();
  if (reference == nullptr || reference->weight.empty()) return 0;
  const std::optional<std::size_t> parent = referenced_key(draft_.schema, *reference).table;
  if (!parent.has_value()) return 0;
  const std::optional<std::size_t> weight = draft_.schema.tables[*parent]->index_of(reference->weight);
  return weight.has_value() ? draft_.plan.tables[*parent].columns[*weight].hops + 1 : 0;
}

Result<ReferenceTarget> ColumnContext::reference() const {
  const Schema& schema = draft_.schema;
  const SchemaColumn& column = draft_.all_columns[table_][column_];
  const ReferenceText text = split_reference(schema, *column.spec->reference());
  const Place place = text.json->place;
  const ReferencedKey key = referenced_key(schema, text);
  if (!key.table.has_value()) {
    std::vector<std::string> names;
    for (const auto& table : schema.tables) names.push_back(table->name);
    const std::string near = did_you_mean(text.table, names);
    return make_error("SG2201", fmt::format("there is no table \"{}\"", text.table), place,
                      near.empty() ? fmt::format("there are {}", first_names(names)) : near);
  }
  const SchemaTable& parent = *schema.tables[*key.table];
  if (!key.column.has_value()) {
    if (parent.columns_unknown || (text.column.empty() && parent.primary_key_faulty)) {
      return make_error(kFollowUp, "the key could not be read");
    }
    if (text.column.empty() && !parent.primary_key.empty()) {
      const std::vector<std::string>& names = parent.primary_key;
      return make_error(
          "SG2676",
          fmt::format("the key of table \"{}\" has {} columns: {}", text.table, names.size(), fmt::join(names, ", ")),
          place,
          fmt::format("refer to each in a column of its own, all with one \"as\": {{\"references\": "
                      "\"{}.{}\", \"as\": \"{}\"}}",
                      text.table, names.front(), text.table));
    }
    if (text.column.empty()) {
      std::string keys;
      for (const auto& known : parent.columns) {
        if (known->spec == nullptr || !known->spec->unique() || known->declaration.missing.has_value()) continue;
        keys = known->declaration.name;
        break;
      }
      return make_error("SG2204", fmt::format("table \"{}\" has no primary key to refer to", text.table), place,
                        keys.empty() ? fmt::format("give that table a column such as \"id\": {{\"sequence\": 1}}, and "
                                                   "\"primary_key\": \"id\"")
                                     : fmt::format("name the column: \"{}.{}\", or give that table \"primary_key\": "
                                                   "\"{}\"",
                                                   text.table, keys, keys));
    }
    const std::string near = did_you_mean(text.column, column_names(parent));
    return make_error("SG2202", fmt::format("table \"{}\" has no column \"{}\"", text.table, text.column), place,
                      near.empty() ? fmt::format("it has {}", first_names(column_names(parent))) : near);
  }
  if (parent.primary_key_faulty && parent.primary_key == std::vector{parent.columns[*key.column]->declaration.name}) {
    return make_error(kFollowUp, "the key is faulty");
  }
  if (const Status good = check_key(*column.spec->reference(), *key.table, *key.column); !good.ok()) {
    return good.diagnostics();
  }
  if (!draft_.made[*key.table][*key.column]) return make_error(kFollowUp, "the key is faulty");
  if (!draft_.known_rows[*key.table]) return make_error(kFollowUp, "how many rows the table has is not known");
  const std::int64_t parent_rows = draft_.plan.tables[*key.table].rows;
  if (parent_rows == 0 && table_rows() > 0) {
    return make_error("SG2205", fmt::format("table \"{}\" has no rows, so nothing can refer to it", text.table), place,
                      fmt::format("give \"{}\" rows, or this table none", text.table));
  }
  ReferenceTarget result;
  result.table = static_cast<TableIndex>(*key.table);
  result.table_name = parent.name;
  result.key = static_cast<ColumnIndex>(*key.column);
  const MadeSource& made = draft_.plan.tables[*key.table].columns[*key.column].made;
  result.type = made.type;
  result.dictionary = made.dictionary;
  result.domain = made.domain;
  result.rows = parent_rows;
  result.same_table = *key.table == table_;
  find_owner(result);
  Result<std::optional<DistinctPick>> distinct = distinct_pick();
  if (!distinct.ok()) return distinct.diagnostics();
  result.distinct = *distinct;
  if (const ReferenceText& reference = *column.spec->reference(); !reference.weight.empty()) {
    if (const Status found = find_weight(reference, result); !found.ok()) return found.diagnostics();
  }
  if (const Expression* where = column.spec->reference()->where; where != nullptr) {
    const StreamMaker streams = [this](std::string_view purpose) { return stream(purpose); };
    const WhereBinding binding{draft_, table_, *key.table, declaration(), streams};
    Result<std::shared_ptr<const ReferenceWhere>> bound = bind_where(binding, *where, where_hops_);
    if (!bound.ok()) return bound.diagnostics();
    result.where = where_ = std::move(*bound);
  }
  return result;
}

void ColumnContext::note_where(ColumnIndex pick) const {
  if (where_ == nullptr) return;
  const ReferenceText& reference = *draft_.all_columns[table_][column_].spec->reference();
  const std::size_t parent = *referenced_key(draft_.schema, reference).table;
  for (const ColumnIndex read : where_->parent_columns()) {
    draft_.where_reads[{table_, pick}].emplace_back(parent, read);
  }
  if (!where_->constant()) return;
  draft_.constant_filters.push_back({static_cast<TableIndex>(table_), static_cast<TableIndex>(parent), where_->filters,
                                     reference.where->text(), reference.where->place(), where_->may_be_null});
}

}  // namespace synthgen
