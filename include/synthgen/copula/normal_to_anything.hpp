// From the correlations that are wanted of written values to those of the normal scores
// behind them (NORTA: Cario and Nelson, "Modeling and generating random vectors with
// arbitrary marginal distributions and correlation matrix", 1997).
//
// Threads: pure. Determinism: fixed orders of plain additions and our own elementary
// functions; no vector units in the linear algebra.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "synthgen/schema/correlation_group.hpp"

namespace synthgen {

/// A column as the copula sees it: its written value as a non-decreasing function of a standard normal score. For
/// Student's copula the score is Φ⁻¹(T(t)): standard normal there too.
class ScoredColumn {
 public:
  virtual ~ScoredColumn() = default;
  /// Rows of parameters over which the correlation is solved on the average: 1 where parameters are the same in all
  /// rows. All columns of a problem have the same number, or 1.
  virtual std::size_t places() const { return 1; }
  /// The first place with the same parameters as this one: its values are not asked for again.
  virtual std::size_t first_like(std::size_t place) const { return place; }
  /// The values at n scores: texts of a choice count 0, 1, 2 … in listed order, booleans 0 and 1, dates their days.
  /// NaN where there is none.
  virtual void values(std::size_t place, std::span<const double> scores, double* values) const = 0;
};

struct CorrelationProblem {
  std::vector<const ScoredColumn*> columns;
  CorrelationMeasure measure = CorrelationMeasure::pearson;
  CopulaFamily family = CopulaFamily::gaussian;
  double df = 0;          ///< of Student's copula
  SquareMatrix declared;  ///< REQUIRES: symmetric, unit diagonal, within [−1, 1]
};

/// A pair for which no dependence at all, or none of this copula, gives the declared value.
struct InfeasiblePair {
  std::size_t a = 0;
  std::size_t b = 0;
  double declared = 0;
  double low = 0;   ///< the least that is possible
  double high = 0;  ///< the greatest
};

struct CorrelationSolution {
  /// Columns that have no correlation: one value in all rows.
  std::vector<std::size_t> constant;
  /// Kendall: columns in which more than one in a hundred pairs of rows tie, and that share.
  struct Ties {
    std::size_t column = 0;
    double share = 0;
  };
  std::vector<Ties> ties;
  std::vector<InfeasiblePair> infeasible;
  /// Of the scores; pairs solved one by one, so it need not be semi-definite. Entries of faulty pairs are 0.
  SquareMatrix latent;
};

/// The latent matrix whose output has the declared values, each pair within 1e-6 of them; near ±1 of the scores 1e-5
/// where both columns have jumps and smooth parts, and under Student's copula. What lies outside the range by less than
/// 1e-6 counts as its bound. 200 columns take about a second, under Student's copula two.
///
/// Method: a column is a sum of jumps and of smooth cells, found by a scan over its scores (score_increments.hpp). The
/// covariance of two is a power series in the correlation of the scores, from their Hermite coefficients (Mehler's
/// formula); where both jump, it is integrated near ±1 (steep_end.hpp). Student's copula is a mixture of Gaussian ones
/// (student_mixture.hpp).
CorrelationSolution solve_correlations(const CorrelationProblem& problem);

/// What the written values of a latent matrix have in a measure (of `latent`: the matrix itself). For `latent` as the
/// problem's measure callers ask for pearson. 0 for pairs of which a column has one value.
/// REQUIRES: as solve_correlations; declared is not read.
SquareMatrix expected_correlations(const CorrelationProblem& problem, const SquareMatrix& latent,
                                   CorrelationMeasure measure);

}  // namespace synthgen
