// Increments and what is made of them: ranks, ties, moments, coarser ones.
#include "score_increments.hpp"

#include <algorithm>
#include <cmath>

#include "synthgen/base/elementary.hpp"
#include "synthgen/base/normal.hpp"

namespace synthgen {

namespace {

// A score behind all others.
constexpr double kBeyond = 40;

}  // namespace

double density_root_at(double score) {
  constexpr double kRootOfRoot = 0.6316187777460647;  // (2π)^−¼
  return kRootOfRoot * elementary::exp(-0.25 * score * score);
}

Increment::Increment(double from, double to, double middle, double rise)
    : left(from),
      right(to),
      at(middle),
      size(rise),
      below(normal_share_below(middle)),
      above(normal_share_above(middle)),
      density_root(density_root_at(middle)) {
  // The mean over a cell differs from the value at its middle by a 24th of the square of the width times the curvature.
  const double aside = middle * density_root * density_root * (to - from) * (to - from) / 24;
  below -= aside;
  above += aside;
}

namespace {

// Φ(right) − Φ(left), by the smaller shares.
double share_between(double left, double right) {
  return left > 0 ? normal_share_above(left) - normal_share_above(right)
                  : normal_share_below(right) - normal_share_below(left);
}

}  // namespace

Increments rank_increments(const Increments& values) {
  Increments ranks;
  ranks.reserve(values.size());
  // The rank just left of the next increment, and the share below the place where the last one ended.
  double rank = 0;
  double share = 0;
  double end = -kBeyond;
  for (std::size_t k = 0; k <= values.size(); ++k) {
    const bool done = k == values.size();
    const double start = done ? kBeyond : values[k].left;
    const double start_share = done ? 1.0 : normal_share_below(start);
    if (start > end) {
      // A flat stretch: its rank is the middle of its share, and its left end is a jump to that.
      const double flat_rank = 0.5 * (share + start_share);
      if (k == 0) {
        rank = flat_rank;
      } else {
        const double jump = flat_rank - rank;
        if (!values[k - 1].spread()) {
          ranks.emplace_back(end, end, end, jump);
        } else if (jump > 0) {
          ranks.emplace_back(end, end, end, jump);
        }
        rank = flat_rank;
      }
    } else if (k > 0 && !done && !values[k - 1].spread()) {
      // A jump that a smooth stretch follows at once.
      ranks.emplace_back(end, end, end, start_share - rank);
      rank = start_share;
    }
    if (done) break;
    if (values[k].spread()) {
      // From the middle of a flat stretch up to the smooth one's first rank.
      if (start_share > rank) ranks.emplace_back(start, start, start, start_share - rank);
      // The mean score within the cell, by the slope of φ.
      const double width = values[k].right - values[k].left;
      const double middle = 0.5 * (values[k].left + values[k].right);
      ranks.emplace_back(values[k].left, values[k].right, middle - middle * width * width / 12,
                         share_between(values[k].left, values[k].right));
      rank = normal_share_below(values[k].right);
    }
    share = normal_share_below(values[k].right);
    end = values[k].right;
  }
  return ranks;
}

double tie_share(const Increments& values) {
  double ties = 0;
  double share = 0;
  double end = -kBeyond;
  for (const Increment& increment : values) {
    const double next = normal_share_below(increment.left);
    if (increment.left > end) ties += (next - share) * (next - share);
    share = normal_share_below(increment.right);
    end = increment.right;
  }
  return ties + (1 - share) * (1 - share);
}

namespace {

// What greatest_covariance counts too much for two rises, of size 1 each and φ = 1, that are apart by the distance of
// their middles in its sum: half of what their mean distance is more.
double overlap(const Increment& a, const Increment& b) {
  if (a.spread() && b.spread()) {
    // Cells of one grid are the same or do not meet. The mean distance of two points of a cell is a third of its width.
    return a.left == b.left && a.right == b.right ? 0.5 * ((a.right - a.left) / 3 - std::fabs(a.at - b.at)) : 0;
  }
  const Increment& cell = a.spread() ? a : b;
  const double jump = a.spread() ? b.at : a.at;
  if (!(cell.left < jump && jump < cell.right)) return 0;
  const double left = jump - cell.left;
  const double right = cell.right - jump;
  const double mean = 0.5 * (left * left + right * right) / (cell.right - cell.left);
  return 0.5 * (mean - std::fabs(jump - cell.at));
}

}  // namespace

double greatest_covariance(const Increments& a, const Increments& b) {
  // Σ Σ size·size·Φ(lesser place)·(1 − Φ(greater place)), by one walk over both lists.
  double sum = 0;
  double weight_a = 0;
  double weight_b = 0;
  std::size_t i = 0;
  std::size_t j = 0;
  // Of rises that overlap, the later finds the earlier to be the last one of the other list.
  const auto take_off = [&sum](const Increment& now, const Increment& last) {
    if (last.right > now.left) {
      sum -= now.size * last.size * now.density_root * last.density_root * overlap(now, last);
    }
  };
  while (i < a.size() || j < b.size()) {
    if (j == b.size() || (i < a.size() && a[i].at <= b[j].at)) {
      const Increment& now = a[i++];
      sum += now.size * now.above * weight_b;
      weight_a += now.size * now.below;
      if (j > 0) take_off(now, b[j - 1]);
    } else {
      const Increment& now = b[j++];
      sum += now.size * now.above * weight_a;
      weight_b += now.size * now.below;
      if (i > 0) take_off(now, a[i - 1]);
    }
  }
  return sum;
}

Increments mirrored(const Increments& increments) {
  Increments result(increments.rbegin(), increments.rend());
  for (Increment& increment : result) {
    const double left = increment.left;
    increment.left = -increment.right;
    increment.right = -left;
    increment.at = -increment.at;
    std::swap(increment.below, increment.above);
  }
  return result;
}

Increments coarsened(const Increments& increments, double width) {
  Increments result;
  for (std::size_t k = 0; k < increments.size();) {
    const Increment& first = increments[k];
    const double limit = (std::floor(first.left / width) + 1) * width;
    std::size_t end = k + 1;
    double size = first.size;
    double moment = first.size * first.at;
    while (first.spread() && end < increments.size() && increments[end].spread() &&
           increments[end].left == increments[end - 1].right && increments[end].right <= limit) {
      size += increments[end].size;
      moment += increments[end].size * increments[end].at;
      ++end;
    }
    if (end == k + 1) {
      result.push_back(first);
    } else {
      const double right = increments[end - 1].right;
      // Far up, ranks rise by less than a double can tell.
      result.emplace_back(first.left, right, size > 0 ? moment / size : 0.5 * (first.left + right), size);
    }
    k = end;
  }
  return result;
}

void scale_sizes(Increments& increments, double factor) {
  for (Increment& increment : increments) increment.size *= factor;
}

}  // namespace synthgen
