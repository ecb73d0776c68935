// Which rows stand for all rows of a table where a correlation group needs to look at some.
#include <algorithm>
#include <cassert>
#include <cmath>

#include "correlations.hpp"
#include "planned_score.hpp"
#include "synthgen/column/ordered_numbers.hpp"
#include "synthgen/copula/sample_correlation.hpp"

namespace synthgen {
namespace {

/// Rows whose parameters stand for those of all rows, and how many different sets of parameters are looked at: each
/// takes as long as a column without.
constexpr std::int64_t kParameterRows = 64;
constexpr std::size_t kMostSets = 16;
/// Rows of which the overall correlation is estimated; fewer of many columns.
constexpr std::int64_t kOverallRows = std::int64_t{1} << 16;
constexpr std::int64_t kMostOverallPairs = std::int64_t{1} << 25;
constexpr std::int64_t kFewestOverallRows = 1024;

/// Leaves out rows whose parameters would be more than kMostSets different ones.
void keep_few_sets(bool all_differ, std::vector<std::int64_t>& rows, std::map<ColumnIndex, Column>& cells) {
  std::vector<std::int64_t> kept;
  std::vector<std::size_t> sets;  // the first row of each
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const bool known = !all_differ && std::any_of(sets.begin(), sets.end(),
                                                  [&](std::size_t set) { return equal_rows(cells, set, row); });
    if (!known && sets.size() == kMostSets) continue;
    if (!known) sets.push_back(row);
    kept.push_back(static_cast<std::int64_t>(row));
  }
  if (kept.size() == rows.size()) return;
  for (auto& [index, column] : cells) {
    Column few;
    few.gather(column, kept);
    column = std::move(few);
  }
  for (std::size_t k = 0; k < kept.size(); ++k) rows[k] = rows[static_cast<std::size_t>(kept[k])];
  rows.resize(kept.size());
}

}  // namespace

std::vector<std::unique_ptr<PlannedScore>> Correlations::scored_columns(const Group& group,
                                                                        const PlanOptions& options) const {
  const SchemaTable& schema = *draft_.schema.tables[group.table];
  const PlannedTable& table = draft_.plan.tables[group.table];
  std::vector<std::unique_ptr<PlannedScore>> scored;
  std::vector<std::vector<ColumnIndex>> inputs;  // of parameters, by member
  std::vector<ColumnIndex> all;
  bool any_by_row = false;
  bool any_drawn = false;  // parameters
  for (const std::size_t column : group.declared->columns) {
    const MadeSource& made = table.columns[column].made;
    const ColumnIndex score = *draft_.scores[group.table][column];
    scored.push_back(std::make_unique<PlannedScore>(*made.source, score));
    inputs.emplace_back();
    const auto by_row = by_row_.find({group.table, column});
    if (by_row == by_row_.end()) continue;
    any_by_row = true;
    inputs.back() = by_row->second;
    any_drawn = any_drawn || draws_parameters(*schema.columns[column]);
    for (const ColumnIndex input : by_row->second) {
      if (std::find(all.begin(), all.end(), input) == all.end()) all.push_back(input);
    }
  }
  if (!any_by_row) return scored;
  const auto lend = [&](const std::vector<std::int64_t>& asked) {
    std::map<ColumnIndex, Column> cells;
    std::vector<std::int64_t> rows = asked;
    if (!all.empty()) {
      assert(options.evaluate_rows != nullptr);
      options.evaluate_rows(draft_.plan, static_cast<TableIndex>(group.table), all, RowSet::of(rows),
                            [&](std::span<const Column* const> batch) {
                              for (std::size_t k = 0; k < all.size(); ++k) cells[all[k]].append(*batch[k]);
                            });
    }
    keep_few_sets(any_drawn, rows, cells);
    std::vector<ColumnIndex> silent;  // members of which no row tells anything
    for (std::size_t member = 0; member < scored.size(); ++member) {
      const std::size_t column = group.declared->columns[member];
      if (!by_row_.contains({group.table, column})) continue;
      const MadeSource& made = table.columns[column].made;
      scored[member] = std::make_unique<PlannedScore>(*made.source, *draft_.scores[group.table][column]);
      scored[member]->set_rows(rows);
      for (const ColumnIndex input : inputs[member]) scored[member]->add_input(input, cells[input]);
      if (!draws_parameters(*schema.columns[column])) scored[member]->find_likes();
      if (!scored[member]->telling_place().has_value()) silent.push_back(static_cast<ColumnIndex>(column));
    }
    return silent;
  };
  const std::vector<std::int64_t> rows = first_rows(group.table, all, kParameterRows);
  // A table without rows has no parameters to go by, and nothing to be drawn.
  if (rows.empty()) return {};
  const std::vector<ColumnIndex> silent = lend(rows);
  if (!silent.empty()) lend(with_telling_rows(rows, group.table, silent, options));
  return scored;
}

std::vector<std::int64_t> Correlations::with_telling_rows(const std::vector<std::int64_t>& rows, std::size_t table,
                                                          const std::vector<ColumnIndex>& columns,
                                                          const PlanOptions& options) const {
  const std::size_t most = std::max<std::size_t>(1, rows.size() / 2 / columns.size());
  const std::vector<std::int64_t> searched = first_rows(table, columns, kMissingRows);
  std::vector<std::vector<std::int64_t>> found(columns.size());
  std::vector<std::optional<double>> first(columns.size());
  std::size_t before = 0;
  options.evaluate_rows(draft_.plan, static_cast<TableIndex>(table), columns, RowSet::of(searched),
                        [&](std::span<const Column* const> cells) {
                          const std::size_t n = cells.front()->rows();
                          std::vector<double> values(n);
                          for (std::size_t c = 0; c < columns.size(); ++c) {
                            ordered_numbers(*cells[c], n, values.data());
                            for (std::size_t i = 0; i < n && found[c].size() < most; ++i) {
                              if (std::isnan(values[i])) continue;
                              if (!first[c].has_value()) first[c] = values[i];
                              if (values[i] != *first[c]) found[c].push_back(searched[before + i]);
                            }
                          }
                          before += n;
                        });
  std::set<std::int64_t> chosen;
  for (const std::vector<std::int64_t>& of_column : found) chosen.insert(of_column.begin(), of_column.end());
  for (const std::int64_t row : rows) {
    if (chosen.size() < rows.size()) chosen.insert(row);
  }
  return {chosen.begin(), chosen.end()};
}

std::vector<std::int64_t> Correlations::first_rows(std::size_t table, const std::vector<ColumnIndex>& columns,
                                                   std::int64_t most) const {
  const PlannedTable& planned = draft_.plan.tables[table];
  const std::vector<ColumnIndex> read = planned.closure(columns);
  const bool own_only = std::any_of(read.begin(), read.end(),
                                    [&](ColumnIndex column) { return planned.columns[column].made.own_rows_only; });
  // Of a table without rows others may have none either, to which it refers.
  if (planned.rows == 0) return {};
  std::vector<std::int64_t> rows(static_cast<std::size_t>(own_only ? std::min(most, planned.rows) : most));
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<std::int64_t>(i);
  return rows;
}

std::vector<std::vector<double>> Correlations::numbers_at(const Group& group, const std::vector<ColumnIndex>& columns,
                                                          const std::vector<std::int64_t>& rows,
                                                          const PlanOptions& options) const {
  std::vector<std::vector<double>> values(columns.size());
  options.evaluate_rows(draft_.plan, static_cast<TableIndex>(group.table), columns, RowSet::of(rows),
                        [&](std::span<const Column* const> cells) {
                          for (std::size_t c = 0; c < columns.size(); ++c) {
                            const std::size_t before = values[c].size();
                            values[c].resize(before + cells[c]->rows());
                            ordered_numbers(*cells[c], cells[c]->rows(), values[c].data() + before);
                          }
                        });
  return values;
}

void Correlations::estimate_overall(const Group& group, const PlanOptions& options, PlannedCorrelation& planned) const {
  const std::size_t d = planned.columns.size();
  const auto pairs = static_cast<std::int64_t>(d * (d - 1) / 2);
  const std::int64_t most = std::clamp(kMostOverallPairs / pairs, kFewestOverallRows, kOverallRows);
  const std::vector<std::int64_t> rows = first_rows(group.table, planned.columns, most);
  if (std::ssize(rows) < kFewestOverallRows) return;
  std::vector<std::vector<double>> values = numbers_at(group, planned.columns, rows, options);
  planned.overall = sample_correlations(values, planned.measure);
}

bool Correlations::chained(const Group& group, const GroupFaults& faults) const {
  const PlannedTable& table = draft_.plan.tables[group.table];
  const std::vector<std::size_t>& members = group.declared->columns;
  bool any = false;
  for (std::size_t member = 0; member < members.size(); ++member) {
    const auto by_row = by_row_.find({group.table, members[member]});
    if (by_row == by_row_.end()) continue;
    const std::vector<ColumnIndex> closure = table.closure(by_row->second);
    for (std::size_t other = 0; other < members.size(); ++other) {
      const auto column = static_cast<ColumnIndex>(members[other]);
      if (std::find(closure.begin(), closure.end(), column) == closure.end()) continue;
      faults.parameters_of_member(member, other);
      any = true;
      break;
    }
  }
  return any;
}

}  // namespace synthgen
