#include "synthgen/rule/value_pieces.hpp"

#include <limits>

#include "synthgen/column/equal_cells.hpp"

namespace synthgen {
namespace {

constexpr int kMostRounds = 64;

/// Between two scores whose values differ.
struct Gap {
  double low = 0;
  double high = 0;
  std::size_t value_low = 0;  // rows of the values seen
  std::size_t value_high = 0;
};

}  // namespace

std::optional<ValuePieces> find_value_pieces(const std::vector<double>& looks, std::size_t most,
                                             const std::function<const Column&(const std::vector<double>&)>& look) {
  Column seen;
  seen.append(look(looks));
  std::vector<Gap> gaps;
  for (std::size_t i = 0; i + 1 < looks.size(); ++i) {
    if (equal_cells(seen, i, seen, i + 1)) continue;
    gaps.push_back({looks[i], looks[i + 1], i, i + 1});
    if (gaps.size() >= most) return std::nullopt;
  }
  // All borders are halved together, a batch a round.
  for (int round = 0; round < kMostRounds; ++round) {
    std::vector<double> middles;
    std::vector<std::size_t> open;
    for (std::size_t g = 0; g < gaps.size(); ++g) {
      const double middle = 0.5 * (gaps[g].low + gaps[g].high);
      if (!(middle > gaps[g].low && middle < gaps[g].high)) continue;
      middles.push_back(middle);
      open.push_back(g);
    }
    if (middles.empty()) break;
    const std::size_t first = seen.rows();
    seen.append(look(middles));
    std::vector<Gap> next;
    std::size_t o = 0;
    for (std::size_t g = 0; g < gaps.size(); ++g) {
      const Gap gap = gaps[g];
      if (o >= open.size() || open[o] != g) {
        next.push_back(gap);
        continue;
      }
      const std::size_t row = first + o;
      const double middle = middles[o];
      ++o;
      if (equal_cells(seen, row, seen, gap.value_low)) {
        next.push_back({middle, gap.high, gap.value_low, gap.value_high});
      } else if (equal_cells(seen, row, seen, gap.value_high)) {
        next.push_back({gap.low, middle, gap.value_low, gap.value_high});
      } else {
        next.push_back({gap.low, middle, gap.value_low, row});
        next.push_back({middle, gap.high, row, gap.value_high});
      }
    }
    gaps = std::move(next);
    if (gaps.size() >= most) return std::nullopt;
  }
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  ValuePieces pieces;
  std::vector<std::int64_t> rows = {0};
  pieces.begins.push_back(-kInfinity);
  for (const Gap& gap : gaps) {
    pieces.ends.push_back(gap.low);
    pieces.begins.push_back(gap.high);
    rows.push_back(static_cast<std::int64_t>(gap.value_high));
  }
  pieces.ends.push_back(kInfinity);
  pieces.values.gather(seen, rows);
  return pieces;
}

}  // namespace synthgen
