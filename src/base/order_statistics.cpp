#include "synthgen/base/order_statistics.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

#include "synthgen/base/normal.hpp"
#include "synthgen/base/share_functions.hpp"

namespace synthgen {
namespace {

/// Few enough to be sorted for one place alone, many enough that splits cost little beside them.
constexpr std::int64_t kLeafDraws = 256;
/// Cells of so many levels are kept: 4,096 at most.
constexpr int kTopLevels = 12;
/// Where the incomplete beta function ends.
constexpr std::int64_t kGreatestChecked = 1'000'000'000;

/// 2^exponent. REQUIRES: a normal number.
double power_of_two(int exponent) { return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52); }

/// Ascending: a pass into as many buckets as there are values, and insertion for what is left, for they are uniform.
void sort_uniform(std::uint64_t* values, std::size_t n) {
  constexpr int kBits = 8;
  std::uint16_t ends[(std::size_t{1} << kBits) + 1] = {};
  std::uint64_t copy[kLeafDraws];
  for (std::size_t i = 0; i < n; ++i) ++ends[(values[i] >> (64 - kBits)) + 1];
  for (std::size_t b = 1; b <= std::size_t{1} << kBits; ++b)
    ends[b] = static_cast<std::uint16_t>(ends[b] + ends[b - 1]);
  for (std::size_t i = 0; i < n; ++i) copy[ends[values[i] >> (64 - kBits)]++] = values[i];
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint64_t value = copy[i];
    std::size_t at = i;
    for (; at > 0 && values[at - 1] > value; --at) values[at] = values[at - 1];
    values[at] = value;
  }
}

}  // namespace

std::int64_t half_binomial(std::int64_t n, double below, double above) {
  const auto trials = static_cast<double>(n);
  const double sd = 0.5 * std::sqrt(trials);
  const double z = normal_score(below, above);
  const double square = z * z;
  // The quantile as a continuous number that is half a step above k where P(X ≤ k) is just met. The expansion's error
  // is at most 0.0045·(1 + |z|⁵)/sd³, and that of the score 1e-9 of it.
  const double x = 0.5 * trials + sd * z + z * (1 - square) / (48 * sd);
  const double up = std::ceil(x - 0.5);
  const double doubt = 0.005 * (1 + square * square * std::fabs(z)) / (sd * sd * sd) + 2e-9 * (1 + sd * std::fabs(z));
  const double over = up - (x - 0.5);
  double k = std::clamp(up, 0.0, trials);
  if (n > kGreatestChecked || (over > doubt && over < 1 - doubt && k == up)) return static_cast<std::int64_t>(k);
  const auto reaches = [&](double at) {
    if (at < 0) return false;
    if (at >= trials) return true;
    const elementary::SharePair share = elementary::beta_shares(trials - at, at + 1, 1);
    return below <= 0.5 ? share.below >= below : share.above <= above;
  };
  if (reaches(k)) {
    while (k > 0 && reaches(k - 1)) k -= 1;
  } else {
    do {
      k += 1;
    } while (!reaches(k));
  }
  return static_cast<std::int64_t>(k);
}

/// The uniforms of a cell, sorted, as probabilities from both ends.
struct OrderStatistics::Leaf {
  std::int64_t first = 0;
  std::int64_t count = 0;
  double below[kLeafDraws];
  double above[kLeafDraws];

  bool holds(std::int64_t place) const { return place >= first && place < first + count; }
};

OrderStatistics::OrderStatistics(StreamKey values, StreamKey splits, std::int64_t count)
    : values_(values), splits_(splits), count_(count) {
  assert(count >= 0 && count <= 1'000'000'000'000'000);
  if (count > 0) add_tops({0, count, 1}, 0);
}

std::int64_t OrderStatistics::left_count(const Cell& cell) const {
  std::uint64_t bits = 0;
  draw_bits64(splits_, RowSet::range(static_cast<std::int64_t>(cell.number), 1), 0, 0, &bits);
  const double u = uniform_from_bits(bits);
  return half_binomial(cell.count, u, 1 - u);
}

void OrderStatistics::add_tops(const Cell& cell, int depth) {
  if (cell.count == 0) return;
  if (depth == kTopLevels || cell.count <= kLeafDraws) {
    tops_.push_back(cell);
    return;
  }
  const std::int64_t left = left_count(cell);
  add_tops({cell.first, left, 2 * cell.number}, depth + 1);
  add_tops({cell.first + left, cell.count - left, 2 * cell.number + 1}, depth + 1);
}

OrderStatistics::Cell OrderStatistics::find(std::int64_t place) const {
  assert(place >= 0 && place < count_);
  const auto behind = std::upper_bound(tops_.begin(), tops_.end(), place,
                                       [](std::int64_t at, const Cell& cell) { return at < cell.first; });
  Cell cell = *(behind - 1);
  while (cell.count > kLeafDraws) {
    const std::int64_t left = left_count(cell);
    if (place < cell.first + left) {
      cell = {cell.first, left, 2 * cell.number};
    } else {
      cell = {cell.first + left, cell.count - left, 2 * cell.number + 1};
    }
  }
  return cell;
}

void OrderStatistics::fill(const Cell& cell, Leaf& leaf) const {
  leaf.first = cell.first;
  leaf.count = cell.count;
  const auto n = static_cast<std::size_t>(cell.count);
  std::uint64_t bits[kLeafDraws];
  draw_bits64(values_, RowSet::range(cell.first, n), 0, 0, bits);
  sort_uniform(bits, n);
  const int depth = static_cast<int>(std::bit_width(cell.number)) - 1;
  const std::uint64_t cells = std::uint64_t{1} << depth;
  const auto before = static_cast<double>(cell.number - cells);
  const auto behind = static_cast<double>(2 * cells - 1 - cell.number);
  const double width = power_of_two(-depth);
  for (std::size_t i = 0; i < n; ++i) {
    const double u = uniform_from_bits(bits[i]);
    leaf.below[i] = (before + u) * width;
    leaf.above[i] = (behind + (1 - u)) * width;
  }
}

void OrderStatistics::scores(RowSet places, double* scores) const {
  Leaf leaf;
  constexpr std::size_t kPiece = 256;
  double below[kPiece];
  double above[kPiece];
  for (std::size_t begin = 0; begin < places.count; begin += kPiece) {
    const std::size_t n = std::min(kPiece, places.count - begin);
    for (std::size_t i = 0; i < n; ++i) {
      const std::int64_t place = places[begin + i];
      if (!leaf.holds(place)) fill(find(place), leaf);
      below[i] = leaf.below[place - leaf.first];
      above[i] = leaf.above[place - leaf.first];
    }
    normal_score(n, below, above, scores + begin);
  }
}

}  // namespace synthgen
