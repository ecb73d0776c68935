#include "ordered_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "planned_score.hpp"
#include "row_columns.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/source/ordered_values.hpp"

namespace synthgen {
namespace {

const SchemaColumn& column_of(const Draft& draft, Node node) { return draft.all_columns[node.table][node.column]; }

/// Whether families are sorted, and not the whole table.
bool in_families(const Draft& draft, Node node) { return draft.plan.tables[node.table].family.has_value(); }

constexpr const char* kWholeTableHint =
    "over a whole table: columns with a \"distribution\", a \"choice\" or a \"mixture\" of the same parameters in all "
    "rows; within families, \"rows\": {\"per\": ...}, any draws can be";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  if (const std::size_t at = text.find(from); at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

}  // namespace

std::optional<Diagnostic> prepare_order(Draft& draft, Node node) {
  const SchemaColumn& column = column_of(draft, node);
  const ColumnDeclaration& declaration = column.declaration;
  const bool strict = declaration.order == ValueOrder::strict;
  const std::string why = column.spec->unscored();
  if (declaration.unique || declaration.unique_suffix) {
    return make_error(
        "SG2692", fmt::format("column \"{}\" cannot be both unique and ordered", declaration.name),
        declaration.order_place,
        "\"ordered\": \"strict\" gives a family values that differ; over a whole table a \"sequence\" does");
  }
  if (column.spec->reference() != nullptr || !column.spec->drawn()) {
    return make_error("SG2690",
                      fmt::format("column \"{}\" {}, so there are no draws to sort", declaration.name,
                                  column.spec->reference() != nullptr ? "is a foreign key"
                                  : why.empty()                       ? "is not drawn"
                                                                      : why),
                      declaration.order_place, "leave \"ordered\" out, or order the drawn column that it follows from");
  }
  if (in_families(draft, node)) {
    if (!strict || why.empty()) return std::nullopt;
    return make_error("SG2693",
                      fmt::format("column \"{}\" {}, so repeated values cannot be drawn again", declaration.name, why),
                      declaration.order_place,
                      "\"strict\" is for columns with a \"distribution\", a \"choice\", a \"mixture\" or \"cases\"; "
                      "\"ordered\": true for all");
  }
  if (strict) {
    return make_error("SG2693", "\"strict\" order is that of a family, and this table's rows are not per parent",
                      declaration.order_place,
                      "a \"sequence\" rises with each row, of dates too; \"ordered\": true sorts draws over the table");
  }
  if (!why.empty()) {
    return make_error("SG2691",
                      fmt::format("column \"{}\" {}, so it cannot be sorted over the table", declaration.name, why),
                      declaration.order_place, kWholeTableHint);
  }
  const ColumnContext context(draft, node.table, node.column);
  draft.order_scores[{node.table, node.column}] =
      draft.add_internal(node.table, fmt::format("sorted score of {}", declaration.name), "sorted normal score",
                         make_sorted_scores(context.stream("value/64"), context.stream("order split/64"),
                                            context.table_rows(), declaration.order == ValueOrder::descending));
  return std::nullopt;
}

Result<MadeSource> check_order(const Draft& draft, Node node, Result<MadeSource> made) {
  const SchemaColumn& column = column_of(draft, node);
  const std::string& name = column.declaration.name;
  const auto score = draft.order_scores.find({node.table, node.column});
  if (!made.ok()) {
    if (score == draft.order_scores.end()) return made;
    // What is drawn by a score is told as if a correlation gave it.
    Diagnostics told;
    for (Diagnostic diagnostic : made.diagnostics()) {
      if (diagnostic.code == "SG2310") {
        diagnostic.code = "SG2691";
        diagnostic.message = replaced(diagnostic.message, "cannot be correlated", "cannot be sorted over the table");
        diagnostic.hint = replaced(diagnostic.hint, "correlate a hidden", "order a hidden");
        diagnostic.hint = replaced(diagnostic.hint, "leave the column out of the group", "leave \"ordered\" out");
        diagnostic.hint = replaced(diagnostic.hint, "leave it, or the column, out", "leave it, or \"ordered\", out");
      }
      told.add(std::move(diagnostic));
    }
    return told;
  }
  if (made->type.kind == TypeKind::uuid) {
    return make_error("SG2690", fmt::format("the values of column \"{}\" have no order", name),
                      column.declaration.order_place, "numbers, dates, times, booleans and texts have");
  }
  if (score == draft.order_scores.end()) return made;
  const bool by_row =
      draws_parameters(column) ||
      std::any_of(made->inputs.begin(), made->inputs.end(), [&](ColumnIndex input) { return input != score->second; });
  if (!by_row) return made;
  return make_error(
      "SG2691",
      fmt::format("the parameters of column \"{}\" differ from row to row, so it cannot be sorted over the "
                  "table",
                  name),
      column.declaration.order_place, kWholeTableHint);
}

MadeSource sort_values(Draft& draft, Node node, MadeSource made) {
  const ColumnDeclaration& declaration = column_of(draft, node).declaration;
  if (!in_families(draft, node)) {
    made.own_rows_only = true;
    return made;
  }
  const SchemaColumn& column = column_of(draft, node);
  ValueSorting sorting;
  sorting.descending = declaration.order == ValueOrder::descending;
  sorting.strict = declaration.order == ValueOrder::strict;
  sorting.in_listed_order = column.kind != nullptr && column.kind->record.name == "choice";
  const ColumnIndex drawn = draft.add_internal(node.table, fmt::format("unsorted {}", declaration.name),
                                               "draws to be sorted", std::move(made));
  return make_sorted_values(draft.plan.tables[node.table].columns[drawn].made, drawn, sorting);
}

void check_strict_order(Draft& draft, Node node) {
  const ColumnDeclaration& declaration = column_of(draft, node).declaration;
  // What is missing differs from nothing, and how much that is follows from the draws.
  if (declaration.order != ValueOrder::strict || declaration.missing.has_value()) return;
  const std::optional<RowColumn> known = row_column(draft, node.table, {declaration.name});
  const std::int64_t largest = draft.plan.tables[node.table].family->index->largest();
  if (!known.has_value() || draft.counting) return;
  double count = INFINITY;
  if (known->domain.values > 0) {
    count = static_cast<double>(known->domain.values);
  } else if (known->domain.step > 0) {
    count = std::floor((known->domain.high - known->domain.low) / static_cast<double>(known->domain.step)) + 1;
  }
  if (!(count < static_cast<double>(largest))) return;
  draft.diagnostics.add(
      make_error("SG2694",
                 fmt::format("column \"{}\" has {} values, and the largest family has {} rows, which cannot all differ",
                             declaration.name, grouped_text(static_cast<std::int64_t>(count)), grouped_text(largest)),
                 declaration.order_place, "give it more values, the families a \"max\", or write \"ordered\": true"));
}

}  // namespace synthgen
