// One branch of a mixture as places of values on a line: which places its scores give, and up to which score it stays
// at or below a place.
//
// Threads: one thread. Determinism: as the source's.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "synthgen/source/score_evaluate.hpp"

namespace synthgen {

/// Places are whole numbers in the order of the values: the integer itself, a decimal's scaled integer, days, units of
/// a time's last digit, 0 and 1; of numbers, their bits in the order of the doubles.
std::int64_t place_of_number(double value);
double number_of_place(std::int64_t place);

class BranchCurve {
 public:
  /// type  of the mixture; evaluate and made must outlive this
  BranchCurve(const MadeSource& made, Type type, ScoreEvaluate& evaluate);

  /// At least this place and at most that one are given.
  std::int64_t least() const { return sampled_.front(); }
  std::int64_t greatest() const { return sampled_.back(); }
  /// Places at evenly spaced scores from −kGreatestScore to kGreatestScore.
  std::span<const std::int64_t> sampled() const { return sampled_; }
  static double sampled_score(std::size_t i);
  /// Values are multiples of this many places, as far as was seen: of numbers 1 for whole ones, or 0.
  std::int64_t step() const { return step_; }

  /// The places at any number of scores.
  void places(std::span<const double> scores, std::int64_t* places) const;
  /// For each place the greatest score that gives none beyond it, within 1e-13; infinite where all or none do.
  void last_scores(std::span<const std::int64_t> places, double* scores) const;

 private:
  const MadeSource& made_;
  const Type type_;
  ScoreEvaluate& evaluate_;
  std::vector<std::int64_t> sampled_;
  std::int64_t step_ = 1;
};

}  // namespace synthgen
