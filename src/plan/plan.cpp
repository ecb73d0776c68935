#include "synthgen/plan/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "binding.hpp"
#include "correlations.hpp"
#include "dependency_order.hpp"
#include "noise.hpp"
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
  const SchemaColumn& column = *draft.schema.tables[node.table]->columns[node.column];
  if (column.spec == nullptr) return;  // told when the schema was read
  if (const std::optional<Diagnostic> refused = correlations.refuse(node.table, node.column); refused.has_value()) {
    draft.diagnostics.add(*refused);
    return;
  }
  const ColumnContext context(draft, node.table, node.column);
  Result<MadeSource> made = column.spec->make(context);
  if (made.ok() && column.declaration.unique && !made->unique) {
    made = make_error(
        "SG2209",
        fmt::format("the values of column \"{}\" cannot be made unique by construction", column.declaration.name),
        column.declaration.unique_place, "sequences, integers, choices without weights, references and id.uuid4 can");
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
  if (made.ok() && column.spec->reference() == nullptr) made = add_missing(std::move(*made), context);
  if (!made.ok()) {
    add_findings(made.diagnostics(), draft.diagnostics);
    // What is wrong with `missing` is told all the same (findings that were made already are dropped as repeats).
    if (const Result<MadeSource> again = add_missing(MadeSource(), context); !again.ok()) {
      add_findings(again.diagnostics(), draft.diagnostics);
    }
    return;
  }
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
  if (made->pick.has_value()) draft.picks[node.table][node.column] = made->pick;
  planned.made = std::move(*made);
  draft.order[node.table].push_back(static_cast<ColumnIndex>(node.column));
  draft.made[node.table][node.column] = true;
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
  std::vector<bool> needed(columns.size(), false);
  std::vector<ColumnIndex> open = wanted;
  while (!open.empty()) {
    const ColumnIndex column = open.back();
    open.pop_back();
    if (needed[column]) continue;
    needed[column] = true;
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

MadePlan make_plan(const ReadSchema& read, const PlanOptions& options) {
  const Schema& schema = *read.schema;
  auto plan = std::make_shared<Plan>();
  plan->schema = read.schema;
  plan->seed = options.seed.value_or(schema.seed);
  MadePlan result;
  result.diagnostics = read.diagnostics;
  Draft draft{schema, *plan, result.diagnostics, {}, {}, {}, {}, {}};
  const std::vector<std::int64_t> rows = table_rows(schema, options, result.diagnostics);
  for (const auto& table : schema.tables) {
    PlannedTable planned;
    planned.name = table->name;
    planned.description = table->description;
    planned.rows = rows[plan->tables.size()];
    for (const auto& column : table->columns) {
      PlannedColumn planned_column;
      planned_column.name = column->declaration.name;
      planned_column.description = column->declaration.description;
      if (column->declaration.format != nullptr) planned_column.format = column->declaration.format->text;
      planned_column.source_name = source_name(*column);
      planned_column.hidden = column->declaration.hidden;
      planned.columns.push_back(std::move(planned_column));
    }
    const std::size_t count = planned.columns.size();
    plan->tables.push_back(std::move(planned));
    draft.made.emplace_back(count, false);
    draft.picks.emplace_back(count);
    draft.cells.emplace_back();
    draft.order.emplace_back();
  }
  const std::vector<Node> order = dependency_order(schema, result.diagnostics);
  Correlations correlations(draft, order);
  for (const Node node : order) make_column(draft, correlations, node);
  for (std::size_t t = 0; t < plan->tables.size(); ++t) {
    PlannedTable& table = plan->tables[t];
    finish_table(options, table);
    if (schema.tables[t]->shuffle) {
      // No column has an empty name, so the owner is the table's alone.
      const StreamKey key = make_stream_key(plan->seed, table.name, "", "shuffle permutation/64");
      table.shuffle = std::make_shared<const Permutation>(key, static_cast<std::uint64_t>(table.rows));
    }
    table.order = draft.order[t];
    table.generation = table.closure(table.output);
  }
  if (!result.diagnostics.has_errors()) correlations.solve(options);
  if (!result.diagnostics.has_errors()) check_contradictions(draft);
  bind_rules(draft, correlations, options.evaluate_rows);
  // Operators may look at samples of clean values, which there are where everything so far is right.
  bind_noise(draft, result.diagnostics.has_errors() ? RowEvaluation() : options.evaluate_rows);
  for (std::size_t t = 0; t < plan->tables.size(); ++t) {
    PlannedTable& table = plan->tables[t];
    // Noise adds columns that read others and are read by none.
    std::vector<bool> ordered(table.columns.size(), false);
    for (const ColumnIndex index : table.order) ordered[index] = true;
    std::copy_if(draft.order[t].begin(), draft.order[t].end(), std::back_inserter(table.order),
                 [&](ColumnIndex index) { return !ordered[index]; });
    table.generation = table.closure(written_columns(table));
  }
  result.diagnostics.sort();
  if (result.diagnostics.has_errors()) return result;
  result.plan = std::move(plan);
  return result;
}

}  // namespace synthgen
