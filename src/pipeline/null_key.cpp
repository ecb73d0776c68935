#include "null_key.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace synthgen {
namespace {

bool generated(const PlannedTable& table, ColumnIndex column) {
  return std::find(table.generation.begin(), table.generation.end(), column) != table.generation.end();
}

/// The columns that a user knows, or cells of parents, which a column is made of; through what the plan has put
/// between.
void add_origins(const Plan& plan, TableIndex index, ColumnIndex column, std::set<ColumnIndex>& seen,
                 std::vector<ColumnIndex>& origins) {
  const PlannedTable& table = plan.tables[index];
  for (const ColumnIndex input : table.columns[column].made.inputs) {
    if (!seen.insert(input).second) continue;
    const PlannedColumn& planned = table.columns[input];
    if (planned.internal && !planned.made.cell.has_value()) {
      add_origins(plan, index, input, seen, origins);
    } else if (generated(table, input)) {
      origins.push_back(input);
    }
  }
}

}  // namespace

std::vector<ColumnIndex> key_columns(const Plan& plan, TableIndex index) {
  const SchemaTable& table = *plan.schema->tables[index];
  std::set<std::string> names(table.primary_key.begin(), table.primary_key.end());
  for (const auto& other : plan.schema->tables) {
    for (const auto& column : other->columns) {
      const ReferenceText* reference = column->spec == nullptr ? nullptr : column->spec->reference();
      if (reference != nullptr && reference->table == table.name && !reference->column.empty()) {
        names.insert(reference->column);
      }
    }
  }
  std::vector<ColumnIndex> keys;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const auto column = static_cast<ColumnIndex>(c);
    if (names.contains(table.columns[c]->declaration.name) && generated(plan.tables[index], column)) {
      keys.push_back(column);
    }
  }
  return keys;
}

void tally_null_keys(const Plan& plan, TableIndex index, const std::vector<ColumnIndex>& keys, Evaluator& evaluator,
                     RowSet rows, RuleTally& tally) {
  const PlannedTable& table = plan.tables[index];
  for (const ColumnIndex key : keys) {
    const Column& column = evaluator.column(index, key);
    if (column.all_valid()) continue;
    for (std::size_t row = 0; row < rows.count; ++row) {
      if (column.is_valid(row)) continue;
      if (tally.failure.has_value() && tally.failure->row <= rows[row]) break;
      RuleFailure failure;
      failure.table = index;
      failure.row = rows[row];
      failure.target = key;
      std::set<ColumnIndex> seen;
      std::vector<ColumnIndex> origins;
      add_origins(plan, index, key, seen, origins);
      for (const ColumnIndex origin : origins) {
        failure.cells.emplace_back(table.columns[origin].name,
                                   shown_cell(table.columns[origin], evaluator.column(index, origin), row));
      }
      tally.failure = std::move(failure);
      tally.verified = true;
      tally.null_key = true;
      break;
    }
  }
}

Diagnostic null_key(const Plan& plan, const RuleFailure& failure, const std::string& cells) {
  const SchemaTable& table = *plan.schema->tables[failure.table];
  const ColumnDeclaration& declaration = table.columns[*failure.target]->declaration;
  const bool primary =
      std::find(table.primary_key.begin(), table.primary_key.end(), declaration.name) != table.primary_key.end();
  const std::string_view role = !primary                        ? "is a key that others refer to"
                                : table.primary_key.size() == 1 ? "is the primary key"
                                                                : "is part of the primary key";
  const std::string made_of = cells.empty() ? "its source" : "what it is made of";
  return make_error("SG4032",
                    fmt::format("row {} of table \"{}\" has null in \"{}\", which {}{}{}", failure.row + 1, table.name,
                                declaration.name, role, cells.empty() ? "" : ": ", cells),
                    declaration.name_place,
                    fmt::format("change {} so that \"{}\" has a value in every row; or let another column be the key, "
                                "such as \"id\": {{\"sequence\": 1}}",
                                made_of, declaration.name));
}

}  // namespace synthgen
