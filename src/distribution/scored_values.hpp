// Values of a distribution by standard normal scores, without their probabilities: the
// quantile of Φ(z), tabulated over z for one set of parameters.
//
// Threads: immutable once made. Determinism: that of ScoreCurve and ScoreSteps.
#pragma once

#include <cstdint>
#include <optional>

#include "synthgen/base/score_curve.hpp"
#include "synthgen/base/score_steps.hpp"
#include "synthgen/distribution/distribution.hpp"

namespace synthgen {

/// Of a continuous distribution; nothing where cubics do not follow it.
/// parameters  canonical, the same in each of 256 rows
std::optional<ScoreCurve> score_curve_of(const Distribution& distribution, ParameterRows parameters);

/// Of a discrete distribution: integers from first() on, the next at each of the scores that share() gives. They are
/// those of quantile() but at scores within the two tables' errors of a step, of which one in ten million is.
class ScoredCounts {
 public:
  /// Nothing where it has more than 4,096 integers within the greatest scores.
  static std::optional<ScoredCounts> make(const Distribution& distribution, ParameterRows parameters);

  const ScoreSteps& steps() const { return steps_; }
  std::int64_t first() const { return first_; }
  std::int64_t last() const { return last_; }

 private:
  ScoredCounts(std::int64_t first, std::int64_t last, ScoreSteps steps)
      : first_(first), last_(last), steps_(std::move(steps)) {}

  std::int64_t first_;
  std::int64_t last_;
  ScoreSteps steps_;
};

}  // namespace synthgen
