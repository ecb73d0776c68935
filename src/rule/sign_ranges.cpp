// The search for the borders between negative, zero and positive values, for many rows at
// once: inverse quadratic interpolation where it is safe (T. R. Chandrupatla, A new hybrid
// quadratic/bisection algorithm, Advances in Engineering Software 28, 1997), kept by a
// shrinking distance from the middle to a few evaluations more than bisection takes
// (I. F. D. Oliveira, R. H. C. Takahashi, An enhancement of the bisection method average
// performance preserving minmax optimality, ACM TOMS 47, 2020).
#include "synthgen/rule/sign_ranges.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "synthgen/base/elementary.hpp"

namespace synthgen {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
/// No border is looked for more closely than this times the score, or than this near 0.
constexpr double kLeastStep = 0x1p-44;
/// Where the function jumps, a border may be this uncertain: a draw falls so near to it once in 10^9 rows.
constexpr double kJumpWidth = 1e-9;
/// A rise this many times steeper than on the whole is a jump: the steps of a function that rises in equal ones are
/// this many times wider than the borders are uncertain, so that none loses more than that part of its share.
constexpr double kJump = 1e6;
/// Evaluations that a search may take beyond those of bisection.
constexpr int kMoreEvaluations = 4;
constexpr double kSlack = 1 << kMoreEvaluations;

enum class Sign : signed char { negative = -1, zero = 0, positive = 1 };

/// A border between two signs, somewhere in (low, high].
struct Bracket {
  double low = 0;
  double high = 0;
  double at_low = 0;  ///< the function's values there
  double at_high = 0;
};

double least_step(const Bracket& bracket) {
  return kLeastStep * std::max({1.0, std::abs(bracket.low), std::abs(bracket.high)});
}

enum class Wanted : unsigned char {
  any,         ///< the border between negative and positive; zeros, where they are apart, not yet seen
  zeros_high,  ///< zeros belong to what lies above the border
  zeros_low,
  nothing,  ///< found
};

/// One row.
class Search {
 public:
  /// Where the function is to be evaluated next.
  double score() const { return score_; }
  bool done() const { return wanted_ == Wanted::nothing; }

  void begin(double low, double high, double at_low, double at_high, Zeros zeros, SignRanges& ranges);
  /// Takes the value at score().
  void take(double value, SignRanges& ranges);

 private:
  Sign sign_of(double value) const {
    if (value < 0 || (value == 0 && zeros_ == Zeros::with_negative)) return Sign::negative;
    if (value > 0 || (value == 0 && zeros_ == Zeros::with_positive)) return Sign::positive;
    return Sign::zero;
  }
  void note(double score, double value);
  void look_between(const Bracket& bracket, Wanted wanted);
  void finish_border(SignRanges& ranges);
  void choose_score();
  double interpolated() const;
  double by_exponential() const;
  bool found() const;
  double zero_end() const { return bracket_.at_high == 0 ? bracket_.high : bracket_.low; }

  Zeros zeros_ = Zeros::apart;
  Wanted wanted_ = Wanted::nothing;
  Sign low_sign_ = Sign::zero;
  Sign high_sign_ = Sign::zero;
  bool second_waits_ = false;
  int zero_steps_ = 0;  ///< how often the step away from a zero was widened
  double score_ = 0;
  double steepness_ = 0;    ///< mean rise over the whole search, without sign
  double least_value_ = 0;  ///< the least seen that is not 0, without sign
  double first_zero_ = 0;   ///< the first score seen with a zero
  double reach_ = 0;        ///< the bracket is never wider; it halves with each evaluation, down to kLeastStep
  Bracket bracket_;
  Bracket second_;  ///< of the upper border, where zeros lie apart
  // The end that was given up last, for interpolation; and which end is the newest.
  double former_ = 0;
  double at_former_ = 0;
  bool newest_is_low_ = false;
  bool halved_ = false;  ///< the newest lay in the middle of the former two
};

ScoreInterval& interval_of(SignRanges& ranges, Sign sign) {
  if (sign == Sign::negative) return ranges.negative;
  return sign == Sign::zero ? ranges.zero : ranges.positive;
}

void Search::begin(double low, double high, double at_low, double at_high, Zeros zeros, SignRanges& ranges) {
  ranges = {ScoreInterval::none(), ScoreInterval::none(), ScoreInterval::none(), false};
  score_ = low;
  zeros_ = zeros;
  wanted_ = Wanted::nothing;
  if (at_low != at_low || at_high != at_high) {
    ranges.undefined = true;
    return;
  }
  low_sign_ = sign_of(at_low);
  high_sign_ = sign_of(at_high);
  if (low_sign_ == high_sign_ || !(low < high)) {
    interval_of(ranges, low_sign_) = {-kInfinity, kInfinity};
    return;
  }
  interval_of(ranges, low_sign_).low = -kInfinity;
  interval_of(ranges, high_sign_).high = kInfinity;
  least_value_ = kInfinity;
  first_zero_ = std::numeric_limits<double>::quiet_NaN();
  note(low, at_low);
  note(high, at_high);
  steepness_ = std::abs((at_high - at_low) / (high - low));
  Wanted wanted = Wanted::any;
  if (low_sign_ == Sign::zero) wanted = Wanted::zeros_low;
  if (high_sign_ == Sign::zero) wanted = Wanted::zeros_high;
  look_between({low, high, at_low, at_high}, wanted);
  if (found()) finish_border(ranges);
}

void Search::note(double score, double value) {
  if (value == 0) {
    if (first_zero_ != first_zero_) first_zero_ = score;
  } else if (std::abs(value) < least_value_) {
    least_value_ = std::abs(value);
  }
}

void Search::look_between(const Bracket& bracket, Wanted wanted) {
  bracket_ = bracket;
  wanted_ = wanted;
  zero_steps_ = 0;
  reach_ = kLeastStep;
  for (const double width = bracket.high - bracket.low; reach_ < width;) reach_ *= 2;
  reach_ *= kSlack;
  // No former end: the first evaluation halves, or follows the chord.
  former_ = bracket.low;
  at_former_ = bracket.at_low;
  newest_is_low_ = false;
  halved_ = false;
  choose_score();
}

bool Search::found() const {
  const double width = bracket_.high - bracket_.low;
  if (width <= least_step(bracket_)) return true;
  if (width > kJumpWidth) return false;
  if (bracket_.at_low * bracket_.at_high == 0 && kJump * width <= std::abs(zero_end() - first_zero_)) return true;
  return std::abs(bracket_.at_high - bracket_.at_low) > kJump * steepness_ * width;
}

void Search::finish_border(SignRanges& ranges) {
  const Sign below = wanted_ == Wanted::zeros_low ? Sign::zero : low_sign_;
  const Sign above = wanted_ == Wanted::zeros_high ? Sign::zero : high_sign_;
  interval_of(ranges, below).high = bracket_.low;
  interval_of(ranges, above).low = bracket_.high;
  if (!second_waits_) {
    wanted_ = Wanted::nothing;
    return;
  }
  second_waits_ = false;
  look_between(second_, Wanted::zeros_low);
  if (found()) finish_border(ranges);
}

void Search::take(double value, SignRanges& ranges) {
  Sign sign = sign_of(value);
  note(score_, value);
  // Without a value: what overflows on the way out from 0 has the sign of that side.
  if (value != value) sign = score_ < 0 ? low_sign_ : high_sign_;
  if (sign == Sign::zero && wanted_ == Wanted::any) {
    second_ = {score_, bracket_.high, value, bracket_.at_high};
    second_waits_ = true;
    look_between({bracket_.low, score_, bracket_.at_low, value}, Wanted::zeros_high);
    if (found()) finish_border(ranges);
    return;
  }
  const bool high = wanted_ == Wanted::zeros_high ? sign != low_sign_ : sign == high_sign_;
  newest_is_low_ = !high;
  halved_ = score_ == bracket_.low + (bracket_.high - bracket_.low) / 2;
  former_ = high ? bracket_.high : bracket_.low;
  at_former_ = high ? bracket_.at_high : bracket_.at_low;
  (high ? bracket_.high : bracket_.low) = score_;
  (high ? bracket_.at_high : bracket_.at_low) = value;
  reach_ /= 2;
  if (found()) {
    finish_border(ranges);
  } else {
    choose_score();
  }
}

/// After a halving three points lie evenly: the root of A + B exp(kx) through them. Exact for the lognormal and,
/// as the limit, for straight lines.
double Search::by_exponential() const {
  const Bracket& b = bracket_;
  const double left = newest_is_low_ ? former_ : b.low;
  const double at_left = newest_is_low_ ? at_former_ : b.at_low;
  const double at_middle = newest_is_low_ ? b.at_low : b.at_high;
  const double at_right = newest_is_low_ ? b.at_high : at_former_;
  const double middle = b.low + (b.high - b.low) / 2;
  const double ratio = (at_right - at_middle) / (at_middle - at_left);
  if (!(ratio > 0 && ratio < kInfinity) || std::abs(ratio - 1) < 1e-6) return middle;
  const double inside = 1 - at_left * (ratio - 1) / (at_middle - at_left);
  if (!(inside > 0 && inside < kInfinity)) return middle;
  const double x = left + (b.high - b.low) * (elementary::log(inside) / elementary::log(ratio));
  return x > b.low && x < b.high ? x : middle;
}

double Search::interpolated() const {
  const Bracket& b = bracket_;
  const double middle = b.low + (b.high - b.low) / 2;
  const double x1 = newest_is_low_ ? b.low : b.high;
  const double f1 = newest_is_low_ ? b.at_low : b.at_high;
  const double x2 = newest_is_low_ ? b.high : b.low;
  const double f2 = newest_is_low_ ? b.at_high : b.at_low;
  const double xi = (x1 - x2) / (former_ - x2);
  const double phi = (f1 - f2) / (at_former_ - f2);
  if (!(phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi)) {
    // Tried only while no evaluation was lost against bisection: of other curves it knows nothing.
    return halved_ && reach_ > kSlack * (b.high - b.low) ? by_exponential() : middle;
  }
  const double t = f1 / (f2 - f1) * (at_former_ / (f2 - at_former_)) +
                   (former_ - x1) / (x2 - x1) * (f1 / (at_former_ - f1)) * (f2 / (at_former_ - f2));
  const double x = x1 + t * (x2 - x1);
  return x == x ? x : middle;
}

void Search::choose_score() {
  const Bracket& b = bracket_;
  const double width = b.high - b.low;
  const double middle = b.low + width / 2;
  const double step = least_step(b);
  double x = middle;
  if (b.at_low == 0 || b.at_high == 0) {
    // A zero at one end: how far zeros reach is not seen in the values. Two small steps find a zero that stands alone
    // or for rounding errors. A zero that stands for a whole step reaches about as far as the function takes to rise
    // by the least value seen.
    constexpr double kSteps[] = {1, 0x1p10};
    double away = width / 2;
    if (zero_steps_ < 2 && kSteps[zero_steps_] * step < width / 4) {
      away = kSteps[zero_steps_++] * step;
    } else if (const double other = std::abs(b.at_high + b.at_low); least_value_ < other / 8 && other < kInfinity) {
      away = width * (2 * least_value_ / other);
    }
    x = b.at_high == 0 ? b.high - away : b.low + away;
  } else {
    x = interpolated();
  }
  // Not so far from the middle that the promised number of evaluations could not be kept.
  const double slack = std::max(reach_ / 2 - width / 2, 0.0);
  x = std::clamp(x, middle - slack, middle + slack);
  if (step < width / 2) x = std::clamp(x, b.low + step, b.high - step);
  score_ = x > b.low && x < b.high ? x : middle;
}

}  // namespace

void find_sign_ranges(std::size_t n, double low, double high, Zeros zeros, const ScoreFunction& function,
                      SignRanges* ranges) {
  if (n == 0) return;
  std::vector<Search> searches(n);
  std::vector<double> scores(n, low);
  std::vector<double> at_low(n);
  std::vector<double> values(n);
  function(scores.data(), at_low.data());
  std::fill(scores.begin(), scores.end(), high);
  function(scores.data(), values.data());
  bool open = false;
  for (std::size_t i = 0; i < n; ++i) {
    searches[i].begin(low, high, at_low[i], values[i], zeros, ranges[i]);
    open = open || !searches[i].done();
  }
  while (open) {
    for (std::size_t i = 0; i < n; ++i) scores[i] = searches[i].score();
    function(scores.data(), values.data());
    open = false;
    for (std::size_t i = 0; i < n; ++i) {
      if (searches[i].done()) continue;
      searches[i].take(values[i], ranges[i]);
      open = open || !searches[i].done();
    }
  }
}

}  // namespace synthgen
