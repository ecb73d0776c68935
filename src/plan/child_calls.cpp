// Aggregates over children: the argument and the condition become columns of the children's table, and the call a
// column of the row's, which adds them up.
#include <fmt/format.h>

#include <algorithm>

#include "child_relation.hpp"
#include "child_scope.hpp"
#include "rows_calls.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/source/child_aggregate.hpp"
#include "synthgen/source/expression_spec.hpp"

namespace synthgen {
namespace {

/// By a key, a cell for each row of the parent is kept in memory.
constexpr std::int64_t kMostKept = std::int64_t{1} << 31;

class ChildCallBinding {
 public:
  explicit ChildCallBinding(const RowsCallBinding& binding)
      : draft_(binding.draft), table_(binding.table), call_(binding.call), binding_(binding) {}

  Result<Scope::Entry> run() {
    const auto known = draft_.rows_calls.find({table_, call_.text});
    if (known != draft_.rows_calls.end()) return known->second;
    if (const Status found = find_relation(); !found.ok()) return found.diagnostics();
    ChildAggregate aggregate;
    aggregate.function = *child_function(call_.function);
    aggregate.child = static_cast<TableIndex>(relation_.child);
    if (const Status value = add_value(aggregate); !value.ok()) return value.diagnostics();
    if (const Status where = add_condition(aggregate); !where.ok()) return where.diagnostics();
    MadeSource made;
    made.type = *aggregate_type(aggregate.function, aggregate.value_type);
    made.own_rows_only = true;
    if (const Status source = add_source(aggregate, made); !source.ok()) return source.diagnostics();

    std::uint32_t hops = 0;
    std::vector<std::pair<std::size_t, ColumnIndex>> reads;
    for (const std::optional<ColumnIndex>& column : {aggregate.value, aggregate.where, relation_.pick}) {
      if (!column.has_value()) continue;
      hops = std::max(hops, children().columns[*column].hops + 1);
      reads.emplace_back(relation_.child, *column);
    }
    const Type type = made.type;
    const ColumnIndex index =
        draft_.add_internal(table_, call_.text, fmt::format("over rows of {}", children().name), std::move(made), hops);
    draft_.child_reads[{table_, index}] = std::move(reads);
    const auto together = draft_.family_aggregates.find({table_, relation_.child});
    if (nested()) together->second->members.push_back({index, aggregate});
    const Scope::Entry entry{type, index, nullptr};
    if (binding_.same_everywhere()) draft_.rows_calls.emplace(std::pair(table_, call_.text), entry);
    return entry;
  }

 private:
  PlannedTable& children() const { return draft_.plan.tables[relation_.child]; }

  Status find_relation() {
    const Schema& schema = draft_.schema;
    const Result<std::size_t> child = find_child(
        schema, call_, table_, [&](std::string_view name) { return binding_.scope.constant(name) != nullptr; });
    if (!child.ok()) return child.diagnostics();
    const auto& picks = draft_.picks[*child];
    const Result<std::optional<std::size_t>> key = find_child_key(
        schema, call_, *child, table_,
        [&](std::size_t a, std::size_t b) { return a == b || (picks[a].has_value() && picks[a] == picks[b]); });
    if (!key.ok()) return key.diagnostics();
    relation_.child = *child;
    relation_.parent = table_;
    relation_.key = *key;
    if (!key->has_value()) return Done{};
    relation_.pick = picks[**key];
    if (!relation_.pick.has_value()) return make_error(kFollowUp, "the key is faulty");
    return Done{};
  }

  CompileOptions options() const {
    CompileOptions options = binding_.options;
    options.wanted.reset();
    options.time_digits.reset();
    return options;
  }

  /// A column of the children that computes an expression.
  Result<ColumnIndex> add_computed(const Expression& expression, ChildPart part, std::optional<Type> wanted,
                                   Type& type) {
    const ChildScope scope(draft_, binding_.scope, call_, relation_, part);
    if (const Path* path = expression.as_path(); path != nullptr && part == ChildPart::argument && path->size() > 1) {
      Result<std::optional<Scope::Entry>> found = scope.find(*path);
      if (found.ok() && found->has_value()) {
        type = (*found)->type;
        return (*found)->column;
      }
    }
    CompileOptions own = options();
    own.wanted = wanted;
    Result<std::shared_ptr<const Program>> program = compile(expression, scope, binding_.streams, own);
    if (!program.ok()) return program.diagnostics();
    MadeSource made;
    made.type = (*program)->type();
    made.inputs = (*program)->inputs();
    made.dictionary = (*program)->dictionary();
    made.source = make_computed(*program);
    type = made.type;
    const std::string name = part == ChildPart::condition ? "where " + expression.text() : expression.text();
    return draft_.add_internal(relation_.child, name,
                               fmt::format("for {}() of {}", call_.function, draft_.schema.tables[table_]->name),
                               std::move(made));
  }

  Status add_value(ChildAggregate& aggregate) {
    const Expression& argument = call_.arguments.front();
    const Path* path = argument.as_path();
    if (aggregate.function == ChildFunction::count && path != nullptr && path->size() == 1) return Done{};
    const Result<ColumnIndex> value = add_computed(argument, ChildPart::argument, std::nullopt, aggregate.value_type);
    if (!value.ok()) return value.diagnostics();
    aggregate.value = *value;
    if (aggregate_type(aggregate.function, aggregate.value_type).has_value()) return Done{};
    const std::string given = type_text(aggregate.value_type);
    const bool numbers = aggregate.function == ChildFunction::sum || aggregate.function == ChildFunction::avg;
    std::string hint = numbers ? "give it numbers" : "numbers, texts, dates and times have one";
    if (aggregate.value_type.kind == TypeKind::boolean) {
      hint = fmt::format("count the rows in which it is true: count({} where {})",
                         draft_.schema.tables[relation_.child]->name,
                         path != nullptr && path->size() == 2 ? path->back() : "…");
    }
    return make_error("SG3202",
                      numbers ? fmt::format("{}() takes numbers, this is {}", call_.function, given)
                              : fmt::format("{}() takes values that have an order, this is {}", call_.function, given),
                      argument.place(), std::move(hint));
  }

  Status add_condition(ChildAggregate& aggregate) {
    if (!call_.where.has_value()) return Done{};
    Type type;
    const Result<ColumnIndex> where =
        add_computed(*call_.where, ChildPart::condition, Type{TypeKind::boolean, 0}, type);
    if (!where.ok()) return where.diagnostics();
    aggregate.where = *where;
    return Done{};
  }

  Status add_source(const ChildAggregate& aggregate, MadeSource& made) {
    if (nested()) {
      std::shared_ptr<FamilyAggregates>& together = draft_.family_aggregates[{table_, relation_.child}];
      if (together == nullptr) together = std::make_shared<FamilyAggregates>();
      made.source = make_family_aggregate(aggregate, children().family->index, together);
      return Done{};
    }
    const std::int64_t rows = draft_.plan.tables[table_].rows;
    if (rows > kMostKept) {
      return make_error(
          "SG2637",
          fmt::format("table \"{}\" has {} rows, and {}() by a foreign key keeps a value for each in memory",
                      draft_.schema.tables[table_]->name, grouped_text(rows), call_.function),
          {},
          fmt::format("at most {}; a table whose rows are per this one needs no such values", grouped_text(kMostKept)));
    }
    made.source = make_keyed_aggregate(aggregate, *relation_.pick, rows);
    made.memory_bytes = keyed_aggregate_bytes(aggregate, rows);
    return Done{};
  }

  /// Whether the children of a row are its family.
  bool nested() const {
    const std::optional<PlannedFamily>& family = children().family;
    if (!family.has_value() || family->parent != table_) return false;
    if (!relation_.key.has_value()) return true;
    const ColumnDeclaration& key = draft_.schema.tables[relation_.child]->columns[*relation_.key]->declaration;
    return children().columns[*relation_.pick].made.to_owner && !key.missing.has_value();
  }

  Draft& draft_;
  const std::size_t table_;
  const RowsCall& call_;
  const RowsCallBinding& binding_;
  ChildRelation relation_;
};

/// What an expression within a call over children reads, in the tables of both.
void add_inner_reads(const Schema& schema, const std::vector<TableColumns>& columns, std::size_t child,
                     std::size_t parent, const Expression& expression, std::vector<Node>& nodes) {
  const SchemaTable& table = *schema.tables[child];
  for (const PathUse& use : expression.paths()) {
    const Path rest(use.path.begin() + 1, use.path.end());
    if (of_this_row(use.path)) {
      add_path_reads(schema, parent, rest, nodes);
    } else if (use.path.front() == table.name && !table.index_of(use.path.front()).has_value()) {
      add_path_reads(schema, child, rest, nodes);
    } else {
      // Behind where names are the children's; in an argument such a name is an error.
      add_path_reads(schema, child, use.path, nodes);
      if (use.path.front() == table.name) add_path_reads(schema, child, rest, nodes);
    }
  }
  for (const RowsCall& call : expression.calls()) {
    if (call.over == RowsOver::children) {
      add_child_reads(schema, columns, child, call, nodes);
    } else {
      for (const Expression& argument : call.arguments) add_reads(schema, columns, child, argument, nodes);
    }
  }
}

}  // namespace

bool RowsCallBinding::same_everywhere() const {
  std::vector<const Expression*> parts;
  for (const Expression& argument : call.arguments) parts.push_back(&argument);
  if (call.where.has_value()) parts.push_back(&*call.where);
  const std::vector<NamedConstant>& constants = draft.schema.constants;
  const auto own = [&](const PathUse& use) {
    return use.path.size() == 1 && scope.constant(use.path.front()) != nullptr &&
           std::none_of(constants.begin(), constants.end(),
                        [&](const NamedConstant& constant) { return constant.name == use.path.front(); });
  };
  return std::none_of(parts.begin(), parts.end(), [&](const Expression* part) {
    return part->draws() || !part->calls().empty() || std::any_of(part->paths().begin(), part->paths().end(), own);
  });
}

Result<Scope::Entry> bind_child_call(const RowsCallBinding& binding) { return ChildCallBinding(binding).run(); }

void add_child_reads(const Schema& schema, const std::vector<TableColumns>& columns, std::size_t table,
                     const RowsCall& call, std::vector<Node>& nodes) {
  const std::optional<std::size_t> child = named_child(schema, call);
  if (!child.has_value()) return;
  const std::vector<std::size_t> keys = keys_of_call(schema, call, *child, table);
  for (const std::size_t key : keys) nodes.push_back({*child, key});
  const SchemaTable& children = *schema.tables[*child];
  if (children.family != nullptr && children.family->parent == schema.tables[table]->name) {
    nodes.push_back({table, columns[table].size_of(*child)});
    // How many rows the children's table has must be known, whatever of it is read.
    if (keys.empty() && !children.columns.empty()) nodes.push_back({*child, 0});
  }
  for (const Expression& argument : call.arguments) add_inner_reads(schema, columns, *child, table, argument, nodes);
  if (call.where.has_value()) add_inner_reads(schema, columns, *child, table, *call.where, nodes);
}

}  // namespace synthgen
