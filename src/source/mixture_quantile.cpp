#include "mixture_quantile.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "mixture_knots.hpp"
#include "synthgen/base/normal.hpp"

namespace synthgen {

MixtureQuantile::MixtureQuantile(Type type, std::span<const MixturePart> parts, ScoreEvaluate& evaluate) : type_(type) {
  const MixtureKnots laid(type, parts, evaluate);
  const std::vector<MixtureKnot>& knots = laid.knots();
  complete_ = laid.complete();
  const bool number = type.kind == TypeKind::number;
  const auto one_value = [&](std::int64_t place) {
    Segment segment;
    segment.first = segment.last = place;
    segment.first_number = segment.last_number = number ? number_of_place(place) : 0;
    return segment;
  };
  double end = -kGreatestScore;  // of what is laid so far
  for (std::size_t k = 0; k < knots.size(); ++k) {
    const MixtureKnot& knot = knots[k];
    const bool last = k + 1 == knots.size();
    // Numbers of a continuum have no share of their own: the lines on both sides meet there.
    const double right = last ? kGreatestScore : clamped_score(knot.right);
    if (last || right - end > (number ? kOneScore : 0)) {
      add(right, one_value(knot.place));
      end = right;
    }
    if (last) break;
    const MixtureKnot& next = knots[k + 1];
    const double to = clamped_score(next.left);
    if (!(to - end > kOneScore) || knot.place + 1 == next.place) continue;
    const MixtureGap gap = laid.gap_between(knot, next);
    if (!(gap.rise > 0)) continue;
    Segment line;
    line.start = end;
    line.scale = 1 / (to - end);
    std::copy(knot.behind.begin(), knot.behind.end(), line.cubic);
    line.even = gap.even;
    line.step = gap.step;
    line.first = gap.first;
    line.last = next.place - 1;
    line.first_number = gap.first_number;
    line.last_number = number ? (gap.even ? gap.first_number + (gap.rise - 1) : number_of_place(next.place)) : 0;
    add(to, line);
    end = to;
  }
  if (segments_.empty()) add(kGreatestScore, one_value(0));  // nothing but nulls
  ends_.back() = std::numeric_limits<double>::infinity();
  lay_guide();
}

void MixtureQuantile::add(double end, const Segment& segment) {
  ends_.push_back(end);
  segments_.push_back(segment);
}

void MixtureQuantile::lay_guide() {
  constexpr std::size_t kFewest = 256;
  constexpr std::size_t kMost = std::size_t{1} << 16;
  std::size_t cells = kFewest;
  while (cells < kMost && cells < segments_.size()) cells *= 2;
  guide_.resize(cells);
  cells_per_score_ = static_cast<double>(cells) / (2 * kGreatestScore);
  std::size_t segment = 0;
  for (std::size_t cell = 0; cell < cells; ++cell) {
    while (cell_of(ends_[segment]) < cell) ++segment;
    guide_[cell] = static_cast<std::uint32_t>(segment);
  }
}

std::size_t MixtureQuantile::cell_of(double score) const {
  const double at_least = score > -kGreatestScore ? score : -kGreatestScore;  // NaN counts as that, too
  const double place = (at_least + kGreatestScore) * cells_per_score_;
  const double last = static_cast<double>(guide_.size() - 1);
  return static_cast<std::size_t>(place < last ? place : last);
}

std::size_t MixtureQuantile::segment_of(double score) const {
  std::size_t segment = guide_[cell_of(score)];
  while (score > ends_[segment]) ++segment;
  return segment;
}

double MixtureQuantile::number_at(double score) const {
  const Segment& segment = segments_[segment_of(score)];
  if (segment.scale == 0) return segment.first_number;
  const double rise = segment.rise_at(score);
  double value = segment.first_number + (segment.even ? std::floor(rise) : rise);
  value = value > segment.first_number ? value : segment.first_number;
  return value < segment.last_number ? value : segment.last_number;
}

std::int64_t MixtureQuantile::place_at(double score) const {
  const Segment& segment = segments_[segment_of(score)];
  if (segment.scale == 0) return segment.first;
  const double steps = segment.rise_at(score);
  if (!(steps > 0)) return segment.first;
  const auto most = (static_cast<std::uint64_t>(segment.last) - static_cast<std::uint64_t>(segment.first)) /
                    static_cast<std::uint64_t>(segment.step);
  const std::uint64_t taken = steps < static_cast<double>(most) ? static_cast<std::uint64_t>(steps) : most;
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(segment.first) +
                                   taken * static_cast<std::uint64_t>(segment.step));
}

void MixtureQuantile::values(std::size_t n, const double* scores, Column& out) const {
  out.reset(type_, n);
  switch (type_.kind) {
    case TypeKind::number:
      for (std::size_t i = 0; i < n; ++i) out.data<double>()[i] = number_at(scores[i]);
      return;
    case TypeKind::boolean:
      for (std::size_t i = 0; i < n; ++i) out.data<std::uint8_t>()[i] = place_at(scores[i]) != 0 ? 1 : 0;
      return;
    case TypeKind::date:
      for (std::size_t i = 0; i < n; ++i) out.data<std::int32_t>()[i] = static_cast<std::int32_t>(place_at(scores[i]));
      return;
    default: {
      const std::int64_t unit = is_micros(type_.kind) ? step_micros(type_) : 1;
      for (std::size_t i = 0; i < n; ++i) out.data<std::int64_t>()[i] = place_at(scores[i]) * unit;
    }
  }
}

std::uint64_t MixtureQuantile::memory_bytes() const {
  return segments_.size() * (sizeof(Segment) + sizeof(double)) + guide_.size() * sizeof(std::uint32_t);
}

}  // namespace synthgen
