// Student's copula as a mixture of Gaussian ones: given the divisor that the scores of a
// row share, thresholds move, and the rest is normal.
//
// Threads: immutable once made. Determinism: fixed orders, own elementary functions.
#pragma once

#include <vector>

#include "score_increments.hpp"
#include "score_series.hpp"

namespace synthgen {

class StudentMixture {
 public:
  /// df  from 1 on
  explicit StudentMixture(double df);

  struct Node {
    double weight = 0;  ///< they add up to 1
    double scale = 0;   ///< √(W/df): a threshold t of Student's scores is t·scale of the normal ones
  };
  /// The trapezoid rule over log W, which for this density errs by less than 1e-8.
  const std::vector<Node>& nodes() const { return nodes_; }

  /// t with T(t) = Φ(score), by cubics between scores 1/64 apart, relative error 1e-9 for |score| ≤ 4; to `scores` from
  /// −8.5 to 8.5.
  double quantile(double score) const;
  double df() const { return df_; }

 private:
  double df_;
  std::vector<Node> nodes_;
  std::vector<double> values_;  // of the quantile, from score 0 up
  std::vector<double> slopes_;
};

}  // namespace synthgen
