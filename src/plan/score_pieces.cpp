#include "score_pieces.hpp"

#include <cmath>
#include <limits>

#include "synthgen/base/normal.hpp"
#include "synthgen/source/score_evaluate.hpp"

namespace synthgen {
namespace {

/// First looks along the score: what is passed over lies between two that differ, or is rarer than a grid step.
constexpr std::size_t kLooks = 1'024;
constexpr int kMostRounds = 64;

/// Between two scores whose values differ.
struct Gap {
  double low = 0;
  double high = 0;
  std::size_t value_low = 0;  // rows of the values seen
  std::size_t value_high = 0;
};

}  // namespace

std::optional<ScorePieces> find_score_pieces(const MadeSource& made, ColumnIndex score) {
  const TypeKind kind = made.type.kind;
  const bool coded = kind == TypeKind::string && made.dictionary != nullptr;
  if (!coded && kind != TypeKind::boolean && kind != TypeKind::integer && kind != TypeKind::decimal &&
      kind != TypeKind::date) {
    return std::nullopt;
  }
  ScoreEvaluate evaluate(score);
  std::vector<double> looks(kLooks);
  const double step = 2 * (kGreatestScore + 0.05) / static_cast<double>(kLooks - 1);
  for (std::size_t i = 0; i < kLooks; ++i) looks[i] = -kGreatestScore - 0.05 + step * static_cast<double>(i);
  Column seen;
  seen.append(evaluate.column_at(*made.source, looks));
  std::vector<Gap> gaps;
  for (std::size_t i = 0; i + 1 < kLooks; ++i) {
    if (equal_cells(seen, i, seen, i + 1)) continue;
    gaps.push_back({looks[i], looks[i + 1], i, i + 1});
    if (gaps.size() >= kMostScorePieces) return std::nullopt;
  }
  // All borders are halved together, a batch a round; a value within a gap makes two of it.
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
    const Column& found = evaluate.column_at(*made.source, middles);
    const std::size_t first = seen.rows();
    seen.append(found);
    std::vector<Gap> next;
    std::size_t o = 0;
    for (std::size_t g = 0; g < gaps.size(); ++g) {
      Gap gap = gaps[g];
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
    if (gaps.size() >= kMostScorePieces) return std::nullopt;
  }
  ScorePieces pieces;
  std::vector<std::int64_t> rows = {0};
  for (const Gap& gap : gaps) {
    pieces.ends.push_back(gap.low);
    rows.push_back(static_cast<std::int64_t>(gap.value_high));
  }
  pieces.ends.push_back(std::numeric_limits<double>::infinity());
  pieces.values.gather(seen, rows);
  return pieces;
}

std::optional<ScoreLadder> find_score_ladder(const MadeSource& made, ColumnIndex score) {
  const TypeKind kind = made.type.kind;
  if (kind != TypeKind::integer && kind != TypeKind::date) return std::nullopt;
  constexpr double kLast = kGreatestScore + 0.05;
  ScoreEvaluate evaluate(score);
  const double scores[] = {-kLast, kLast};
  double ends[2];
  evaluate.values(*made.source, scores, ends);
  if (!(ends[1] - ends[0] < static_cast<double>(kMostLadderSteps))) return std::nullopt;
  ScoreLadder ladder;
  ladder.first = static_cast<std::int64_t>(ends[0]);
  const auto steps = static_cast<std::size_t>(ends[1] - ends[0]) + 1;
  // All borders are halved together: low gives at most the value, high more than it.
  std::vector<double> low(steps, -kLast);
  std::vector<double> high(steps, kLast);
  std::vector<double> middle(steps);
  std::vector<double> values(steps);
  for (int round = 0; round < kMostRounds; ++round) {
    for (std::size_t k = 0; k < steps; ++k) middle[k] = 0.5 * (low[k] + high[k]);
    evaluate.values(*made.source, middle, values.data());
    for (std::size_t k = 0; k < steps; ++k) {
      // A null would have no place in the order.
      if (values[k] != values[k]) return std::nullopt;
      (values[k] <= ends[0] + static_cast<double>(k) ? low : high)[k] = middle[k];
    }
  }
  ladder.ends = std::move(low);
  ladder.ends.back() = std::numeric_limits<double>::infinity();
  return ladder;
}

}  // namespace synthgen
