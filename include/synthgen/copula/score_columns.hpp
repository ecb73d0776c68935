// The columns of scores behind a correlation group: independent scores from each member's
// stream, and the correlated ones by which the members are drawn.
//
// Threads: immutable once the plan is made. Determinism: a pure function of streams, rows
// and the factor; sums in the order of the members, without fused operations.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "synthgen/schema/correlation_group.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {

class StudentScores;

/// What turns independent scores into correlated ones; all score columns of a group share it. It is known only when the
/// members' sources are, which read the columns of scores: so these are made first, and the factor is set in the end.
class ScoreFactor {
 public:
  /// df  of Student's copula; 0 for the Gaussian one
  explicit ScoreFactor(double df = 0);
  ~ScoreFactor();
  /// lower  triangular, in the order of the members
  void set(SquareMatrix lower) { lower_ = std::move(lower); }
  const SquareMatrix& lower() const { return lower_; }
  /// Of Student's copula only.
  const StudentScores* student() const { return student_.get(); }

 private:
  std::unique_ptr<const StudentScores> student_;
  SquareMatrix lower_;
};

/// Φ⁻¹(u), u the uniforms of a stream of 64-bit draws.
MadeSource make_independent_scores(StreamKey bits64);

/// √(df/W), W chi-square with df degrees of freedom: by what Student's copula spreads all scores of a row.
MadeSource make_shared_spread(StreamKey bits64, double df);

/// A member's correlated scores: its row of the factor times the independent scores of the members up to itself. With
/// `spread`, the column of make_shared_spread, these are stretched to Student's t, and the result is Φ⁻¹(T(t)):
/// standard normal again.
///
/// member       place in the group
/// independent  columns of make_independent_scores, of the members from 0 to `member`
MadeSource make_correlated_scores(std::shared_ptr<const ScoreFactor> factor, std::size_t member,
                                  std::vector<ColumnIndex> independent, std::optional<ColumnIndex> spread);

}  // namespace synthgen
