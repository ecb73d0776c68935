#include "branch_curve.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "synthgen/base/normal.hpp"

namespace synthgen {
namespace {

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kGreatest = std::numeric_limits<std::int64_t>::max();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

constexpr std::size_t kSamples = 4096;
constexpr double kSampleStep = 2 * kGreatestScore / static_cast<double>(kSamples - 1);
/// Halvings of the distance of two samples: it ends below 1e-13.
constexpr int kHalvings = 36;

/// The greatest power of ten, up to that of the decimals, of which all places are multiples.
std::int64_t decimal_step(std::span<const std::int64_t> places, int decimals) {
  std::int64_t step = 1;
  for (int d = 0; d < decimals; ++d) {
    const std::int64_t next = step * 10;
    if (std::any_of(places.begin(), places.end(), [next](std::int64_t place) { return place % next != 0; })) break;
    step = next;
  }
  return step;
}

}  // namespace

std::int64_t place_of_number(double value) {
  const auto bits = std::bit_cast<std::int64_t>(value + 0.0);  // of the two zeros one
  return bits >= 0 ? bits : kLeast - bits;
}

double number_of_place(std::int64_t place) { return std::bit_cast<double>(place >= 0 ? place : kLeast - place); }

BranchCurve::BranchCurve(const MadeSource& made, Type type, ScoreEvaluate& evaluate)
    : made_(made), type_(type), evaluate_(evaluate), sampled_(kSamples) {
  std::vector<double> scores(kSamples);
  for (std::size_t i = 0; i < kSamples; ++i) scores[i] = sampled_score(i);
  places(scores, sampled_.data());
  for (std::size_t i = 1; i < kSamples; ++i) sampled_[i] = std::max(sampled_[i], sampled_[i - 1]);
  if (type.kind == TypeKind::decimal) {
    step_ = decimal_step(sampled_, type.decimals);
  } else if (type.kind == TypeKind::number) {
    const bool whole = std::all_of(sampled_.begin(), sampled_.end(), [](std::int64_t place) {
      const double number = number_of_place(place);
      return std::floor(number) == number;
    });
    step_ = whole ? 1 : 0;
  }
}

double BranchCurve::sampled_score(std::size_t i) {
  return i + 1 == kSamples ? kGreatestScore : static_cast<double>(i) * kSampleStep - kGreatestScore;
}

void BranchCurve::places(std::span<const double> scores, std::int64_t* places) const {
  Column converted;
  for (std::size_t begin = 0; begin < scores.size(); begin += kBatchRows) {
    const std::size_t n = std::min(kBatchRows, scores.size() - begin);
    const Column* values = &evaluate_.column_at(*made_.source, scores.subspan(begin, n));
    if (values->type() != type_) {
      convert(*values, type_, converted);
      values = &converted;
    }
    std::int64_t* to = places + begin;
    switch (type_.kind) {
      case TypeKind::number:
        for (std::size_t i = 0; i < n; ++i) to[i] = place_of_number(values->data<double>()[i]);
        break;
      case TypeKind::boolean:
        for (std::size_t i = 0; i < n; ++i) to[i] = values->data<std::uint8_t>()[i];
        break;
      case TypeKind::date:
        for (std::size_t i = 0; i < n; ++i) to[i] = values->data<std::int32_t>()[i];
        break;
      default: {
        const std::int64_t unit = is_micros(type_.kind) ? step_micros(type_) : 1;
        for (std::size_t i = 0; i < n; ++i) to[i] = values->data<std::int64_t>()[i] / unit;
        break;
      }
    }
    // What the type cannot hold lies beyond everything that it can.
    for (std::size_t i = 0; i < n; ++i) {
      if (values->is_null(i)) to[i] = scores[begin + i] < 0 ? kLeast : kGreatest;
    }
  }
}

void BranchCurve::last_scores(std::span<const std::int64_t> wanted, double* scores) const {
  const std::size_t n = wanted.size();
  std::vector<std::size_t> open;
  std::vector<double> low(n);
  std::vector<double> high(n);
  for (std::size_t i = 0; i < n; ++i) {
    const auto beyond = std::upper_bound(sampled_.begin(), sampled_.end(), wanted[i]);
    if (beyond == sampled_.begin()) {
      scores[i] = -kInfinity;
    } else if (beyond == sampled_.end()) {
      scores[i] = kInfinity;
    } else {
      const auto at = static_cast<std::size_t>(beyond - sampled_.begin());
      low[i] = sampled_score(at - 1);
      high[i] = sampled_score(at);
      open.push_back(i);
    }
  }
  std::vector<double> middle(open.size());
  std::vector<std::int64_t> found(open.size());
  for (int halving = 0; halving < kHalvings && !open.empty(); ++halving) {
    for (std::size_t k = 0; k < open.size(); ++k) middle[k] = 0.5 * (low[open[k]] + high[open[k]]);
    places(middle, found.data());
    for (std::size_t k = 0; k < open.size(); ++k) {
      const std::size_t i = open[k];
      (found[k] <= wanted[i] ? low : high)[i] = middle[k];
    }
  }
  for (const std::size_t i : open) scores[i] = low[i];
}

}  // namespace synthgen
