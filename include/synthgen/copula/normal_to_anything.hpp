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
  double df = 0;  ///< of Student's copula
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

/// Scans the columns of a problem once, and answers for any matrix of them.
///
/// Threads: const methods from any.
class CorrelationSolver {
 public:
  /// The columns need not outlive the call.
  explicit CorrelationSolver(const CorrelationProblem& problem);
  ~CorrelationSolver();

  /// The latent matrix whose output has the declared values, each pair within 1e-6 of them.
  /// REQUIRES: symmetric, unit diagonal, within [−1, 1].
  CorrelationSolution solve(const SquareMatrix& declared) const;

  /// What the written values of a latent matrix have, in the measure of the problem; Pearson's where that is `latent`.
  SquareMatrix expected(const SquareMatrix& latent) const;

 private:
  struct Prepared;
  std::unique_ptr<const Prepared> prepared_;
};

}  // namespace synthgen
