#include "synthgen/base/score_steps.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "score_buckets.hpp"

namespace synthgen {

ScoreSteps::ScoreSteps(std::vector<double> thresholds) : thresholds_(std::move(thresholds)) {
  for (std::size_t i = 1; i < thresholds_.size(); ++i) thresholds_[i] = std::max(thresholds_[i], thresholds_[i - 1]);
  thresholds_.push_back(std::numeric_limits<double>::infinity());
  // Scores are rounded as they find their bucket, by less than this, and so may find the next one.
  constexpr double kRounding = 0x1p-48;
  std::int32_t place = 0;
  for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
    const double low = static_cast<double>(bucket) / kPerUnit - kReach - kRounding;
    while (thresholds_[static_cast<std::size_t>(place)] <= low) ++place;
    guide_[bucket] = place;
  }
}

void ScoreSteps::places(std::size_t n, const double* z, std::int32_t* places) const {
  constexpr std::size_t kAtOnce = 256;
  const double* thresholds = thresholds_.data();
  double scores[kAtOnce];
  std::int32_t buckets[kAtOnce];
  for (std::size_t begin = 0; begin < n; begin += kAtOnce) {
    const std::size_t count = std::min(kAtOnce, n - begin);
    find_score_buckets(count, z + begin, kReach, kPerUnit, scores, buckets);
    for (std::size_t i = 0; i < count; ++i) {
      std::int32_t place = guide_[static_cast<std::size_t>(buckets[i])];
      while (scores[i] >= thresholds[place]) ++place;
      places[begin + i] = place;
    }
  }
}

}  // namespace synthgen
