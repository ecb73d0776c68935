// The few values of a column that is drawn by a score, and the scores at which they change.
#pragma once

#include <optional>
#include <vector>

#include "synthgen/column/equal_cells.hpp"
#include "synthgen/source/source.hpp"

namespace synthgen {

/// More values than these are not tried one by one.
inline constexpr std::size_t kMostScorePieces = 256;

struct ScorePieces {
  Column values;             ///< by rising score; a value may occur again
  std::vector<double> ends;  ///< the greatest score of each; the last is infinite
};

/// Nothing where there are more of them, or where values lie dense.
///
/// made  reads the score and nothing else
std::optional<ScorePieces> find_score_pieces(const MadeSource& made, ColumnIndex score);

/// More steps than these are searched for where they are needed.
inline constexpr std::size_t kMostLadderSteps = 8'192;

/// For whole numbers and dates: the greatest score of each value from the least to the greatest one.
struct ScoreLadder {
  std::int64_t first = 0;
  std::vector<double> ends;  ///< the last is infinite; equal ends for values that have no score
};

/// Nothing where there are more of them. made: as above.
std::optional<ScoreLadder> find_score_ladder(const MadeSource& made, ColumnIndex score);

}  // namespace synthgen
