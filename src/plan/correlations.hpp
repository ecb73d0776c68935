// Correlation groups while a plan is being made: their columns of scores, what may be in
// them, and the latent matrices behind what is declared.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "binding.hpp"
#include "correlation_faults.hpp"
#include "dependency_order.hpp"
#include "synthgen/copula/normal_to_anything.hpp"
#include "synthgen/copula/score_columns.hpp"

namespace synthgen {

class PlannedScore;

/// Rows whose nulls stand for those of all rows.
inline constexpr std::int64_t kMissingRows = std::int64_t{1} << 18;

class Correlations {
 public:
  /// Adds the columns of scores of all groups to the draft, before the columns that are drawn by them are made.
  ///
  /// order  in which columns are made: where a table has rules, each score follows from those of columns before it
  Correlations(Draft& draft, const std::vector<Node>& order);

  /// What forbids a column its place in a group; nothing where it may stand there or stands in none. Before its source
  /// is made, and after.
  std::optional<Diagnostic> refuse(std::size_t table, std::size_t column) const;
  ///
  /// made  without its `missing`, whose inputs are no parameters
  std::optional<Diagnostic> refuse_made(std::size_t table, std::size_t column, const MadeSource& made);

  /// Solves every group and writes what was found into the plan. REQUIRES: all columns are made, the tables finished.
  void solve(const PlanOptions& options);

  /// Of a member: its column of independent scores, and how its group's scores hang together. REQUIRES: it is one.
  ColumnIndex independent_score(std::size_t table, std::size_t column) const;
  CopulaFamily family(std::size_t table, std::size_t column) const;

 private:
  struct Group {
    std::size_t table = 0;
    const CorrelationGroup* declared = nullptr;
    std::shared_ptr<ScoreFactor> factor;
    /// Members, as places in `declared`, in the order of the factor.
    std::vector<std::size_t> order;
    std::vector<ColumnIndex> independent;  ///< columns of independent scores, in that order

    /// The factor of a latent matrix, which is in the declared order.
    void set_factor(const SquareMatrix& latent) const;
  };

  const Group* group_of(std::size_t table, std::size_t column) const;
  void add_scores(std::size_t table, const CorrelationGroup& declared, const std::vector<Node>& order);
  void solve(const Group& group, const PlanOptions& options);
  /// SG2318 for members whose parameters follow from other members. True where there were any.
  bool chained(const Group& group, const GroupFaults& faults) const;
  /// What values have over rows of all parameters together, in a sample of rows.
  void estimate_overall(const Group& group, const PlanOptions& options, PlannedCorrelation& planned) const;
  /// The cells of columns at rows, as numbers.
  std::vector<std::vector<double>> numbers_at(const Group& group, const std::vector<ColumnIndex>& columns,
                                              const std::vector<std::int64_t>& rows, const PlanOptions& options) const;
  /// The members as functions of their scores, with the parameters of the first rows where they have such; none where
  /// the table has no rows.
  std::vector<std::unique_ptr<PlannedScore>> scored_columns(const Group& group, const PlanOptions& options) const;
  /// As many rows, among them some in which values of the columns differ, where such are found among the first ones:
  /// the rows that draw may be few.
  std::vector<std::int64_t> with_telling_rows(const std::vector<std::int64_t>& rows, std::size_t table,
                                              const std::vector<ColumnIndex>& columns,
                                              const PlanOptions& options) const;
  /// The first rows, at most `most`: beyond the table's last where columns have cells there, so that what is found in
  /// them does not depend on the number of rows.
  std::vector<std::int64_t> first_rows(std::size_t table, const std::vector<ColumnIndex>& columns,
                                       std::int64_t most) const;
  /// Whether what is missing of a member depends on values of the group.
  bool missing_by_value(const Group& group, std::size_t column) const;
  /// Solves again until the values that are not missing have what is declared. REQUIRES: solved as if none were
  /// missing.
  void settle_missing(const Group& group, const std::vector<std::unique_ptr<PlannedScore>>& scored,
                      const CorrelationSolver& solver, const PlanOptions& options, PlannedCorrelation& planned);

  Draft& draft_;
  std::vector<Group> groups_;
  /// By table and column, for those whose parameters differ by row: the columns that decide them.
  std::map<std::pair<std::size_t, std::size_t>, std::vector<ColumnIndex>> by_row_;
};

}  // namespace synthgen
