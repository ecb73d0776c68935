#include "correlations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "correlation_faults.hpp"
#include "planned_score.hpp"
#include "synthgen/copula/correlation_matrix.hpp"
#include "synthgen/copula/sample_correlation.hpp"

namespace synthgen {
namespace {

/// Fewer of many columns: rows times pairs of columns.
constexpr std::int64_t kMostPairs = std::int64_t{1} << 27;
constexpr std::int64_t kMostKendallPairs = std::int64_t{1} << 23;
constexpr std::int64_t kFewestMissingRows = std::int64_t{1} << 14;
/// Of fewer rows a correlation says next to nothing; they are drawn as if what is missing did not depend on the values.
constexpr std::int64_t kFewestPilotRows = 1024;
/// How near the values that are not missing come to what is declared: some two standard errors of so many rows.
constexpr double kMissingTolerance = 0.005;
constexpr int kMostRounds = 12;
/// A latent matrix that is so near to a valid one is taken for it: what comes out differs by less than a million rows
/// could show.
constexpr double kNegligible = 1e-4;

/// Whether a column draws with parameters that may differ from row to row. made: without its `missing`.
bool varies(const SchemaColumn& column, const MadeSource& made, ColumnIndex score) {
  return draws_parameters(column) ||
         std::any_of(made.inputs.begin(), made.inputs.end(), [&](ColumnIndex input) { return input != score; });
}

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

void Correlations::Group::set_factor(const SquareMatrix& latent) const {
  SquareMatrix ordered(latent.n);
  for (std::size_t i = 0; i < latent.n; ++i) {
    for (std::size_t j = 0; j < latent.n; ++j) ordered.at(i, j) = latent.at(order[i], order[j]);
  }
  factor->set(lower_factor(ordered));
}

Correlations::Correlations(Draft& draft, const std::vector<Node>& order) : draft_(draft) {
  for (std::size_t t = 0; t < draft_.schema.tables.size(); ++t) {
    draft_.scores.emplace_back(draft_.all_columns[t].size());
    for (const CorrelationGroup& group : draft_.schema.tables[t]->correlations) add_scores(t, group, order);
  }
}

void Correlations::add_scores(std::size_t table, const CorrelationGroup& declared, const std::vector<Node>& order) {
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
  std::vector<std::size_t> members(declared.columns.size());
  for (std::size_t m = 0; m < members.size(); ++m) members[m] = m;
  if (!schema.rules.empty()) {
    // A rule conditions the later of two members on the earlier one, so the scores must follow in that order too.
    const auto place = [&](std::size_t m) {
      return std::find(order.begin(), order.end(), Node{table, declared.columns[m]});
    };
    std::stable_sort(members.begin(), members.end(), [&](std::size_t a, std::size_t b) { return place(a) < place(b); });
  }
  std::vector<ColumnIndex> independent;
  for (std::size_t member = 0; member < members.size(); ++member) {
    const std::size_t column = declared.columns[members[member]];
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
  groups_.push_back({table, &declared, std::move(factor), std::move(members), std::move(independent)});
}

const Correlations::Group* Correlations::group_of(std::size_t table, std::size_t column) const {
  for (const Group& group : groups_) {
    const std::vector<std::size_t>& columns = group.declared->columns;
    if (group.table == table && std::find(columns.begin(), columns.end(), column) != columns.end()) return &group;
  }
  return nullptr;
}

ColumnIndex Correlations::independent_score(std::size_t table, std::size_t column) const {
  const Group& group = *group_of(table, column);
  std::size_t place = 0;
  while (group.declared->columns[group.order[place]] != column) ++place;
  return group.independent[place];
}

CopulaFamily Correlations::family(std::size_t table, std::size_t column) const {
  return group_of(table, column)->declared->family;
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
  std::vector<ColumnIndex>& inputs = by_row_[{table, column}];
  for (const ColumnIndex input : made.inputs) {
    if (input != *score && std::find(inputs.begin(), inputs.end(), input) == inputs.end()) inputs.push_back(input);
  }
  return std::nullopt;
}

void Correlations::solve(const PlanOptions& options) {
  for (const Group& group : groups_) {
    // While rows are counted, groups that decide nothing of their number are left out.
    const std::vector<bool>& made = draft_.made[group.table];
    const std::vector<std::size_t>& members = group.declared->columns;
    if (std::all_of(members.begin(), members.end(), [&](std::size_t column) { return made[column]; })) {
      solve(group, options);
    }
  }
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

  if (declared.measure != CorrelationMeasure::latent && chained(group, faults)) return;
  const std::vector<std::unique_ptr<PlannedScore>> scored = scored_columns(group, options);
  if (scored.empty()) return;
  CorrelationProblem problem;
  for (const std::unique_ptr<PlannedScore>& column : scored) problem.columns.push_back(column.get());
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
  group.set_factor(planned.latent);
  if (std::any_of(declared.columns.begin(), declared.columns.end(),
                  [&](std::size_t column) { return missing_by_value(group, column); })) {
    settle_missing(group, scored, solver, options, planned);
  }
  if (std::any_of(scored.begin(), scored.end(), [](const auto& column) { return column->by_row(); })) {
    estimate_overall(group, options, planned);
  }
  table.correlations.push_back(std::move(planned));
}

bool Correlations::missing_by_value(const Group& group, std::size_t column) const {
  const ColumnDeclaration& declaration = draft_.schema.tables[group.table]->columns[column]->declaration;
  if (!declaration.missing.has_value() || declaration.missing->literal()) return false;
  const TableScope scope(draft_, group.table, declaration.constants);
  CompileOptions options;
  options.reference_micros = draft_.schema.reference_micros;
  options.locale = draft_.schema.locale;
  // It is only asked what it reads, so that any stream will do.
  const Result<std::shared_ptr<const Program>> program = compile(
      *declaration.missing->expression, scope, [](std::string_view) { return StreamKey(); }, options);
  if (!program.ok()) return false;
  const std::vector<ColumnIndex> closure = draft_.plan.tables[group.table].closure((*program)->inputs());
  return std::any_of(closure.begin(), closure.end(), [&](ColumnIndex one) {
    return std::find(group.independent.begin(), group.independent.end(), one) != group.independent.end();
  });
}

void Correlations::settle_missing(const Group& group, const std::vector<std::unique_ptr<PlannedScore>>& scored,
                                  const CorrelationSolver& solver, const PlanOptions& options,
                                  PlannedCorrelation& planned) {
  const bool latent = planned.measure == CorrelationMeasure::latent;
  const std::size_t d = planned.columns.size();
  const auto pairs = static_cast<std::int64_t>(d * (d - 1) / 2);
  const std::int64_t most = planned.measure == CorrelationMeasure::kendall ? kMostKendallPairs : kMostPairs;
  const std::vector<std::int64_t> rows =
      first_rows(group.table, planned.columns, std::clamp(most / pairs, kFewestMissingRows, kMissingRows));
  if (std::ssize(rows) < kFewestPilotRows) return;
  planned.piloted = true;
  // Among rows of equal parameters: what is missing is that of each row, the parameters are those of one. By how much
  // this row differs from the others is what it has less than expected while nothing is missing.
  std::vector<ColumnIndex> read = planned.columns;
  std::vector<std::size_t> places;
  if (std::any_of(scored.begin(), scored.end(), [](const auto& column) { return column->by_row(); })) {
    for (std::size_t c = 0; c < d; ++c) {
      places.push_back(scored[c]->telling_place().value_or(0));
      read.push_back(*draft_.scores[group.table][planned.columns[c]]);
    }
  }
  SquareMatrix apart(d);
  std::vector<PairSearch> searches(d * d);
  SquareMatrix asked = planned.target;
  constexpr double kNone = 3;
  double best = kNone + 1;
  std::pair<SquareMatrix, SquareMatrix> nearest;  // latent and expected
  for (int round = 0; round < kMostRounds; ++round) {
    std::vector<std::vector<double>> values = numbers_at(group, read, rows, options);
    std::vector<std::vector<double>> whole(places.size());
    for (std::size_t c = 0; c < places.size(); ++c) {
      whole[c].resize(rows.size());
      scored[c]->values(places[c], values[d + c], whole[c].data());
      for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!std::isnan(values[c][i])) values[c][i] = whole[c][i];
      }
    }
    values.resize(d);
    if (round == 0 && !places.empty()) {
      const SquareMatrix found = sample_correlations(whole, planned.measure);
      for (std::size_t i = 0; i < d * d; ++i) {
        const double difference = planned.expected.entries[i] - found.entries[i];
        apart.entries[i] = std::isnan(difference) ? 0 : difference;
      }
    }
    planned.expected = sample_correlations(values, planned.measure);
    for (std::size_t i = 0; i < d * d; ++i) {
      planned.expected.entries[i] = std::clamp(planned.expected.entries[i] + apart.entries[i], -1.0, 1.0);
    }
    if (latent) return;
    double worst = 0;
    for (std::size_t i = 0; i < d; ++i) {
      for (std::size_t j = i + 1; j < d; ++j) {
        const double wanted = planned.target.at(i, j);
        const double found = planned.expected.at(i, j);
        // Of pairs of which no two whole rows differ nothing can be said: that is as far off as can be.
        worst = std::max(worst, found == found ? std::fabs(wanted - found) : kNone);
        if (found != found) continue;
        const double next = searches[i * d + j].next(asked.at(i, j), found, wanted);
        asked.at(i, j) = next;
        asked.at(j, i) = next;
      }
    }
    if (worst < best) {
      best = worst;
      nearest = {planned.latent, planned.expected};
    }
    if (worst <= kMissingTolerance / 2 || round + 1 == kMostRounds) break;
    CorrelationSolution solution = solver.solve(asked);
    if (!solution.infeasible.empty()) {
      // What is asked of these pairs goes beyond their range: its end is the nearest.
      for (const InfeasiblePair& pair : solution.infeasible) {
        asked.at(pair.a, pair.b) = std::clamp(asked.at(pair.a, pair.b), pair.low, pair.high);
        asked.at(pair.b, pair.a) = asked.at(pair.a, pair.b);
      }
      solution = solver.solve(asked);
    }
    planned.latent = is_semidefinite(solution.latent) ? solution.latent : nearest_correlation(solution.latent);
    group.set_factor(planned.latent);
  }
  std::tie(planned.latent, planned.expected) = std::move(nearest);
  group.set_factor(planned.latent);
  const GroupFaults faults(*group.declared, *draft_.schema.tables[group.table], draft_.diagnostics);
  faults.missing_stands_between(planned.target, planned.expected, kMissingTolerance);
}

}  // namespace synthgen
