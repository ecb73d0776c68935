// Ranks and exchanges: see the header.
#include "rank_correlation.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

namespace synthgen {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::int64_t pairs_of(std::size_t count) {
  return static_cast<std::int64_t>(count) * (static_cast<std::int64_t>(count) - 1) / 2;
}

/// Pairs of equal neighbours' runs. REQUIRES: sorted.
std::int64_t tied_pairs(std::span<const std::uint32_t> sorted) {
  std::int64_t ties = 0;
  for (std::size_t begin = 0; begin < sorted.size();) {
    std::size_t end = begin;
    while (end < sorted.size() && sorted[end] == sorted[begin]) ++end;
    ties += pairs_of(end - begin);
    begin = end;
  }
  return ties;
}

/// Sorts, and counts the pairs that stood the wrong way round.
std::int64_t sort_counting(std::vector<std::uint32_t>& values, std::vector<std::uint32_t>& scratch) {
  scratch.resize(values.size());
  std::int64_t exchanges = 0;
  for (std::size_t width = 1; width < values.size(); width *= 2) {
    for (std::size_t begin = 0; begin < values.size(); begin += 2 * width) {
      const std::size_t middle = std::min(begin + width, values.size());
      const std::size_t end = std::min(begin + 2 * width, values.size());
      std::size_t left = begin;
      std::size_t right = middle;
      std::size_t out = begin;
      while (left < middle && right < end) {
        // Both are read, so that the choice needs no jump, which would be guessed wrong every other time.
        const std::uint32_t first = values[left];
        const std::uint32_t second = values[right];
        const std::size_t wrong = second < first ? 1 : 0;
        scratch[out++] = second < first ? second : first;
        exchanges += static_cast<std::int64_t>((middle - left) & (0 - wrong));
        right += wrong;
        left += 1 - wrong;
      }
      const auto at = [](std::vector<std::uint32_t>& in, std::size_t place) {
        return in.begin() + static_cast<std::ptrdiff_t>(place);
      };
      std::copy(at(values, left), at(values, middle), at(scratch, out));
      std::copy(at(values, right), at(values, end), at(scratch, out + middle - left));
    }
    std::swap(values, scratch);
  }
  return exchanges;
}

}  // namespace

double correlation_of(double products, double squares_x, double squares_y) {
  const double r = products / (std::sqrt(squares_x) * std::sqrt(squares_y));
  return std::isnan(r) ? kNone : std::clamp(r, -1.0, 1.0);
}

void centred_ranks(const ValueOrder& order, std::vector<double>& ranks) {
  const std::size_t rows = order.size();
  ranks.resize(rows);
  for (std::size_t place = 0; place < rows;) {
    std::size_t end = place + 1;
    while (end < rows && !order.begins_value(end)) ++end;
    // Ranks place + 1 … end.
    const double rank = static_cast<double>(place + end) - static_cast<double>(rows);
    for (; place < end; ++place) ranks[order.row(place)] = rank;
  }
}

double spearman_pair(const ValueOrder& x, const ValueOrder& y, std::vector<std::int32_t>& scratch) {
  // As in centred_ranks, all sums are whole numbers, below 2²¹ · 2⁴² / 3.
  const auto rows = static_cast<std::int64_t>(x.common_rows(y));
  assert(rows < std::int64_t{1} << 21);
  std::int64_t squares_y = 0;
  std::int64_t before = 0;
  for (std::size_t place = 0; place < y.size();) {
    const std::size_t begin = place;
    std::int64_t equal = 0;
    do {
      equal += x.has(y.row(place)) ? 1 : 0;
      ++place;
    } while (place < y.size() && !y.begins_value(place));
    const std::int64_t rank = 2 * before + equal - rows;
    for (std::size_t i = begin; i < place; ++i) scratch[y.row(i)] = static_cast<std::int32_t>(rank);
    squares_y += equal * rank * rank;
    before += equal;
  }
  std::int64_t squares_x = 0;
  std::int64_t products = 0;
  before = 0;
  for (std::size_t place = 0; place < x.size();) {
    std::int64_t equal = 0;
    std::int64_t others = 0;
    do {
      const std::size_t row = x.row(place);
      const std::int64_t common = y.has(row) ? 1 : 0;
      equal += common;
      others += scratch[row] & -common;
      ++place;
    } while (place < x.size() && !x.begins_value(place));
    const std::int64_t rank = 2 * before + equal - rows;
    squares_x += equal * rank * rank;
    products += rank * others;
    before += equal;
  }
  if (squares_x == 0 || squares_y == 0) return kNone;
  return correlation_of(static_cast<double>(products), static_cast<double>(squares_x), static_cast<double>(squares_y));
}

std::vector<std::uint32_t> levels_of(const ValueOrder& order, std::size_t rows) {
  std::vector<std::uint32_t> levels(rows, kNoLevel);
  std::uint32_t level = 0;
  for (std::size_t place = 0; place < order.size(); ++place) {
    if (place > 0 && order.begins_value(place)) ++level;
    levels[order.row(place)] = level;
  }
  return levels;
}

double kendall_pair(const ValueOrder& x, const std::vector<std::uint32_t>& levels_y, KendallScratch& scratch) {
  // The levels of y in the order of x, and among equal x in their own.
  std::vector<std::uint32_t>& levels = scratch.levels;
  levels.clear();
  std::int64_t ties_x = 0;
  std::int64_t ties_both = 0;
  for (std::size_t place = 0; place < x.size();) {
    const std::size_t begin = levels.size();
    do {
      const std::uint32_t level = levels_y[x.row(place)];
      if (level != kNoLevel) levels.push_back(level);
      ++place;
    } while (place < x.size() && !x.begins_value(place));
    const std::size_t equal = levels.size() - begin;
    if (equal < 2) continue;
    std::sort(levels.begin() + static_cast<std::ptrdiff_t>(begin), levels.end());
    ties_x += pairs_of(equal);
    ties_both += tied_pairs({levels.data() + begin, equal});
  }
  const std::int64_t pairs = pairs_of(levels.size());
  const std::int64_t discordant = sort_counting(levels, scratch.merged);
  const std::int64_t ties_y = tied_pairs(levels);
  if (pairs == ties_x || pairs == ties_y) return kNone;
  const std::int64_t balance = pairs - ties_x - ties_y + ties_both - 2 * discordant;
  return correlation_of(static_cast<double>(balance), static_cast<double>(pairs - ties_x),
                        static_cast<double>(pairs - ties_y));
}

}  // namespace synthgen
