#include "correlations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>

#include "correlation_faults.hpp"
#include "synthgen/column/ordered_numbers.hpp"
#include "synthgen/copula/correlation_matrix.hpp"
#include "synthgen/copula/sample_correlation.hpp"
#include "synthgen/source/score_evaluate.hpp"

namespace synthgen {
namespace {

/// Rows whose parameters stand for those of all rows.
constexpr std::int64_t kParameterRows = 64;
/// Rows whose nulls stand for those of all rows.
constexpr std::int64_t kMissingRows = std::int64_t{1} << 18;
/// How near the values that are not missing come to what is declared: some two standard errors of so many rows.
constexpr double kMissingTolerance = 0.005;
constexpr int kMostRounds = 12;
/// A latent matrix that is so near to a valid one is taken for it: what comes out differs by less than a million rows
/// could show.
constexpr double kNegligible = 1e-4;

/// Whether a parameter is drawn, or counts rows, so that inputs do not decide it.
bool draws_parameters(const SchemaColumn& column) {
  ColumnDeclaration drawn;  // without `missing`, which is no parameter
  drawn.min = column.declaration.min;
  drawn.max = column.declaration.max;
  const std::vector<const Expression*> expressions = expressions_of(column.spec.get(), drawn);
  return std::any_of(expressions.begin(), expressions.end(), [](const Expression* e) { return e->varies(); });
}

/// Whether a column draws with parameters that may differ from row to row. made: without its `missing`.
bool varies(const SchemaColumn& column, const MadeSource& made, ColumnIndex score) {
  return draws_parameters(column) ||
         std::any_of(made.inputs.begin(), made.inputs.end(), [&](ColumnIndex input) { return input != score; });
}

/// A planned column as a function of its score.
class PlannedScore final : public ScoredColumn {
 public:
  PlannedScore(const Source& source, ColumnIndex score) : source_(source), score_(score) {}

  /// Those that lend their parameters; none where parameters are the same in all.
  void set_rows(std::vector<std::int64_t> rows) { rows_ = std::move(rows); }
  /// The cells of another column at the rows, batch after batch.
  void add_input(ColumnIndex index, const Column& cells) { inputs_[index].append(cells); }

  /// Finds the rows of equal parameters. REQUIRES: all inputs are added, and they decide the parameters.
  void find_likes() {
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      std::size_t first = 0;
      while (first < row && !alike(first, row)) ++first;
      likes_.push_back(first);
    }
  }

  std::size_t places() const override { return std::max<std::size_t>(1, rows_.size()); }
  std::size_t first_like(std::size_t place) const override { return likes_.empty() ? place : likes_[place]; }
  void values(std::size_t place, std::span<const double> scores, double* values) const override {
    ScoreEvaluate evaluate(score_, rows_.empty() ? 0 : rows_[place]);
    for (const auto& [index, cells] : inputs_) evaluate.set_input(index, cells, place);
    evaluate.values(source_, scores, values);
  }

 private:
  bool alike(std::size_t a, std::size_t b) const {
    return std::all_of(inputs_.begin(), inputs_.end(), [&](const auto& input) {
      const Column& cells = input.second;
      if (cells.is_null(a) || cells.is_null(b)) return cells.is_null(a) && cells.is_null(b);
      if (cells.type().kind == TypeKind::string) return cells.text(a) == cells.text(b);
      const std::size_t width = value_bytes(cells.type().kind);
      return std::memcmp(cells.data<char>() + a * width, cells.data<char>() + b * width, width) == 0;
    });
  }

  const Source& source_;
  const ColumnIndex score_;
  std::vector<std::int64_t> rows_;
  std::vector<std::size_t> likes_;
  std::map<ColumnIndex, Column> inputs_;
};

/// What is asked of a pair so that what is not missing has the wanted correlation: between the greatest that gave less
/// and the least that gave more.
class PairSearch {
 public:
  double next(double asked, double found, double wanted) {
    if (found < wanted) {
      low_ = asked;
      found_low_ = found;
    } else {
      high_ = asked;
      found_high_ = found;
    }
    if (found_low_ < found_high_) {
      const double share = std::clamp((wanted - found_low_) / (found_high_ - found_low_), 0.1, 0.9);
      if (low_ > -kNone && high_ < kNone) return low_ + share * (high_ - low_);
    }
    return std::clamp(asked + (wanted - found), -1.0, 1.0);
  }

 private:
  static constexpr double kNone = 2;
  double low_ = -kNone;
  double high_ = kNone;
  double found_low_ = 0;
  double found_high_ = 0;
};

double greatest_difference(const SquareMatrix& a, const SquareMatrix& b) {
  double greatest = 0;
  for (std::size_t i = 0; i < a.entries.size(); ++i) {
    greatest = std::max(greatest, std::fabs(a.entries[i] - b.entries[i]));
  }
  return greatest;
}

}  // namespace

Correlations::Correlations(Draft& draft) : draft_(draft) {
  for (std::size_t t = 0; t < draft_.schema.tables.size(); ++t) {
    draft_.scores.emplace_back(draft_.schema.tables[t]->columns.size());
    for (const CorrelationGroup& group : draft_.schema.tables[t]->correlations) add_scores(t, group);
  }
}

void Correlations::add_scores(std::size_t table, const CorrelationGroup& declared) {
  const SchemaTable& schema = *draft_.schema.tables[table];
  const bool student = declared.family == CopulaFamily::student_t;
  auto factor = std::make_shared<ScoreFactor>(student ? declared.df : 0);
  factor->set(SquareMatrix::identity(declared.columns.size()));
  const auto key = [&](std::size_t column, std::string_view purpose) {
    return make_stream_key(draft_.plan.seed, schema.name, schema.columns[column]->declaration.name, purpose);
  };
  std::optional<ColumnIndex> spread;
  if (student) {
    const std::size_t first = declared.columns.front();
    spread =
        draft_.add_internal(table, fmt::format("spread with {}", schema.columns[first]->declaration.name),
                            "shared spread of scores", make_shared_spread(key(first, "copula spread/64"), declared.df));
  }
  std::vector<ColumnIndex> independent;
  for (std::size_t member = 0; member < declared.columns.size(); ++member) {
    const std::size_t column = declared.columns[member];
    const std::string& name = schema.columns[column]->declaration.name;
    independent.push_back(draft_.add_internal(table, fmt::format("score of {}", name), "normal score",
                                              make_independent_scores(key(column, "value/64"))));
    // The first of Gaussian scores is correlated with none before it.
    draft_.scores[table][column] =
        member == 0 && !student
            ? independent.front()
            : draft_.add_internal(table, fmt::format("correlated score of {}", name), "correlated score",
                                  make_correlated_scores(factor, member, independent, spread));
  }
  groups_.push_back({table, &declared, std::move(factor), std::move(independent)});
}

const Correlations::Group* Correlations::group_of(std::size_t table, std::size_t column) const {
  for (const Group& group : groups_) {
    const std::vector<std::size_t>& columns = group.declared->columns;
    if (group.table == table && std::find(columns.begin(), columns.end(), column) != columns.end()) return &group;
  }
  return nullptr;
}

std::optional<Diagnostic> Correlations::refuse(std::size_t table, std::size_t column) const {
  if (!draft_.scores[table][column].has_value()) return std::nullopt;
  const SchemaColumn& declared = *draft_.schema.tables[table]->columns[column];
  return refused_column(*group_of(table, column)->declared, column, declared);
}

std::optional<Diagnostic> Correlations::refuse_made(std::size_t table, std::size_t column, const MadeSource& made) {
  const std::optional<ColumnIndex> score = draft_.scores[table][column];
  if (!score.has_value()) return std::nullopt;
  const SchemaColumn& declared = *draft_.schema.tables[table]->columns[column];
  const CorrelationGroup& group = *group_of(table, column)->declared;
  if (made.type.kind == TypeKind::uuid) return unordered_column(group, column, declared);
  if (!varies(declared, made, *score)) return std::nullopt;
  if (!group.given_parameters) return parameters_by_row(group, column, declared);
  by_row_.emplace(table, column);
  return std::nullopt;
}

void Correlations::solve(const PlanOptions& options) {
  for (const Group& group : groups_) solve(group, options);
}

void Correlations::solve(const Group& group, const PlanOptions& options) {
  const CorrelationGroup& declared = *group.declared;
  const SchemaTable& schema = *draft_.schema.tables[group.table];
  PlannedTable& table = draft_.plan.tables[group.table];
  PlannedCorrelation planned;
  planned.name = declared.name;
  planned.measure = declared.measure;
  planned.family = declared.family;
  planned.df = declared.df;
  planned.declared = declared.declared;
  planned.target = declared.declared;
  planned.given_parameters = declared.given_parameters;
  for (const std::size_t column : declared.columns) planned.columns.push_back(static_cast<ColumnIndex>(column));
  const GroupFaults faults(declared, schema, draft_.diagnostics);

  if (!is_semidefinite(declared.declared)) {
    planned.target = nearest_correlation(declared.declared);
    planned.repaired = true;
    if (!declared.repair) {
      faults.not_semidefinite(planned.target);
      return;
    }
  }

  std::vector<std::unique_ptr<PlannedScore>> scored;
  CorrelationProblem problem;
  for (const std::size_t column : declared.columns) {
    const MadeSource& made = table.columns[column].made;
    const ColumnIndex score = *draft_.scores[group.table][column];
    const bool by_row = by_row_.contains({group.table, column});
    scored.push_back(std::make_unique<PlannedScore>(*made.source, score));
    problem.columns.push_back(scored.back().get());
    if (!by_row) continue;
    std::vector<ColumnIndex> inputs;
    for (const ColumnIndex input : made.inputs) {
      if (input != score && std::find(inputs.begin(), inputs.end(), input) == inputs.end()) inputs.push_back(input);
    }
    if (inputs.empty()) continue;
    assert(options.evaluate_rows != nullptr);
    const std::vector<std::int64_t> rows = first_rows(group.table, inputs, kParameterRows);
    // A table without rows has nothing to be told by.
    if (rows.empty()) return;
    scored.back()->set_rows(rows);
    options.evaluate_rows(draft_.plan, static_cast<TableIndex>(group.table), inputs, rows,
                          [&](std::span<const Column* const> cells) {
                            for (std::size_t k = 0; k < inputs.size(); ++k) {
                              scored.back()->add_input(inputs[k], *cells[k]);
                            }
                          });
    if (!draws_parameters(*schema.columns[column])) scored.back()->find_likes();
  }
  problem.measure = declared.measure;
  problem.family = declared.family;
  problem.df = declared.df;
  const CorrelationSolver solver(problem);
  const CorrelationSolution solution = solver.solve(planned.target);
  if (faults.unsolved(solution)) return;
  planned.latent = solution.latent;
  if (!is_semidefinite(planned.latent)) {
    SquareMatrix nearest = nearest_correlation(planned.latent);
    if (greatest_difference(nearest, planned.latent) > kNegligible) {
      planned.repaired = true;
      if (!declared.repair) {
        faults.no_such_copula(solver.expected(nearest));
        return;
      }
    }
    planned.latent = std::move(nearest);
  }
  planned.expected = solver.expected(planned.latent);
  group.factor->set(lower_factor(planned.latent));
  if (std::any_of(declared.columns.begin(), declared.columns.end(),
                  [&](std::size_t column) { return missing_by_value(group, column); })) {
    settle_missing(group, solver, options, planned);
  }
  table.correlations.push_back(std::move(planned));
}

std::vector<std::int64_t> Correlations::first_rows(std::size_t table, const std::vector<ColumnIndex>& columns,
                                                   std::int64_t most) const {
  const PlannedTable& planned = draft_.plan.tables[table];
  const std::vector<ColumnIndex> read = planned.closure(columns);
  const bool own_only = std::any_of(read.begin(), read.end(),
                                    [&](ColumnIndex column) { return planned.columns[column].made.own_rows_only; });
  std::vector<std::int64_t> rows(static_cast<std::size_t>(own_only ? std::min(most, planned.rows) : most));
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<std::int64_t>(i);
  return rows;
}

bool Correlations::missing_by_value(const Group& group, std::size_t column) const {
  const ColumnDeclaration& declaration = draft_.schema.tables[group.table]->columns[column]->declaration;
  if (!declaration.missing.has_value() || declaration.missing->literal()) return false;
  const TableScope scope(draft_, group.table, declaration.constants);
  std::vector<ColumnIndex> read;
  for (const PathUse& use : declaration.missing->expression->paths()) {
    const Result<std::optional<Scope::Entry>> found = scope.find(use.path);
    if (found.ok() && found->has_value()) read.push_back((*found)->column);
  }
  const std::vector<ColumnIndex> closure = draft_.plan.tables[group.table].closure(read);
  return std::any_of(closure.begin(), closure.end(), [&](ColumnIndex one) {
    return std::find(group.independent.begin(), group.independent.end(), one) != group.independent.end();
  });
}

void Correlations::settle_missing(const Group& group, const CorrelationSolver& solver, const PlanOptions& options,
                                  PlannedCorrelation& planned) {
  planned.piloted = true;
  const bool latent = planned.measure == CorrelationMeasure::latent;
  const std::vector<std::int64_t> rows = first_rows(group.table, planned.columns, kMissingRows);
  const std::size_t d = planned.columns.size();
  std::vector<PairSearch> searches(d * d);
  SquareMatrix asked = planned.target;
  for (int round = 0; round < kMostRounds; ++round) {
    std::vector<std::vector<double>> values(d);
    options.evaluate_rows(draft_.plan, static_cast<TableIndex>(group.table), planned.columns, rows,
                          [&](std::span<const Column* const> cells) {
                            for (std::size_t c = 0; c < d; ++c) {
                              const std::size_t before = values[c].size();
                              values[c].resize(before + cells[c]->rows());
                              ordered_numbers(*cells[c], cells[c]->rows(), values[c].data() + before);
                            }
                          });
    planned.expected = sample_correlations(values, planned.measure);
    if (latent) return;
    double worst = 0;
    for (std::size_t i = 0; i < d; ++i) {
      for (std::size_t j = i + 1; j < d; ++j) {
        const double wanted = planned.target.at(i, j);
        const double found = planned.expected.at(i, j);
        // Nothing can be said of pairs of which no two rows are whole.
        if (found != found) continue;
        worst = std::max(worst, std::fabs(wanted - found));
        const double next = searches[i * d + j].next(asked.at(i, j), found, wanted);
        asked.at(i, j) = next;
        asked.at(j, i) = next;
      }
    }
    if (worst <= kMissingTolerance / 2 || round + 1 == kMostRounds) break;
    const CorrelationSolution solution = solver.solve(asked);
    if (!solution.infeasible.empty()) break;
    planned.latent = is_semidefinite(solution.latent) ? solution.latent : nearest_correlation(solution.latent);
    group.factor->set(lower_factor(planned.latent));
  }
  const GroupFaults faults(*group.declared, *draft_.schema.tables[group.table], draft_.diagnostics);
  faults.missing_stands_between(planned.target, planned.expected, kMissingTolerance);
}

}  // namespace synthgen
