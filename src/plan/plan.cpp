#include "synthgen/plan/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "binding.hpp"
#include "correlations.hpp"
#include "dependency_order.hpp"
#include "family_rows.hpp"
#include "noise.hpp"
#include "null_keys.hpp"
#include "ordered_columns.hpp"
#include "recurrences.hpp"
#include "reference_where.hpp"
#include "rule_contradictions.hpp"
#include "rules.hpp"
#include "table_rows.hpp"
#include "time_modifiers.hpp"

namespace synthgen {
namespace {

std::string source_name(const SchemaColumn& column) {
  if (column.kind == nullptr) return {};
  std::string name(column.kind->record.name);
  const json::Value* value = column.declaration.json->get(name);
  if (value != nullptr && value->is(json::Kind::string) && name != "expression" && name != "constant") {
    name += " " + value->text;
  }
  return name;
}

/// Findings of one column, without those that only repeat another column's.
void add_findings(const Diagnostics& found, Diagnostics& diagnostics) {
  for (const Diagnostic& diagnostic : found) {
    if (diagnostic.code != kFollowUp) diagnostics.add(diagnostic);
  }
}

/// Each parent within the other takes a part of the thread's stack while cells are computed.
constexpr std::uint32_t kMostHops = 200;

void make_column(Draft& draft, Correlations& correlations, Node node) {
  const SchemaColumn& column = draft.all_columns[node.table][node.column];
  if (column.spec == nullptr) return;  // told when the schema was read
  if (const std::optional<Diagnostic> refused = correlations.refuse(node.table, node.column); refused.has_value()) {
    draft.diagnostics.add(*refused);
    return;
  }
  const bool ordered = column.declaration.order != ValueOrder::none;
  if (ordered) {
    if (const std::optional<Diagnostic> refused = prepare_order(draft, node); refused.has_value()) {
      draft.diagnostics.add(*refused);
      return;
    }
  }
  const ColumnContext context(draft, node.table, node.column);
  Result<MadeSource> made = column.spec->make(context);
  if (ordered) made = check_order(draft, node, std::move(made));
  if (made.ok() && column.declaration.unique && !made->unique) {
    made = make_error(
        "SG2209",
        fmt::format("the values of column \"{}\" cannot be made unique by construction", column.declaration.name),
        column.declaration.unique_place,
        made->type.kind == TypeKind::string
            ? "\"unique\": \"suffix\" puts a number to each text"
            : "sequences, integers, choices without weights, patterns, references and id.uuid4 can");
  }
  if (made.ok()) {
    if (const Status checked = check_time_modifiers(column.declaration, made->type); !checked.ok()) {
      made = checked.diagnostics();
    }
  }
  if (made.ok()) {
    const std::optional<Diagnostic> refused = correlations.refuse_made(node.table, node.column, *made);
    if (refused.has_value()) made = *refused;
  }
  if (made.ok()) made = context.keep_apart(std::move(*made));
  if (made.ok() && column.spec->reference() == nullptr) made = add_missing(std::move(*made), context);
  if (!made.ok()) {
    add_findings(made.diagnostics(), draft.diagnostics);
    // What is wrong with `missing` is told all the same (findings that were made already are dropped as repeats).
    if (const Result<MadeSource> again = add_missing(MadeSource(), context); !again.ok()) {
      add_findings(again.diagnostics(), draft.diagnostics);
    }
    return;
  }
  if (ordered) made = sort_values(draft, node, std::move(*made));
  std::uint32_t hops = 0;
  if (const ReferenceText* reference = column.spec->reference(); reference != nullptr) {
    const ReferencedKey key = referenced_key(draft.schema, *reference);
    const PlannedColumn& target = draft.plan.tables[*key.table].columns[*key.column];
    hops = target.hops + 1;
    // A key is written as the column that it refers to, so that the two can be joined as they stand in the files.
    PlannedColumn& own = draft.plan.tables[node.table].columns[node.column];
    if (own.format.empty()) own.format = target.format;
  }
  hops = draft.hops_of(node.table, *made, hops);
  if (hops > kMostHops) {
    draft.diagnostics.add(make_error("SG2007",
                                     fmt::format("more than {} parents are read one within the other", kMostHops),
                                     column.declaration.name_place, "compute the value nearer to where it is read"));
    return;
  }
  PlannedColumn& planned = draft.plan.tables[node.table].columns[node.column];
  planned.hops = hops;
  if (made->pick.has_value()) {
    draft.picks[node.table][node.column] = made->pick;
    context.note_where(*made->pick);
  }
  planned.made = std::move(*made);
  draft.order[node.table].push_back(static_cast<ColumnIndex>(node.column));
  draft.made[node.table][node.column] = true;
  if (ordered) check_strict_order(draft, node);
}

void finish_table(const PlanOptions& options, PlannedTable& table) {
  table.written = options.tables.empty() ||
                  std::find(options.tables.begin(), options.tables.end(), table.name) != options.tables.end();
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (!table.columns[c].hidden) table.output.push_back(static_cast<ColumnIndex>(c));
  }
}

/// What a batch on its way to the file needs: the columns themselves, tests of rules, what violations read, and the
/// rates of noise.
std::vector<ColumnIndex> written_columns(const PlannedTable& table) {
  std::vector<ColumnIndex> columns = table.output;
  for (const PlannedRule& rule : table.rules) {
    for (const PlannedRule::Part& part : rule.parts) {
      columns.push_back(part.check);
      if (part.condition.has_value()) columns.push_back(*part.condition);
    }
  }
  for (const PlannedViolation& violation : table.violations) {
    columns.push_back(violation.hits);
    columns.insert(columns.end(), violation.reads.begin(), violation.reads.end());
  }
  for (const PlannedNoise& noise : table.noise) {
    if (noise.rate_column.has_value()) columns.push_back(*noise.rate_column);
    if (noise.condition_column.has_value()) columns.push_back(*noise.condition_column);
  }
  return columns;
}

}  // namespace

std::vector<ColumnIndex> PlannedTable::closure(const std::vector<ColumnIndex>& wanted) const {
  return follow(wanted, true);
}

std::vector<ColumnIndex> PlannedTable::fill_order(const std::vector<ColumnIndex>& wanted) const {
  return follow(wanted, false);
}

std::vector<ColumnIndex> PlannedTable::follow(const std::vector<ColumnIndex>& wanted, bool into_families) const {
  std::vector<bool> needed(columns.size(), false);
  std::vector<ColumnIndex> open = wanted;
  while (!open.empty()) {
    const ColumnIndex column = open.back();
    open.pop_back();
    if (needed[column]) continue;
    needed[column] = true;
    if (columns[column].made.by_family && !into_families) continue;
    open.insert(open.end(), columns[column].made.inputs.begin(), columns[column].made.inputs.end());
    // What decides whether a row is drawn anew decides each of its cells.
    if (!columns[column].component.has_value()) continue;
    const std::vector<ColumnIndex>& together = components[*columns[column].component].columns;
    open.insert(open.end(), together.begin(), together.end());
    for (const std::size_t t : components[*columns[column].component].targets) {
      open.insert(open.end(), targets[t].reads.begin(), targets[t].reads.end());
    }
  }
  std::vector<ColumnIndex> result;
  for (const ColumnIndex column : order) {
    if (needed[column]) result.push_back(column);
  }
  return result;
}

RowSet PlannedTable::rows_at(std::int64_t first, std::size_t count, std::vector<std::int64_t>& list) const {
  const RowSet places = RowSet::range(first, count);
  if (shuffle == nullptr) return places;
  list.resize(count);
  shuffle->map(places, list.data());
  return RowSet::of(list);
}

WriterTable writer_table(const PlannedTable& table, Cleanness cleanness) {
  WriterTable described;
  described.name = table.name;
  for (const ColumnIndex index : table.output) {
    const PlannedColumn& column = table.columns[index];
    WriterColumn& entry = described.columns.emplace_back();
    entry.name = column.name;
    entry.type = column.made.type;
    entry.dictionary = column.made.dictionary;
    entry.ascending = column.made.ascending && table.shuffle == nullptr;
    entry.distinct = column.made.distinct;
    entry.precision = column.made.precision;
    entry.format = column.format;
    if (cleanness == Cleanness::clean || !column.damaged) continue;
    // What holds of the clean values need not hold of damaged ones.
    entry.type = column.written_type();
    if (column.written_form == WrittenForm::text) entry.format.clear();
    entry.extra_texts = entry.dictionary != nullptr;
    entry.ascending = false;
    entry.precision = 18;
  }
  return described;
}

namespace {

/// What is the same in every round of make_plan().
struct PlanInputs {
  const ReadSchema& read;
  const PlanOptions& options;
  const std::vector<TableColumns>& columns;
  const DependencyOrder& order;

  const Schema& schema() const { return *read.schema; }
};

/// The plan's tables, without sources.
void add_tables(const PlanInputs& inputs, const TableRows& rows, Draft& draft) {
  const Schema& schema = inputs.schema();
  for (std::size_t t = 0; t < schema.tables.size(); ++t) {
    const SchemaTable& table = *schema.tables[t];
    PlannedTable planned;
    planned.name = table.name;
    planned.description = table.description;
    planned.rows = rows.rows[t];
    if (table.family != nullptr) {
      const std::optional<std::size_t> parent = schema.table_index(table.family->parent);
      if (parent.has_value() && *parent != t) {
        // Faulty families are as if each parent had one row, so that what else is faulty can be told.
        std::shared_ptr<const FamilyIndex> index = rows.families[t];
        if (index == nullptr) index = std::make_shared<const FamilyIndex>(FamilyIndex::uniform(rows.rows[*parent], 1));
        planned.family = {static_cast<TableIndex>(*parent),
                          static_cast<ColumnIndex>(inputs.columns[*parent].size_of(t)), std::move(index)};
      }
    }
    for (std::size_t c = 0; c < inputs.columns[t].size(); ++c) {
      const SchemaColumn& column = inputs.columns[t][c];
      PlannedColumn planned_column;
      planned_column.name = column.declaration.name;
      planned_column.description = column.declaration.description;
      if (column.declaration.format != nullptr) planned_column.format = column.declaration.format->text;
      planned_column.source_name = source_name(column);
      planned_column.hidden = column.declaration.hidden;
      planned_column.internal = inputs.columns[t].child(c).has_value();
      planned.columns.push_back(std::move(planned_column));
    }
    const std::size_t count = planned.columns.size();
    draft.plan.tables.push_back(std::move(planned));
    draft.made.emplace_back(count, false);
    draft.picks.emplace_back(count);
    draft.cells.emplace_back();
    draft.order.emplace_back();
  }
}

/// only  the columns to make, for their clean values; null: all, with whatever is written
MadePlan plan_round(const PlanInputs& inputs, const TableRows& rows, const ColumnMask* only) {
  const Schema& schema = inputs.schema();
  const PlanOptions& options = inputs.options;
  auto plan = std::make_shared<Plan>();
  plan->schema = inputs.read.schema;
  plan->seed = options.seed.value_or(schema.seed);
  MadePlan result;
  if (only == nullptr) result.diagnostics = inputs.read.diagnostics;
  Draft draft{schema, inputs.columns, *plan, result.diagnostics, rows.known, {}, {}, {}, {}, {}};
  draft.counting = only != nullptr;
  draft.drawn = judge_key_sets(schema, result.diagnostics);
  add_tables(inputs, rows, draft);
  Correlations correlations(draft, inputs.order.columns);
  const auto make = [&](Node node) { make_column(draft, correlations, node); };
  auto recurrence = inputs.order.recurrences.begin();
  std::size_t made_together = 0;
  for (const Node node : inputs.order.columns) {
    if (made_together > 0) {
      --made_together;
      continue;
    }
    const bool wanted = only == nullptr || (!(*only)[node.table].empty() && (*only)[node.table][node.column]);
    if (recurrence != inputs.order.recurrences.end() && recurrence->front() == node) {
      made_together = recurrence->size() - 1;
      if (wanted) make_recurrence(draft, *recurrence, make);
      ++recurrence;
    } else if (wanted) {
      make(node);
    }
  }
  if (only == nullptr) check_null_keys(draft);
  for (std::size_t t = 0; t < plan->tables.size(); ++t) {
    PlannedTable& table = plan->tables[t];
    finish_table(options, table);
    if (schema.tables[t]->shuffle) {
      // No column has an empty name, so the owner is the table's alone.
      const StreamKey key = make_stream_key(plan->seed, table.name, "", "shuffle permutation/64");
      table.shuffle = std::make_shared<const Permutation>(key, static_cast<std::uint64_t>(table.rows));
    }
    table.order = draft.order[t];
    table.generation = table.fill_order(table.output);
  }
  if (!result.diagnostics.has_errors()) correlations.solve(options);
  if (!result.diagnostics.has_errors() && only == nullptr) check_contradictions(draft);
  bind_rules(draft, correlations, options.evaluate_rows);
  // Operators may look at samples of clean values, which there are where everything so far is right.
  if (only == nullptr) bind_noise(draft, result.diagnostics.has_errors() ? RowEvaluation() : options.evaluate_rows);
  for (std::size_t t = 0; t < plan->tables.size(); ++t) {
    PlannedTable& table = plan->tables[t];
    // Noise adds columns that read others and are read by none.
    std::vector<bool> ordered(table.columns.size(), false);
    for (const ColumnIndex index : table.order) ordered[index] = true;
    std::copy_if(draft.order[t].begin(), draft.order[t].end(), std::back_inserter(table.order),
                 [&](ColumnIndex index) { return !ordered[index]; });
    table.generation = table.fill_order(written_columns(table));
  }
  if (only == nullptr && options.evaluate_rows && !result.diagnostics.has_errors()) {
    check_constant_filters(draft, options.evaluate_rows);
  }
  result.diagnostics.sort();
  if (result.diagnostics.has_errors()) return result;
  result.plan = std::move(plan);
  return result;
}

/// Counts the families that can be counted by now. False where there is none.
bool count_more(const PlanInputs& inputs, const TableRows& rows, Families& counted, Diagnostics& diagnostics) {
  const Schema& schema = inputs.schema();
  ColumnMask mask(schema.tables.size());
  std::vector<std::size_t> countable;
  for (std::size_t t = 0; t < schema.tables.size(); ++t) {
    const FamilyDeclaration* family = schema.tables[t]->family.get();
    if (family == nullptr || rows.known[t] || family->size.spec == nullptr) continue;
    const std::optional<std::size_t> parent = schema.table_index(family->parent);
    if (!parent.has_value() || !rows.known[*parent]) continue;
    if (add_size_closure(schema, inputs.columns, rows.known, t, mask)) countable.push_back(t);
  }
  if (countable.empty()) return false;
  const MadePlan made = plan_round(inputs, rows, &mask);
  if (made.plan == nullptr) return false;  // the last round tells why
  for (const std::size_t t : countable) {
    const PlannedFamily& family = *made.plan->tables[t].family;
    // A column of a circle has no source, which the last round tells.
    if (made.plan->tables[family.parent].columns[family.size].made.source == nullptr) return false;
    Result<std::shared_ptr<const FamilyIndex>> index = count_families(
        *made.plan, *schema.tables[t], family.parent, family.size, inputs.options.evaluate_rows, diagnostics);
    if (!index.ok()) {
      diagnostics.add(index.diagnostics());
      return false;
    }
    counted[t] = std::move(*index);
  }
  return true;
}

}  // namespace

MadePlan make_plan(const ReadSchema& read, const PlanOptions& options) {
  const Schema& schema = *read.schema;
  const std::vector<TableColumns> columns = table_columns(schema);
  Diagnostics found;
  const DependencyOrder order = dependency_order(schema, columns, found);
  const PlanInputs inputs{read, options, columns, order};
  Families counted(schema.tables.size());
  Diagnostics again;
  TableRows rows = table_rows(schema, options, counted, found);
  while (!found.has_errors() && options.evaluate_rows && count_more(inputs, rows, counted, found)) {
    rows = table_rows(schema, options, counted, again);
  }
  found.add(again);
  MadePlan result = plan_round(inputs, rows, nullptr);
  result.diagnostics.add(found);
  const auto unknown = std::find(rows.known.begin(), rows.known.end(), false);
  if (!result.diagnostics.has_errors() && unknown != rows.known.end() && options.evaluate_rows) {
    const SchemaTable& table = *schema.tables[static_cast<std::size_t>(unknown - rows.known.begin())];
    result.diagnostics.add(make_error(
        "SG2600",
        fmt::format("how many rows table \"{}\" has depends on a correlation or a rule that reads it", table.name),
        table.rows_place,
        R"(let such a rule verify: "enforce": "verify"; or count the rows by columns that it does not decide)"));
  }
  result.diagnostics.sort();
  if (result.diagnostics.has_errors()) result.plan = nullptr;
  return result;
}

}  // namespace synthgen
