// Sets of scores: merging of sorted intervals, shares by the nearer tail, draws by the
// distribution room's truncated normal.
#include "synthgen/rule/score_set.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <memory>

#include "synthgen/base/elementary.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kInverseRootTwoPi = 0x1.9884533d43651p-2;

/// Below this share two terms of the density's series about the middle of an interval are good to 1e-13, and above it
/// the difference of two tails loses at most three digits.
constexpr double kNarrow = 4e-3;
/// Shares below this one are near the end of the doubles, where they have few digits left.
constexpr double kLeastShare = 1e-290;
/// The outermost draw of a stream.
constexpr double kLeastDraw = 0x1p-53;

/// The next double above; of the greatest one, infinity.
double next_above(double x) {
  if (x == 0) return std::numeric_limits<double>::denorm_min();
  if (x == kInfinity) return x;
  const auto bits = std::bit_cast<std::int64_t>(x);
  return std::bit_cast<double>(x > 0 ? bits + 1 : bits - 1);
}

double next_below(double x) { return -next_above(-x); }

/// The same interval, or its mirror image: its middle is not below 0.
ScoreInterval upper_of(ScoreInterval interval) {
  return -interval.low > interval.high ? ScoreInterval{-interval.high, -interval.low} : interval;
}

double share_of(ScoreInterval given) {
  const ScoreInterval upper = upper_of(given);
  const double width = upper.high - upper.low;
  const double middle = upper.low + width / 2;
  if (width * std::max(1.0, middle) < kNarrow) {
    const double curvature = (middle * middle - 1) * width * width / 24;
    return width * kInverseRootTwoPi * elementary::exp(-middle * middle / 2) * (1 + curvature);
  }
  if (upper.low < 0) return 1 - normal_share_above(upper.high) - normal_share_above(-upper.low);
  return normal_share_above(upper.low) - normal_share_above(upper.high);
}

/// The distance from 0 of its nearest score.
double distance_of(ScoreInterval interval) { return std::max(0.0, upper_of(interval).low); }

/// Its share as a multiple of the density at `least` standard deviations, for intervals whose share underflows:
/// Mills' ratio to its second term (Abramowitz and Stegun 26.2.12), which far out is good to 1e-5.
double far_weight(ScoreInterval given, double least) {
  const ScoreInterval upper = upper_of(given);
  const double fall = (least - upper.low) * ((least + upper.low) / 2);
  const double width = upper.high - upper.low;
  const double square = upper.low * upper.low;
  const double drop = width * (upper.low + width / 2) + elementary::log1p(width / upper.low);
  const double part = drop < 700 ? -elementary::expm1(-drop) : 1.0;
  return elementary::exp(fall) * part / upper.low * (1 - 1 / square);
}

const Distribution& standard_normal() {
  static const std::unique_ptr<Distribution> made = find_distribution("normal")->make({});
  return *made;
}

double draw_in(ScoreInterval interval, double u) {
  constexpr double kMeanAndSd[] = {0.0, 1.0};
  u = std::clamp(u, kLeastDraw, 1 - kLeastDraw);
  const double z = standard_normal().quantile_between(u, interval.low, interval.high, kMeanAndSd);
  return std::clamp(z, interval.low, interval.high);
}

/// Intervals with their weights, of which the first few are kept.
template <class Weight>
class WeightedIntervals {
 public:
  WeightedIntervals(std::span<const ScoreInterval> intervals, Weight weight) : intervals_(intervals), weight_(weight) {
    for (std::size_t i = 0; i < intervals_.size(); ++i) {
      const double own = weight_(intervals_[i]);
      if (i < kept_.size()) kept_[i] = own;
      total_ += own;
    }
  }

  double total() const { return total_; }

  /// Draws in the interval into which the share u of all weights falls, with what is left of u.
  double draw(double u) const {
    double rest = u * total_;
    // Rounding may leave the sum short of the total: the last one that weighs anything takes the rest.
    std::size_t last = 0;
    for (std::size_t i = 0; i < intervals_.size(); ++i) {
      const double own = i < kept_.size() ? kept_[i] : weight_(intervals_[i]);
      if (!(own > 0)) continue;
      if (rest < own) return draw_in(intervals_[i], rest / own);
      rest -= own;
      last = i;
    }
    return draw_in(intervals_[last], 1.0);
  }

 private:
  std::span<const ScoreInterval> intervals_;
  Weight weight_;
  double total_ = 0;
  std::array<double, 8> kept_{};
};

}  // namespace

ScoreSet ScoreSet::whole() { return of({-kInfinity, kInfinity}); }

ScoreSet ScoreSet::of(ScoreInterval interval) {
  ScoreSet set;
  if (!interval.empty()) set.append(interval);
  return set;
}

bool operator==(const ScoreSet& a, const ScoreSet& b) { return std::ranges::equal(a.intervals(), b.intervals()); }

bool ScoreSet::is_whole() const {
  return count_ == 1 && intervals()[0].low == -kInfinity && intervals()[0].high == kInfinity;
}

bool ScoreSet::contains(double score) const {
  return std::ranges::any_of(intervals(),
                             [score](const ScoreInterval& one) { return one.low <= score && score <= one.high; });
}

void ScoreSet::append(ScoreInterval interval) {
  if (interval.low == kInfinity || interval.high == -kInfinity) return;
  if (count_ > 0) {
    ScoreInterval& last = count_ <= kInside ? inside_[count_ - 1] : beyond_.back();
    if (interval.low <= next_above(last.high)) {
      last.high = std::max(last.high, interval.high);
      return;
    }
  }
  if (count_ == kInside) beyond_.assign(inside_.begin(), inside_.end());
  if (count_ < kInside) {
    inside_[count_] = interval;
  } else {
    beyond_.push_back(interval);
  }
  ++count_;
}

void ScoreSet::intersect(const ScoreSet& other) {
  if (empty() || other.is_whole()) return;
  if (is_whole()) {
    *this = other;
    return;
  }
  ScoreSet both;
  const std::span<const ScoreInterval> a = intervals();
  const std::span<const ScoreInterval> b = other.intervals();
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const ScoreInterval common{std::max(a[i].low, b[j].low), std::min(a[i].high, b[j].high)};
    if (!common.empty()) both.append(common);
    if (a[i].high < b[j].high) {
      ++i;
    } else {
      ++j;
    }
  }
  *this = std::move(both);
}

void ScoreSet::unite(const ScoreSet& other) {
  if (other.empty() || is_whole()) return;
  if (empty() || other.is_whole()) {
    *this = other;
    return;
  }
  ScoreSet either;
  const std::span<const ScoreInterval> a = intervals();
  const std::span<const ScoreInterval> b = other.intervals();
  for (std::size_t i = 0, j = 0; i < a.size() || j < b.size();) {
    const bool from_a = j == b.size() || (i < a.size() && a[i].low <= b[j].low);
    either.append(from_a ? a[i++] : b[j++]);
  }
  *this = std::move(either);
}

void ScoreSet::complement() {
  ScoreSet rest;
  double from = -kInfinity;
  for (const ScoreInterval& interval : intervals()) {
    if (interval.low > -kInfinity) rest.append({from, next_below(interval.low)});
    from = next_above(interval.high);
  }
  // `from` is infinite where the last interval reached the end of the line.
  rest.append({from, kInfinity});
  *this = std::move(rest);
}

double ScoreSet::share() const {
  double total = 0;
  for (const ScoreInterval& interval : intervals()) total += share_of(interval);
  return std::min(total, 1.0);
}

double ScoreSet::draw(double u) const {
  const std::span<const ScoreInterval> all = intervals();
  if (all.size() == 1) return draw_in(all[0], u);
  const WeightedIntervals by_share(all, share_of);
  if (by_share.total() >= kLeastShare) return by_share.draw(u);
  double least = kInfinity;
  double widest = 0;
  for (const ScoreInterval& interval : all) {
    least = std::min(least, distance_of(interval));
    widest = std::max(widest, interval.high - interval.low);
  }
  if (widest == 0) {
    return WeightedIntervals(all,
                             [least](ScoreInterval point) {
                               const double distance = distance_of(point);
                               return elementary::exp((least - distance) * ((least + distance) / 2));
                             })
        .draw(u);
  }
  if (least > 1) {
    const WeightedIntervals far(all, [least](ScoreInterval interval) { return far_weight(interval, least); });
    if (far.total() > 0) return far.draw(u);
  }
  // What is left are intervals of a few denormal numbers, and points beside those far out.
  return draw_in(*std::ranges::min_element(all, {}, distance_of), u);
}

}  // namespace synthgen
