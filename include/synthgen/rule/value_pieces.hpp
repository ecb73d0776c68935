// The scores at which a column that takes few values goes from one to the next.
//
// Threads: pure function of what `look` gives.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "synthgen/column/column.hpp"

namespace synthgen {

/// Pieces of the line of scores, by rising score, on each of which the value is the same.
struct ValuePieces {
  Column values;               ///< one for each piece; a value may occur again
  std::vector<double> begins;  ///< the least score seen of each; −∞ of the first
  std::vector<double> ends;    ///< the greatest score seen of each; ∞ of the last
};

/// Halves the gaps between looks whose values differ until nothing lies between; a value within a gap makes two of it.
/// So what is passed over lies between two looks of the same value.
///
/// looks  rising scores
/// most   of pieces; nothing where there are more
/// look   the values at scores, valid until the next call
std::optional<ValuePieces> find_value_pieces(const std::vector<double>& looks, std::size_t most,
                                             const std::function<const Column&(const std::vector<double>&)>& look);

}  // namespace synthgen
