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
    case CorrelationMeasure::latent:  // for what is expected of the values
      return PreparedFor::values;
    case CorrelationMeasure::spearman:
      return PreparedFor::ranks;
    case CorrelationMeasure::kendall:
      break;
  }
  return PreparedFor::nothing;
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

struct CorrelationSolver::Prepared {
  CorrelationMeasure measure = CorrelationMeasure::pearson;
  CopulaFamily family = CopulaFamily::gaussian;
  std::optional<StudentMixture> mixture;
  std::vector<PreparedColumn> columns;

  PairCovariance pair(std::size_t i, std::size_t j) const {
    return PairCovariance(columns[j], columns[i], mixture ? &*mixture : nullptr);
  }
};

CorrelationSolver::CorrelationSolver(const CorrelationProblem& problem) {
  auto prepared = std::make_unique<Prepared>();
  prepared->measure = problem.measure;
  prepared->family = problem.family;
  if (problem.measure != CorrelationMeasure::kendall) prepared->mixture = mixture_of(problem);
  prepared->columns.reserve(problem.columns.size());
  for (const ScoredColumn* column : problem.columns) {
    prepared->columns.push_back(
        prepare_column(*column, purpose_of(problem.measure), prepared->mixture ? &*prepared->mixture : nullptr));
  }
  prepared_ = std::move(prepared);
}

CorrelationSolver::~CorrelationSolver() = default;

CorrelationSolution CorrelationSolver::solve(const SquareMatrix& declared) const {
  const std::vector<PreparedColumn>& columns = prepared_->columns;
  const std::size_t n = columns.size();
  CorrelationSolution solution;
  solution.latent = SquareMatrix::identity(n);
  for (std::size_t i = 0; i < n; ++i) {
    if (columns[i].constant()) {
      solution.constant.push_back(i);
    } else if (prepared_->measure == CorrelationMeasure::kendall && columns[i].ties > kManyTies) {
      solution.ties.push_back({i, columns[i].ties});
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (columns[i].constant() || columns[j].constant()) continue;
      const double wanted = declared.at(i, j);
      double latent = wanted;
      if (prepared_->measure == CorrelationMeasure::kendall) {
        latent = elementary::sin(kHalfPi * wanted);
      } else if (prepared_->measure != CorrelationMeasure::latent) {
        const PairCovariance covariance = prepared_->pair(i, j);
        latent = solve_pair(covariance, InfeasiblePair{j, i, wanted, 0, 0}, prepared_->family, solution.infeasible);
      }
      solution.latent.at(i, j) = latent;
      solution.latent.at(j, i) = latent;
    }
  }
  return solution;
}

SquareMatrix CorrelationSolver::expected(const SquareMatrix& latent) const {
  const std::vector<PreparedColumn>& columns = prepared_->columns;
  const std::size_t n = columns.size();
  SquareMatrix expected = SquareMatrix::identity(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double rho = latent.at(i, j);
      double value = 0;
      if (prepared_->measure == CorrelationMeasure::kendall) {
        value = elementary::atan2(rho, std::sqrt(std::max(0.0, (1 - rho) * (1 + rho)))) / kHalfPi;
      } else if (!columns[i].constant() && !columns[j].constant()) {
        value = prepared_->pair(i, j).at(rho);
      }
      expected.at(i, j) = value;
      expected.at(j, i) = value;
    }
  }
  return expected;
}

}  // namespace synthgen
