#include "mixture_knots.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "synthgen/base/normal.hpp"

namespace synthgen {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kScoreTolerance = 2e-8;
constexpr double kFarScoreTolerance = 1e-6;  // where the error of the value is small as well
constexpr double kValueTolerance = 1e-6;     // in standard deviations
constexpr std::size_t kMostKnots = std::size_t{1} << 16;
constexpr std::size_t kFewestKnots = std::size_t{1} << 12;
constexpr std::size_t kMostCells = std::size_t{1} << 22;  // knots times branches
/// Of a curve's samples, every so many-th is a knot to begin with, and so is every place that two of them share.
constexpr std::size_t kSampleStride = 64;
/// Of more branches than this, as many knots altogether.
constexpr std::size_t kFewBranches = 8;

double at_part(const Cubic& cubic, double t) { return t * (cubic[0] + t * (cubic[1] + t * cubic[2])); }
double slope_at(const Cubic& cubic, double t) { return cubic[0] + t * (2 * cubic[1] + t * 3 * cubic[2]); }

/// Whether it rises throughout: so it does where its Bernstein coefficients do.
bool rises(const Cubic& cubic) {
  const double second = cubic[0] / 3;
  const double third = second + (cubic[0] + cubic[1]) / 3;
  return second >= 0 && third >= second && cubic[0] + cubic[1] + cubic[2] >= third;
}

/// Φ(to) − Φ(from), from the side that has the digits.
double mass_between(double from, double to) {
  if (!(to > from)) return 0;
  return from > 0 ? normal_share_above(from) - normal_share_above(to)
                  : normal_share_below(to) - normal_share_below(from);
}

bool is_place(std::int64_t place) {
  return place != std::numeric_limits<std::int64_t>::min() && place != std::numeric_limits<std::int64_t>::max();
}

constexpr std::size_t kInner = 3;

}  // namespace

double clamped_score(double score) { return std::clamp(score, -kGreatestScore, kGreatestScore); }

MixtureKnots::MixtureKnots(Type type, std::span<const MixturePart> parts, ScoreEvaluate& evaluate)
    : number_(type.kind == TypeKind::number) {
  double total = 0;
  for (const MixturePart& part : parts) total += part.weight;
  for (const MixturePart& part : parts) {
    curves_.emplace_back(*part.made, type, evaluate);
    weights_.push_back(part.weight / total);
  }
  deviation_ = deviation();
  lay();
}

void MixtureKnots::lay() {
  knots_ = at(first_places());
  std::vector<bool> open(knots_.size(), true);  // whether the gap behind the knot is to be filled
  bool any = true;
  const std::size_t most = std::clamp(kMostCells / curves_.size(), kFewestKnots, kMostKnots);
  while (any && knots_.size() < most) {
    std::vector<MixtureKnot> fresh = at(inner_places(open));
    std::vector<MixtureKnot> merged;
    std::vector<bool> still;
    merged.reserve(knots_.size() + fresh.size());
    any = false;
    std::size_t f = 0;
    for (std::size_t k = 0; k < knots_.size(); ++k) {
      const std::size_t begin = f;
      while (k + 1 < knots_.size() && f < fresh.size() && fresh[f].place < knots_[k + 1].place) ++f;
      bool split = f > begin;
      if (open[k] && k + 1 < knots_.size()) {
        knots_[k].behind = {gap_between(knots_[k], knots_[k + 1]).rise, 0, 0};
        if (f - begin == kInner) {
          const std::optional<Cubic> cubic = cubic_between(knots_[k], {fresh.data() + begin, kInner}, knots_[k + 1]);
          if (cubic.has_value()) knots_[k].behind = *cubic;
          split = !cubic.has_value();
        }
      }
      merged.push_back(std::move(knots_[k]));
      still.push_back(split);
      any = any || split;
      for (std::size_t inner = begin; split && inner < f; ++inner) {
        merged.push_back(std::move(fresh[inner]));
        still.push_back(true);
      }
    }
    knots_ = std::move(merged);
    open = std::move(still);
  }
  complete_ = !any;
  for (std::size_t k = 0; k + 1 < knots_.size(); ++k) {
    if (open[k]) knots_[k].behind = {gap_between(knots_[k], knots_[k + 1]).rise, 0, 0};
  }
}

/// The greatest step of which all values between the knots are multiples.
MixtureGap MixtureKnots::gap_between(const MixtureKnot& a, const MixtureKnot& b) const {
  MixtureGap gap;
  gap.even = true;
  std::int64_t step = 0;
  for (std::size_t c = 0; c < curves_.size(); ++c) {
    if (!(clamped_score(b.lefts[c]) - clamped_score(a.rights[c]) > kOneScore)) continue;
    gap.even = gap.even && curves_[c].step() != 0;
    step = step == 0 ? curves_[c].step() : std::min(step, curves_[c].step());
  }
  gap.step = std::max(step, std::int64_t{1});
  if (number_) {
    const double low = number_of_place(a.place);
    const double high = number_of_place(b.place);
    gap.first_number = gap.even ? std::floor(low) + 1 : low;
    gap.rise = gap.even ? std::ceil(high) - gap.first_number : high - low;
    return gap;
  }
  const auto floored = [&](std::int64_t place) {
    const std::int64_t left = place % gap.step;
    return place - (left < 0 ? left + gap.step : left);
  };
  gap.first = floored(a.place) + gap.step;
  const std::int64_t last = floored(b.place - 1);
  gap.rise = last < gap.first
                 ? 0
                 : static_cast<double>((static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(gap.first)) /
                                           static_cast<std::uint64_t>(gap.step) +
                                       1);
  return gap;
}

/// How far the gap has risen at a value, of an even one in the midst of the value's own share. Differences of places
/// are exact where sums of them and a half would not be.
double MixtureKnots::position(const MixtureGap& gap, std::int64_t place) const {
  if (number_) return number_of_place(place) - gap.first_number + (gap.even ? 0.5 : 0);
  if (place < gap.first) return -1;
  return static_cast<double>((static_cast<std::uint64_t>(place) - static_cast<std::uint64_t>(gap.first)) /
                             static_cast<std::uint64_t>(gap.step)) +
         0.5;
}

double MixtureKnots::number_of(std::int64_t place) const {
  return number_ ? number_of_place(place) : static_cast<double>(place);
}

/// The standard deviation of the mixture's values, those beyond five of the branches' left out. In two passes, on the
/// scale of the greatest value, so that nothing overflows.
double MixtureKnots::deviation() const {
  constexpr double kFar = 5;
  double scale = 0;
  const auto over_samples = [&](auto&& take) {
    for (std::size_t c = 0; c < curves_.size(); ++c) {
      const std::span<const std::int64_t> places = curves_[c].sampled();
      for (std::size_t i = 1; i < places.size(); ++i) {
        const double score = BranchCurve::sampled_score(i);
        if (score < -kFar || score > kFar) continue;
        take(weights_[c] * mass_between(BranchCurve::sampled_score(i - 1), score), number_of(places[i]));
      }
    }
  };
  over_samples([&](double, double x) { scale = std::max(scale, std::fabs(x)); });
  if (!(scale > 0)) return 0;
  double mean = 0;
  over_samples([&](double mass, double x) { mean += mass * (x / scale); });
  double square = 0;
  over_samples([&](double mass, double x) { square += mass * (x / scale - mean) * (x / scale - mean); });
  return std::sqrt(square) * scale;
}

std::vector<std::int64_t> MixtureKnots::first_places() const {
  const std::size_t stride = kSampleStride * std::max(std::size_t{1}, curves_.size() / kFewBranches);
  std::vector<std::int64_t> all;
  for (const BranchCurve& curve : curves_) {
    const std::span<const std::int64_t> places = curve.sampled();
    for (std::size_t i = 0; i < places.size(); ++i) {
      const bool kept = i % stride == 0 || i + 1 == places.size() || places[i] == places[i - 1];
      if (kept && is_place(places[i])) all.push_back(places[i]);
    }
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::vector<MixtureKnot> MixtureKnots::at(const std::vector<std::int64_t>& places) const {
  std::vector<MixtureKnot> knots(places.size());
  std::vector<std::int64_t> before(places);
  for (std::int64_t& place : before) --place;
  std::vector<double> lefts(places.size());
  std::vector<double> rights(places.size());
  for (const BranchCurve& curve : curves_) {
    curve.last_scores(before, lefts.data());
    curve.last_scores(places, rights.data());
    for (std::size_t k = 0; k < places.size(); ++k) {
      knots[k].lefts.push_back(lefts[k]);
      knots[k].rights.push_back(rights[k]);
    }
  }
  for (std::size_t k = 0; k < places.size(); ++k) {
    knots[k].place = places[k];
    knots[k].left = score_of(knots[k].lefts);
    knots[k].right = std::max(knots[k].left, score_of(knots[k].rights));
  }
  return knots;
}

/// The mixture's score, from the scores of its branches.
double MixtureKnots::score_of(const std::vector<double>& scores) const {
  double below = 0;
  double above = 0;
  for (std::size_t c = 0; c < scores.size(); ++c) {
    const bool low = scores[c] == -kInfinity;
    const bool high = scores[c] == kInfinity;
    below += weights_[c] * (low ? 0 : high ? 1 : normal_share_below(scores[c]));
    above += weights_[c] * (low ? 1 : high ? 0 : normal_share_above(scores[c]));
  }
  if (!(below > 0)) return -kInfinity;
  if (!(above > 0)) return kInfinity;
  return normal_score(below, above);
}

/// For each open gap the quartiles of the branch that has most of it: at most three places within the gap, ascending.
std::vector<std::int64_t> MixtureKnots::inner_places(const std::vector<bool>& open) const {
  std::vector<std::vector<double>> scores(curves_.size());
  for (std::size_t k = 0; k + 1 < knots_.size(); ++k) {
    const MixtureKnot& a = knots_[k];
    const MixtureKnot& b = knots_[k + 1];
    if (!open[k] || a.place + 1 == b.place || !(clamped_score(b.left) - clamped_score(a.right) > kOneScore)) continue;
    std::size_t best = 0;
    double most = -1;
    for (std::size_t c = 0; c < curves_.size(); ++c) {
      const double mass = weights_[c] * mass_between(clamped_score(a.rights[c]), clamped_score(b.lefts[c]));
      if (mass > most) {
        most = mass;
        best = c;
      }
    }
    if (!(most > 0)) continue;
    const double from = clamped_score(a.rights[best]);
    const double width = clamped_score(b.lefts[best]) - from;
    for (std::size_t q = 1; q <= kInner; ++q) {
      scores[best].push_back(from + width * static_cast<double>(q) / (kInner + 1));
    }
  }
  std::vector<std::int64_t> all;
  for (std::size_t c = 0; c < curves_.size(); ++c) {
    const std::size_t begin = all.size();
    all.resize(begin + scores[c].size());
    curves_[c].places(scores[c], all.data() + begin);
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  // A branch that falls by a rounding error would give a knot once more.
  std::vector<std::int64_t> inner;
  std::size_t k = 0;
  for (const std::int64_t place : all) {
    while (k + 1 < knots_.size() && knots_[k + 1].place <= place) ++k;
    if (place > knots_[k].place && k + 1 < knots_.size()) inner.push_back(place);
  }
  return inner;
}

/// The cubic from a to b through the outer two of the inner knots, where it passes all three closely enough and rises.
std::optional<Cubic> MixtureKnots::cubic_between(const MixtureKnot& a, std::span<const MixtureKnot> inner,
                                                 const MixtureKnot& b) const {
  const MixtureGap gap = gap_between(a, b);
  const double from = clamped_score(a.right);
  const double width = clamped_score(b.left) - from;
  if (!(gap.rise > 0) || !(gap.rise < kInfinity) || !(width > 0)) return std::nullopt;
  const auto part = [&](double score) { return (clamped_score(score) - from) / width; };
  // rise·t + t·(1 − t)·(constant + linear·t)
  double bend[2] = {};
  double parts[2] = {};
  for (std::size_t i = 0; i < 2; ++i) {
    const MixtureKnot& knot = inner[2 * i];
    const double t = 0.5 * (part(knot.left) + part(knot.right));
    if (!(t > 0 && t < 1)) return std::nullopt;
    parts[i] = t;
    bend[i] = (position(gap, knot.place) - gap.rise * t) / (t * (1 - t));
  }
  if (!(parts[1] > parts[0])) return std::nullopt;
  const double linear = (bend[1] - bend[0]) / (parts[1] - parts[0]);
  const double constant = bend[0] - linear * parts[0];
  const Cubic cubic = {gap.rise + constant, linear - constant, -linear};
  if (!rises(cubic)) return std::nullopt;
  const double reach = gap.even ? 0.5 : 0;
  const double unit = number_ ? 1.0 : static_cast<double>(gap.step);
  for (const MixtureKnot& knot : inner) {
    for (const auto& [score, side] : {std::pair{knot.left, -reach}, std::pair{knot.right, reach}}) {
      const double t = part(score);
      const double error = std::fabs(at_part(cubic, t) - (position(gap, knot.place) + side));
      const double of_score = error * width / slope_at(cubic, t);
      const bool close = of_score <= kScoreTolerance ||
                         (error * unit <= kValueTolerance * deviation_ && of_score <= kFarScoreTolerance);
      if (!close) return std::nullopt;
    }
  }
  return cubic;
}

}  // namespace synthgen
