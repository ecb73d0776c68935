#include "score_pieces.hpp"

#include <cmath>
#include <limits>

#include "synthgen/base/normal.hpp"
#include "synthgen/rule/value_pieces.hpp"
#include "synthgen/source/score_evaluate.hpp"

namespace synthgen {
namespace {

/// First looks along the score: what is passed over lies between two that differ, or is rarer than a grid step.
constexpr std::size_t kLooks = 1'024;
constexpr int kMostRounds = 64;

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
  std::optional<ValuePieces> found = find_value_pieces(
      looks, kMostScorePieces,
      [&](const std::vector<double>& scores) -> const Column& { return evaluate.column_at(*made.source, scores); });
  if (!found.has_value()) return std::nullopt;
  return ScorePieces{std::move(found->values), std::move(found->ends)};
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
