#include "synthgen/base/score_curve.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "score_curve_steps.hpp"

namespace synthgen {
namespace {

using Steps = ScoreCurveSteps;

constexpr double kStep = 1 / Steps::kPerUnit;
/// Points of a segment: its end, two inner ones that the cubic goes through, and three between, at which it is checked.
constexpr std::size_t kPoints = 6;
constexpr std::size_t kSegments = Steps::kEnd - Steps::kFirst;
constexpr std::size_t kAll = kSegments * kPoints + 1;

/// Up to this score the tolerance is the inner one.
constexpr double kInner = 4;
constexpr double kInnerTolerance = 2e-9;
constexpr double kOuterTolerance = 1e-7;
/// Beyond this score a segment is checked at its middle alone: there kinds without closed forms cost the most.
constexpr double kChecked = 5.25;
/// What rounding alone may take of a value.
constexpr double kRounding = 1e-15;

double score_at(std::size_t point) {
  const auto segment = static_cast<double>(Steps::kFirst + point / kPoints);
  return segment * kStep - Steps::kOrigin + static_cast<double>(point % kPoints) * (kStep / kPoints);
}

/// All points, with their shares: the same for every curve.
struct Points {
  std::array<double, kAll> z;
  std::array<double, kAll> below;
  std::array<double, kAll> above;

  Points() {
    for (std::size_t p = 0; p < kAll; ++p) {
      z[p] = score_at(p);
      // From the smaller side, whose digits make the other.
      const double tail = normal_share_above(std::abs(z[p]));
      below[p] = z[p] < 0 ? tail : 1 - tail;
      above[p] = z[p] < 0 ? 1 - tail : tail;
    }
  }
};

const Points& points() {
  static const Points all;
  return all;
}

using Powers = std::array<double, 4>;

double at(const Powers& c, double t) { return c[0] + t * (c[1] + t * (c[2] + t * c[3])); }

/// The cubic through four equally spaced values (Newton's form by differences, written out in powers).
Powers cubic_through(double v0, double v1, double v2, double v3) {
  const double d1 = v1 - v0;
  const double d2 = (v2 - v1) - d1;
  const double d3 = ((v3 - v2) - (v2 - v1)) - d2;
  const double third = 3 / kStep;
  return {v0, (d1 - d2 / 2 + d3 / 3) * third, (d2 - d3) / 2 * third * third, d3 / 6 * third * third * third};
}

/// Whether it rises everywhere, and nowhere less than a quarter as much as on the whole: then one multiple of the
/// scores' rounding moves the value by more than the arithmetic's error.
bool rises(const Powers& c, double rise) {
  const double least = rise * Steps::kPerUnit / 4;
  const auto slope = [&](double t) { return c[1] + t * (2 * c[2] + t * (3 * c[3])); };
  if (!(slope(0) >= least) || !(slope(kStep) >= least)) return false;
  const double turn = c[3] != 0 ? -c[2] / (3 * c[3]) : 0;
  return !(turn > 0 && turn < kStep) || slope(turn) >= least;
}

double next_below(double positive) { return std::bit_cast<double>(std::bit_cast<std::uint64_t>(positive) - 1); }

/// Lowers the slope by so little that the last reading of the segment is not beyond the next segment's first.
bool closes(Powers& c, double next, double last) {
  for (int attempt = 0; attempt < 8; ++attempt) {
    const double over = at(c, last) - next;
    if (!(over > 0)) return c[1] >= 0;
    c[1] -= 2 * over * Steps::kPerUnit;
  }
  return false;
}

/// Whether the point is one that a fit needs.
bool is_needed(std::size_t point) {
  const std::size_t place = point % kPoints;
  return place % 2 == 0 || place == kPoints / 2 || std::abs(score_at(point)) < kChecked;
}

/// The function at all points that are needed; false where one has no finite value.
bool take_values(const ScoreCurve::Function& function, std::vector<double>& values) {
  constexpr std::size_t kAtOnce = 256;
  const Points& all = points();
  for (std::size_t point = 0; point < kAll;) {
    std::size_t chosen[kAtOnce];
    double below[kAtOnce];
    double above[kAtOnce];
    double z[kAtOnce];
    double taken[kAtOnce];
    std::size_t n = 0;
    for (; point < kAll && n < kAtOnce; ++point) {
      if (!is_needed(point)) continue;
      chosen[n] = point;
      below[n] = all.below[point];
      above[n] = all.above[point];
      z[n] = all.z[point];
      ++n;
    }
    function(n, below, above, z, taken);
    for (std::size_t i = 0; i < n; ++i) {
      if (!std::isfinite(taken[i])) return false;
      values[chosen[i]] = taken[i];
    }
  }
  return true;
}

}  // namespace

std::optional<ScoreCurve> ScoreCurve::fit(const Function& function) {
  std::vector<double> values(kAll);
  if (!take_values(function, values)) return std::nullopt;
  // How far one standard deviation reaches, so to speak: a place that is far from 0 does not excuse errors.
  const auto point_of = [](double z) {
    return static_cast<std::size_t>((z + Steps::kOrigin) * Steps::kPerUnit - Steps::kFirst) * kPoints;
  };
  const double spread = values[point_of(1)] - values[point_of(-1)];

  ScoreCurve curve;
  curve.cubics_.resize(Steps::kEnd);
  for (std::size_t s = 0; s < kSegments; ++s) {
    const double* v = &values[s * kPoints];
    const double rise = v[6] - v[0];
    const double left = score_at(s * kPoints);
    const double tolerance = std::abs(left) < kInner ? kInnerTolerance : kOuterTolerance;
    const double size = std::max(std::abs(v[0]), std::abs(v[6]));
    const double allowed = tolerance * std::max(rise * Steps::kPerUnit, std::min(size, spread)) + kRounding * size;
    const double end = left + Steps::kOrigin + kStep;
    const double last = next_below(end) - (end - kStep);
    const auto fits = [&](Powers& c) {
      if (!(rise >= 0) || !rises(c, rise) || !closes(c, v[6], last)) return false;
      for (std::size_t p = 1; p < kPoints; p += 2) {
        if (!is_needed(s * kPoints + p)) continue;
        if (!(std::abs(at(c, static_cast<double>(p) * (kStep / kPoints)) - v[p]) <= allowed)) return false;
      }
      return true;
    };
    Powers& c = curve.cubics_[Steps::kFirst + s].powers;
    c = cubic_through(v[0], v[2], v[4], v[6]);
    if (fits(c)) continue;
    // Where hardly anything is left to rise, as near a greatest value, rounding makes cubics wavy.
    c = {v[0], rise * Steps::kPerUnit, 0, 0};
    if (!fits(c)) return std::nullopt;
  }
  return curve;
}

void ScoreCurve::read(std::size_t n, const double* z, double* out) const {
  read_score_curve(n, z, cubics_.front().powers.data(), out);
}

double ScoreCurve::read(double z) const { return read_score_curve(z, cubics_.front().powers.data()); }

}  // namespace synthgen
