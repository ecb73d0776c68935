#include "student_scores.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "synthgen/base/elementary.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/base/share_functions.hpp"

namespace synthgen {
namespace {

constexpr double kRootTwoPi = 2.50662827463100050242;

/// Value and slope for t ≥ 0.
struct Knot {
  double value;
  double slope;
};

// |t| beyond a bound has the probability of a beta variable: the odds of its share are df/t².
Knot knot_at(double t, double df) {
  if (t == 0) {
    const double density = elementary::exp(-elementary::log_beta(0.5 * df, 0.5)) / std::sqrt(df);
    return {0, density * kRootTwoPi};
  }
  const double odds = df / t / t;
  const double above = 0.5 * elementary::beta_shares(0.5 * df, 0.5, odds).below;
  const double score = normal_score(1 - above, above);
  const double density = elementary::beta_log_odds_density(0.5 * df, 0.5, odds) / t;
  return {score, density * kRootTwoPi * elementary::exp(0.5 * score * score)};
}

}  // namespace

double StudentScores::exact(double t, double df) {
  const double score = std::min(knot_at(t < 0 ? -t : t, df).value, kGreatestScore);
  return t < 0 ? -score : score;
}

StudentScores::StudentScores(double df) {
  constexpr int kShift = 52 - kMantissaBits;
  const std::uint64_t first = std::bit_cast<std::uint64_t>(1.0) >> kShift;
  double left = 1;
  Knot here = knot_at(0, df);
  for (std::uint64_t i = 1; here.value < kGreatestScore; ++i) {
    const double right = std::bit_cast<double>((first + i) << kShift);
    Knot next = knot_at(right - 1, df);
    // The tails of many degrees of freedom fall too fast for the shares of the next knot to have any digits.
    if (!(next.value < 30)) next = {kGreatestScore + 1, here.slope};
    const double width = right - left;
    const double rise = (next.value - here.value) / width;
    segments_.push_back({left,
                         {here.value, here.slope, (3 * rise - 2 * here.slope - next.slope) / width,
                          (here.slope + next.slope - 2 * rise) / (width * width)}});
    left = right;
    here = next;
  }
}

void StudentScores::read(std::size_t n, const double* t, double* out) const {
  constexpr int kShift = 52 - kMantissaBits;
  constexpr std::uint64_t kFirst = std::bit_cast<std::uint64_t>(1.0) >> kShift;
  const std::uint64_t last = segments_.size() - 1;
  for (std::size_t i = 0; i < n; ++i) {
    const double size = t[i] < 0 ? -t[i] : t[i];
    const double x = 1 + size;
    const std::uint64_t number = (std::bit_cast<std::uint64_t>(x) >> kShift) - kFirst;
    const Segment& segment = segments_[number < last ? number : last];
    const double d = x - segment.left;
    const double value = segment.powers[0] + d * (segment.powers[1] + d * (segment.powers[2] + d * segment.powers[3]));
    // Beyond the last segment its cubic means nothing.
    const double score = number <= last && value < kGreatestScore ? value : kGreatestScore;
    out[i] = t[i] < 0 ? -score : score;
  }
}

}  // namespace synthgen
