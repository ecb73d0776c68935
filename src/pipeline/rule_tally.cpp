#include "rule_tally.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "null_key.hpp"
#include "synthgen/engine/attempts.hpp"

namespace synthgen {
namespace {

/// Cells of a row that are shown.
constexpr std::size_t kMostCells = 20;
constexpr std::size_t kMostCellBytes = 60;

bool observed(const PlannedRule& rule) {
  return std::any_of(rule.parts.begin(), rule.parts.end(), [](const PlannedRule::Part& part) {
    return part.method == RuleMethod::observed || part.method == RuleMethod::computed;
  });
}

/// The row's columns that a rule reads.
void add_cells(const PlannedTable& table, const PlannedRule& rule, TableIndex index, const Evaluator& evaluator,
               std::size_t row, RuleFailure& failure) {
  std::set<ColumnIndex> read;
  for (const PlannedRule::Part& part : rule.parts) {
    for (const ColumnIndex test : {part.check, part.condition.value_or(part.check)}) {
      const std::vector<ColumnIndex>& inputs = table.columns[test].made.inputs;
      read.insert(inputs.begin(), inputs.end());
    }
  }
  for (const ColumnIndex column : read) {
    failure.cells.emplace_back(table.columns[column].name,
                               shown_cell(table.columns[column], evaluator.column(index, column), row));
  }
}

/// The targets that are drawn anew with one, as they are made of the same draws, and itself: "a", "b"; empty where
/// there are none.
std::string drawn_together(const PlannedTable& table, ColumnIndex column) {
  std::string names;
  for (const PlannedTarget& last : table.targets) {
    if (last.column != column || last.together.empty()) continue;
    for (const ColumnIndex index : last.together) {
      if (!table.columns[index].target.has_value()) continue;
      names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", table.columns[index].name);
    }
  }
  return names;
}

/// What to do about a row that found no value.
std::string room_hint(const Plan& plan, const RuleFailure& failure) {
  const PlannedTable& table = plan.tables[failure.table];
  if (!failure.by_attempts || !failure.target.has_value()) {
    return fmt::format(
        "the columns before leave no value that the rules allow, in {} draws of the row: widen what the rules "
        "allow, or declare distributions that can meet them",
        kMostOuterAttempts);
  }
  if (const std::string together = drawn_together(table, *failure.target); !together.empty()) {
    return fmt::format(
        "{} are made of the same draws, and none of {}, {} times, meets all their rules at once: let the rules allow "
        "more in common, or give the columns an \"entity\" each, where they need not agree",
        together, kMostSharedAttempts, kMostOuterAttempts);
  }
  const PlannedColumn& target = table.columns[*failure.target];
  if (target.made.pick.has_value()) {
    return fmt::format(
        "no parent of 1,024 that were tried, 64 times, meets them: let \"{}\" be drawn freely, and compute "
        "the other columns from it: {{\"expression\": \"{}.…\"}}",
        target.name, target.name);
  }
  return fmt::format(
      "none of 1,024 draws of \"{}\", 64 times, meets them: write the rule as comparisons that rise or fall "
      "with \"{}\", or compute the column",
      target.name, target.name);
}

/// The foreign key that row numbers of another table belong to, where it is filled; any other column itself.
ColumnIndex shown_column(const PlannedTable& table, ColumnIndex column) {
  for (const ColumnIndex key : table.generation) {
    if (table.columns[key].made.pick == column) return key;
  }
  return column;
}

/// A row that refers to nothing.
Diagnostic unmatched_reference(const Plan& plan, const RuleFailure& failure, const std::string& cells) {
  const PlannedTable& table = plan.tables[failure.table];
  const SchemaColumn& column = *plan.schema->tables[failure.table]->columns[*failure.target];
  const ReferenceText& reference = *column.spec->reference();
  return make_error(
      "SG4030",
      fmt::format("row {} of table \"{}\" finds no row of \"{}\" for \"{}\" where {}{}{}", failure.row + 1, table.name,
                  reference.json->text, column.declaration.name, reference.where->text(), cells.empty() ? "" : ": ",
                  cells),
      reference.where->place(),
      fmt::format("give \"{}\" such rows{}; or let the reference be null where there is none, and counted: "
                  "\"missing\": \"=false\", or the condition under which it is meant to be null",
                  reference.table, reference.weight.empty() ? "" : ", with weights above 0"));
}

}  // namespace

void RuleTally::add(const RuleTally& other) {
  for (std::size_t r = 0; r < other.redrawn.size(); ++r) {
    redrawn[r] += other.redrawn[r];
    broken[r] += other.broken[r];
  }
  restarted += other.restarted;
}

void tally_rules(const PlannedTable& table, TableIndex index, Evaluator& evaluator, RowSet rows, RuleTally& tally) {
  for (std::size_t r = 0; r < table.rules.size(); ++r) {
    const PlannedRule& rule = table.rules[r];
    if (!observed(rule)) continue;
    for (std::size_t row = 0; row < rows.count; ++row) {
      const bool broken = std::any_of(rule.parts.begin(), rule.parts.end(), [&](const PlannedRule::Part& part) {
        const Column* condition = part.condition.has_value() ? &evaluator.column(index, *part.condition) : nullptr;
        return breaks(part, evaluator.column(index, part.check), condition, row);
      });
      if (!broken) continue;
      ++tally.broken[r];
      if (rule.enforcement == Enforcement::report || tally.failure.has_value()) continue;
      RuleFailure failure;
      failure.table = index;
      failure.row = rows[row];
      failure.rules = {r};
      add_cells(table, rule, index, evaluator, row, failure);
      tally.failure = std::move(failure);
      tally.verified = true;
    }
  }
}

void tally_matches(const PlannedTable& table, TableIndex index, Evaluator& evaluator, RowSet rows, RuleTally& tally) {
  for (const ColumnIndex column : table.generation) {
    const MadeSource& made = table.columns[column].made;
    if (!made.match_required || evaluator.column(index, column).all_valid()) continue;
    // Picks by faulty weights are null as well.
    if (evaluator.warnings(index)[*made.pick][static_cast<std::size_t>(CellWarning::no_match)] == 0) continue;
    for (std::size_t row = 0; row < rows.count; ++row) {
      if (evaluator.column(index, column).is_valid(row)) continue;
      if (tally.failure.has_value() && tally.failure->row <= rows[row]) break;
      RuleFailure failure;
      failure.table = index;
      failure.row = rows[row];
      failure.target = column;
      failure.unmatched = true;
      for (const ColumnIndex input : table.columns[*made.pick].made.inputs) {
        const ColumnIndex shown = shown_column(table, input);
        failure.cells.emplace_back(table.columns[shown].name,
                                   shown_cell(table.columns[shown], evaluator.column(index, shown), row));
      }
      tally.failure = std::move(failure);
      tally.verified = true;
      break;
    }
  }
}

void take_rule_counts(TableIndex index, Evaluator& evaluator, RuleTally& tally) {
  RuleCounts& counts = evaluator.rule_counts(index);
  for (std::size_t r = 0; r < counts.redrawn.size(); ++r) {
    tally.redrawn[r] += counts.redrawn[r];
    counts.redrawn[r] = 0;
  }
  tally.restarted += counts.restarted;
  counts.restarted = 0;
  if (evaluator.failure().has_value() && (!tally.failure.has_value() || tally.verified)) {
    tally.failure = evaluator.failure();
    tally.verified = false;
  }
}

Diagnostic rule_failure(const Plan& plan, const RuleTally& tally) {
  const RuleFailure& failure = *tally.failure;
  const PlannedTable& table = plan.tables[failure.table];
  std::vector<std::string> names;
  for (const std::size_t r : failure.rules) {
    names.push_back(fmt::format("\"{}\"", table.rules[r].name));
  }
  std::string cells;
  for (std::size_t c = 0; c < failure.cells.size() && c < kMostCells; ++c) {
    std::string value = failure.cells[c].second;
    if (value.size() > kMostCellBytes) value = value.substr(0, kMostCellBytes) + "…";
    cells += fmt::format("{}{} = {}", c == 0 ? "" : ", ", failure.cells[c].first, value);
  }
  if (failure.cells.size() > kMostCells) cells += ", …";
  if (tally.verified && tally.null_key) return null_key(plan, failure, cells);
  if (failure.unmatched) return unmatched_reference(plan, failure, cells);
  const std::optional<Place> place =
      failure.rules.empty() ? std::nullopt : std::optional(table.rules[failure.rules.front()].place);
  if (tally.verified) {
    return make_error(
        "SG4011",
        fmt::format("row {} of table \"{}\" breaks the rule {}: {}", failure.row + 1, table.name, names.front(), cells),
        place,
        "correct the rule or the columns that it reads; \"enforce\": \"report\" counts such rows, "
        "\"condition\" draws rows given the rule");
  }
  const std::string rules = fmt::format("{}", fmt::join(names, ", "));
  return make_error("SG4010",
                    fmt::format("row {} of table \"{}\" could not be completed under {} {}; the last attempt was {}",
                                failure.row + 1, table.name, names.size() == 1 ? "rule" : "rules", rules, cells),
                    place, room_hint(plan, failure));
}

}  // namespace synthgen
