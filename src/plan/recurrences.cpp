#include "recurrences.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "synthgen/source/stepwise_source.hpp"

namespace synthgen {
namespace {

/// So often the columns are made anew with the types that came out. Types only widen, so that whatever settles does so
/// soon; a decimal times a decimal never does.
constexpr int kMostRounds = 4;

class Recurrence {
 public:
  Recurrence(Draft& draft, const std::vector<Node>& group, const std::function<void(Node)>& make)
      : draft_(draft), group_(group), table_(group.front().table), make_(make) {}

  void run() {
    if (refuse_correlated()) return;
    find_types();
    const std::size_t first_internal = columns().size();
    const Diagnostics before = draft_.diagnostics;
    for (int round = 0;; ++round) {
      const std::size_t errors = draft_.diagnostics.error_count();
      draft_.recurring->asked.clear();
      for (const Node node : group_) make_(node);
      const bool good =
          draft_.diagnostics.error_count() == errors &&
          std::all_of(group_.begin(), group_.end(), [&](const Node node) { return draft_.made[table_][node.column]; });
      if (!good) break;
      const std::optional<ColumnIndex> other = changed_type();
      if (!other.has_value()) {
        draft_.recurring.reset();
        plan_filling(first_internal);
        return;
      }
      if (round + 1 == kMostRounds) {
        tell_unsettled(*other);
        break;
      }
      for (const Node node : group_) {
        std::optional<Type>& type = draft_.recurring->types[static_cast<ColumnIndex>(node.column)];
        if (draft_.recurring->asked.contains(static_cast<ColumnIndex>(node.column))) {
          type = columns()[node.column].made.type;
        }
      }
      forget(first_internal);
      draft_.diagnostics = before;
    }
    draft_.recurring.reset();
    forget(first_internal);
  }

 private:
  std::vector<PlannedColumn>& columns() { return draft_.plan.tables[table_].columns; }
  const ColumnDeclaration& declaration(std::size_t column) const {
    return draft_.all_columns[table_][column].declaration;
  }

  bool refuse_correlated() {
    bool refused = false;
    for (const Node node : group_) {
      if (!draft_.scores[table_][node.column].has_value()) continue;
      const std::string& name = declaration(node.column).name;
      draft_.diagnostics.add(make_error(
          "SG2614",
          fmt::format("column \"{}\" follows from itself in the row before, so it cannot be correlated", name),
          declaration(node.column).name_place,
          "correlate a hidden column that does not follow from it, and compute this one from that"));
      refused = true;
    }
    return refused;
  }

  /// The types as far as they are declared, or as defaults of previous() have them.
  void find_types() {
    RecurringColumns recurring;
    recurring.table = table_;
    for (const Node node : group_) {
      const std::optional<Type> declared = declaration(node.column).wanted();
      const bool whole = declared.has_value() && declared->decimals >= 0;
      recurring.types[static_cast<ColumnIndex>(node.column)] = whole ? declared : std::nullopt;
    }
    draft_.recurring = std::move(recurring);
    for (const Node node : group_) {
      const SchemaColumn& column = draft_.all_columns[table_][node.column];
      if (column.spec == nullptr) continue;
      const TableScope scope(draft_, table_, column.declaration.constants);
      for (const Expression* expression : expressions_of(column.spec.get(), column.declaration)) {
        find_defaults(*expression, scope);
      }
    }
    for (const auto& [column, type] : draft_.recurring->types) {
      if (type.has_value()) columns()[column].made.type = *type;
    }
  }

  void find_defaults(const Expression& expression, const TableScope& scope) {
    for (const RowsCall& call : expression.calls()) {
      for (const Expression& argument : call.arguments) find_defaults(argument, scope);
      if (call.function != "previous" || call.arguments.size() < 2) continue;
      const Path* path = call.arguments.front().as_path();
      if (path == nullptr || path->size() != 1) continue;
      const std::optional<std::size_t> column = draft_.schema.tables[table_]->index_of(path->front());
      if (!column.has_value()) continue;
      const auto found = draft_.recurring->types.find(static_cast<ColumnIndex>(*column));
      if (found == draft_.recurring->types.end() || found->second.has_value()) continue;
      CompileOptions options;
      options.reference_micros = draft_.schema.reference_micros;
      options.locale = draft_.schema.locale;
      // Only the type is looked at.
      const auto program = compile(
          call.arguments[1], scope, [](std::string_view) { return StreamKey(); }, options);
      if (!program.ok()) {
        draft_.recurring->faulty.insert(static_cast<ColumnIndex>(*column));
        continue;
      }
      const Column* constant = (*program)->constant();
      if (constant == nullptr || constant->is_valid(0)) found->second = (*program)->type();
    }
  }

  /// A column whose type was taken for another one.
  std::optional<ColumnIndex> changed_type() {
    for (const ColumnIndex column : draft_.recurring->asked) {
      if (columns()[column].made.type != *draft_.recurring->types[column]) return column;
    }
    return std::nullopt;
  }

  void tell_unsettled(ColumnIndex column) {
    const Type taken = *draft_.recurring->types[column];
    const Type made = columns()[column].made.type;
    draft_.diagnostics.add(make_error(
        "SG2611",
        fmt::format(
            "the type of column \"{}\" follows from itself, and grows: where its previous value is {}, it is {}",
            declaration(column).name, type_text(taken), type_text(made)),
        declaration(column).name_place, R"(say which it is: "decimals": 2, or "type": "number")"));
  }

  /// As if the columns had not been made.
  void forget(std::size_t first_internal) {
    columns().resize(first_internal);
    std::vector<ColumnIndex>& order = draft_.order[table_];
    const auto gone = [&](ColumnIndex index) {
      return index >= first_internal ||
             std::any_of(group_.begin(), group_.end(), [&](const Node node) { return node.column == index; });
    };
    order.erase(std::remove_if(order.begin(), order.end(), gone), order.end());
    std::erase_if(draft_.cells[table_], [&](const auto& cell) { return gone(cell.second); });
    std::erase_if(draft_.child_reads,
                  [&](const auto& read) { return read.first.first == table_ && gone(read.first.second); });
    std::erase_if(draft_.rows_calls,
                  [&](const auto& call) { return call.first.first == table_ && gone(call.second.column); });
    for (const auto& [tables, together] : draft_.family_aggregates) {
      if (tables.first == table_) std::erase_if(together->members, [&](const auto& one) { return gone(one.column); });
    }
    std::erase_if(draft_.shared_rows, [&](const auto& shared) {
      return shared.first.first == table_ && shared.second.pick.has_value() && gone(*shared.second.pick);
    });
    for (const Node node : group_) {
      draft_.made[table_][node.column] = false;
      draft_.picks[table_][node.column].reset();
      columns()[node.column].made = MadeSource();
      if (draft_.recurring.has_value()) {
        const std::optional<Type>& type = draft_.recurring->types[static_cast<ColumnIndex>(node.column)];
        if (type.has_value()) columns()[node.column].made.type = *type;
      }
    }
  }

  /// Which columns are filled row by row: those that follow from the group and lead to it.
  void plan_filling(std::size_t first_internal) {
    std::vector<bool> inside(columns().size(), false);
    for (const Node node : group_) inside[node.column] = true;
    // Internal columns that were made for the group lead to it; some follow from its columns.
    for (bool again = true; again;) {
      again = false;
      for (std::size_t c = first_internal; c < columns().size(); ++c) {
        const std::vector<ColumnIndex>& inputs = columns()[c].made.inputs;
        if (inside[c] || std::none_of(inputs.begin(), inputs.end(), [&](ColumnIndex i) { return inside[i]; })) continue;
        inside[c] = again = true;
      }
    }
    PlannedRecurrence planned;
    std::uint32_t hops = 0;
    for (const ColumnIndex index : draft_.order[table_]) {
      if (!inside[index]) continue;
      planned.columns.push_back(index);
      hops = std::max(hops, columns()[index].hops);
    }
    for (const ColumnIndex index : planned.columns) {
      PlannedColumn& column = columns()[index];
      const bool stepwise = dynamic_cast<const StepwiseSource*>(column.made.source.get()) != nullptr;
      if (column.made.by_family && !stepwise) return refuse_whole(index);
    }
    const std::size_t number = draft_.plan.tables[table_].recurrences.size();
    for (const ColumnIndex index : planned.columns) {
      PlannedColumn& column = columns()[index];
      column.hops = hops;
      column.made.by_family = true;
      column.made.own_rows_only = true;
      column.recurrence = static_cast<std::uint32_t>(number);
    }
    draft_.plan.tables[table_].recurrences.push_back(std::move(planned));
  }

  /// What is filled over a whole family at once cannot read what is filled row by row.
  void refuse_whole(ColumnIndex index) {
    const std::size_t column = columns()[index].internal ? group_.front().column : index;
    draft_.diagnostics.add(make_error(
        "SG2613",
        fmt::format("column \"{}\" takes its whole family at once, and follows from itself in the row before",
                    declaration(column).name),
        declaration(column).name_place,
        "what is ordered, or a share of a total, is known only when the whole family is: let other columns follow from "
        "it, and not the other way round"));
    for (const Node node : group_) draft_.made[table_][node.column] = false;
  }

  Draft& draft_;
  const std::vector<Node>& group_;
  const std::size_t table_;
  const std::function<void(Node)>& make_;
};

/// The first column of a recurrence that is read in the same row.
class RecurrenceReads {
 public:
  RecurrenceReads(const Draft& draft, std::size_t table) : draft_(draft), table_(table) {}

  std::optional<std::size_t> find(const Expression& expression) {
    for (const PathUse& use : expression.paths()) {
      const std::optional<std::size_t> column = draft_.schema.tables[table_]->index_of(use.path.front());
      if (!column.has_value()) continue;
      if (const std::optional<std::size_t> found = find(*column); found.has_value()) return found;
    }
    return std::nullopt;
  }

 private:
  std::optional<std::size_t> find(std::size_t column) {
    if (!seen_.insert(column).second) return std::nullopt;
    if (draft_.plan.tables[table_].columns[column].recurrence.has_value()) return column;
    const SchemaColumn& declared = *draft_.schema.tables[table_]->columns[column];
    for (const Expression* expression : expressions_of(declared.spec.get(), declared.declaration)) {
      if (const std::optional<std::size_t> found = find(*expression); found.has_value()) return found;
    }
    return std::nullopt;
  }

  const Draft& draft_;
  const std::size_t table_;
  std::set<std::size_t> seen_;
};

}  // namespace

void make_recurrence(Draft& draft, const std::vector<Node>& group, const std::function<void(Node)>& make) {
  Recurrence(draft, group, make).run();
}

std::optional<Diagnostic> refuse_recurrence(const Draft& draft, std::size_t table, const Expression& expression,
                                            const std::string& rule) {
  const std::optional<std::size_t> column = RecurrenceReads(draft, table).find(expression);
  if (!column.has_value()) return std::nullopt;
  return make_error(
      "SG2615",
      fmt::format("rule \"{}\" reads column \"{}\", which follows from itself in the row before: a value drawn again "
                  "would change all rows behind it",
                  rule, draft.all_columns[table][*column].declaration.name),
      expression.place(),
      R"j(draw the column within "min" and "max" of its own, such as "max": "=previous(balance, 0)"; or say "enforce": "verify")j");
}

}  // namespace synthgen
