// Solves correlation problems pair by pair.
#include "synthgen/copula/normal_to_anything.hpp"

#include <algorithm>
#include <cmath>

#include "pair_covariance.hpp"
#include "prepared_column.hpp"
#include "synthgen/base/elementary.hpp"

namespace synthgen {

namespace {

constexpr double kHalfPi = 1.5707963267948966192;
// Within this of a bound the bound is what was meant.
constexpr double kPrecision = 1e-6;
constexpr double kManyTies = 0.01;

std::optional<StudentMixture> mixture_of(const CorrelationProblem& problem) {
  if (problem.family != CopulaFamily::student_t) return std::nullopt;
  return StudentMixture(problem.df);
}

PreparedFor purpose_of(CorrelationMeasure measure) {
  switch (measure) {
    case CorrelationMeasure::pearson:
      return PreparedFor::values;
    case CorrelationMeasure::spearman:
      return PreparedFor::ranks;
    case CorrelationMeasure::kendall:
    case CorrelationMeasure::latent:
      break;
  }
  return PreparedFor::nothing;
}

std::vector<PreparedColumn> prepare(const CorrelationProblem& problem, CorrelationMeasure measure,
                                    const StudentMixture* mixture) {
  std::vector<PreparedColumn> prepared;
  prepared.reserve(problem.columns.size());
  for (const ScoredColumn* column : problem.columns) {
    prepared.push_back(prepare_column(*column, purpose_of(measure), mixture));
  }
  return prepared;
}

// The latent value of a pair; 0 where there is none, which is noted.
double solve_pair(const PairCovariance& covariance, const InfeasiblePair& wanted, CopulaFamily family,
                  std::vector<InfeasiblePair>& infeasible) {
  const double declared = wanted.declared;
  if (declared == 0 && (family == CopulaFamily::gaussian || !covariance.exists())) return 0;
  if (declared > covariance.high() + kPrecision || declared < covariance.low() - kPrecision) {
    infeasible.push_back(InfeasiblePair{wanted.a, wanted.b, declared, covariance.low(), covariance.high()});
    return 0;
  }
  if (declared >= covariance.high() - kPrecision) return 1;
  if (declared <= covariance.low() + kPrecision) return -1;
  return covariance.root(declared);
}

}  // namespace

CorrelationSolution solve_correlations(const CorrelationProblem& problem) {
  const std::size_t n = problem.columns.size();
  const std::optional<StudentMixture> mixture = mixture_of(problem);
  const std::vector<PreparedColumn> columns = prepare(problem, problem.measure, mixture ? &*mixture : nullptr);
  CorrelationSolution solution;
  solution.latent = SquareMatrix::identity(n);
  for (std::size_t i = 0; i < n; ++i) {
    if (columns[i].constant()) {
      solution.constant.push_back(i);
    } else if (problem.measure == CorrelationMeasure::kendall && columns[i].ties > kManyTies) {
      solution.ties.push_back({i, columns[i].ties});
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (columns[i].constant() || columns[j].constant()) continue;
      const double declared = problem.declared.at(i, j);
      double latent = declared;
      if (problem.measure == CorrelationMeasure::kendall) {
        latent = elementary::sin(kHalfPi * declared);
      } else if (problem.measure != CorrelationMeasure::latent) {
        const PairCovariance covariance(columns[j], columns[i], mixture ? &*mixture : nullptr);
        latent = solve_pair(covariance, InfeasiblePair{j, i, declared, 0, 0}, problem.family, solution.infeasible);
      }
      solution.latent.at(i, j) = latent;
      solution.latent.at(j, i) = latent;
    }
  }
  return solution;
}

SquareMatrix expected_correlations(const CorrelationProblem& problem, const SquareMatrix& latent,
                                   CorrelationMeasure measure) {
  if (measure == CorrelationMeasure::latent) return latent;
  const std::size_t n = problem.columns.size();
  SquareMatrix expected = SquareMatrix::identity(n);
  std::optional<StudentMixture> mixture;
  std::vector<PreparedColumn> columns;
  if (measure != CorrelationMeasure::kendall) {
    mixture = mixture_of(problem);
    columns = prepare(problem, measure, mixture ? &*mixture : nullptr);
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double rho = latent.at(i, j);
      double value = 0;
      if (measure == CorrelationMeasure::kendall) {
        value = elementary::atan2(rho, std::sqrt(std::max(0.0, (1 - rho) * (1 + rho)))) / kHalfPi;
      } else if (!columns[i].constant() && !columns[j].constant()) {
        value = PairCovariance(columns[j], columns[i], mixture ? &*mixture : nullptr).at(rho);
      }
      expected.at(i, j) = value;
      expected.at(j, i) = value;
    }
  }
  return expected;
}

}  // namespace synthgen
