// Correlation groups while a plan is being made: their columns of scores, what may be in
// them, and the latent matrices behind what is declared.
#pragma once

#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "binding.hpp"
#include "synthgen/copula/normal_to_anything.hpp"
#include "synthgen/copula/score_columns.hpp"

namespace synthgen {

class Correlations {
 public:
  /// Adds the columns of scores of all groups to the draft, before the columns that are drawn by them are made.
  explicit Correlations(Draft& draft);

  /// What forbids a column its place in a group; nothing where it may stand there or stands in none. Before its source
  /// is made, and after.
  std::optional<Diagnostic> refuse(std::size_t table, std::size_t column) const;
  ///
  /// made  without its `missing`, whose inputs are no parameters
  std::optional<Diagnostic> refuse_made(std::size_t table, std::size_t column, const MadeSource& made);

  /// Solves every group and writes what was found into the plan. REQUIRES: all columns are made, the tables finished.
  void solve(const PlanOptions& options);

 private:
  struct Group {
    std::size_t table = 0;
    const CorrelationGroup* declared = nullptr;
    std::shared_ptr<ScoreFactor> factor;
    std::vector<ColumnIndex> independent;  ///< columns of independent scores, one for each member
  };

  const Group* group_of(std::size_t table, std::size_t column) const;
  void add_scores(std::size_t table, const CorrelationGroup& declared);
  void solve(const Group& group, const PlanOptions& options);
  /// The first rows, at most `most`: beyond the table's last where columns have cells there, so that what is found in
  /// them does not depend on the number of rows.
  std::vector<std::int64_t> first_rows(std::size_t table, const std::vector<ColumnIndex>& columns,
                                       std::int64_t most) const;
  /// Whether what is missing of a member depends on values of the group.
  bool missing_by_value(const Group& group, std::size_t column) const;
  /// Solves again until the values that are not missing have what is declared. REQUIRES: solved as if none were
  /// missing.
  void settle_missing(const Group& group, const CorrelationSolver& solver, const PlanOptions& options,
                      PlannedCorrelation& planned);

  Draft& draft_;
  std::vector<Group> groups_;
  std::set<std::pair<std::size_t, std::size_t>> by_row_;  ///< tables and columns whose parameters differ by row
};

}  // namespace synthgen
