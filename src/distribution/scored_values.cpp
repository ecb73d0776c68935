#include "scored_values.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "cell_inputs.hpp"
#include "synthgen/base/normal.hpp"

namespace synthgen {
namespace {

constexpr double kMostSteps = 4096;
/// Integers beyond are not all doubles.
constexpr double kGreatestInteger = 0x1p53;

}  // namespace

std::optional<ScoreCurve> score_curve_of(const Distribution& distribution, ParameterRows parameters) {
  return ScoreCurve::fit([&](std::size_t n, const double* below, const double* above, const double* z, double* values) {
    distribution.quantile({n, below, above, z}, parameters, values);
  });
}

std::optional<ScoredCounts> ScoredCounts::make(const Distribution& distribution, ParameterRows parameters) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const double tail = normal_share_above(kGreatestScore);
  const double below[] = {tail, 1 - tail};
  const double above[] = {1 - tail, tail};
  double ends[2];
  distribution.quantile({2, below, above, nullptr}, parameters, ends);
  if (!(ends[0] >= -kGreatestInteger && ends[1] <= kGreatestInteger && ends[1] - ends[0] <= kMostSteps)) {
    return std::nullopt;
  }
  std::vector<double> thresholds;
  double values[kChunkRows];
  double at_or_below[kChunkRows];
  double beyond[kChunkRows];
  for (double next = ends[0]; next < ends[1];) {
    std::size_t n = 0;
    for (; n < kChunkRows && next < ends[1]; next += 1) values[n++] = next;
    distribution.share(n, values, parameters, at_or_below, beyond);
    for (std::size_t i = 0; i < n; ++i) {
      thresholds.push_back(at_or_below[i] <= 0 ? -kInfinity
                           : beyond[i] <= 0    ? kInfinity
                                               : normal_score(at_or_below[i], beyond[i]));
    }
  }
  return ScoredCounts(static_cast<std::int64_t>(ends[0]), static_cast<std::int64_t>(ends[1]),
                      ScoreSteps(std::move(thresholds)));
}

}  // namespace synthgen
