// A column as the list of its increments: where between −8.5 and 8.5 its value rises
// with the score, and by how much. All that correlations need is sums over them.
//
// Threads: pure. Determinism: fixed orders, own elementary functions.
#pragma once

#include <optional>
#include <vector>

#include "synthgen/copula/normal_to_anything.hpp"

namespace synthgen {

/// φ(score)^½.
double density_root_at(double score);

/// A rise of the value at one score, or spread over a cell of scores.
struct Increment {
  double left = 0;  ///< left = right = at: a jump
  double right = 0;
  double at = 0;  ///< where it is taken to happen
  double size = 0;
  double below = 0;         ///< Φ(at)
  double above = 0;         ///< 1 − Φ(at)
  double density_root = 0;  ///< φ(at)^½

  Increment() = default;
  /// Fills in the normal distribution's numbers at `middle`.
  Increment(double from, double to, double middle, double rise);
  bool spread() const { return left < right; }
};

using Increments = std::vector<Increment>;  ///< ascending

/// The increments of a column at a place. Jumps that matter are found to the last digits, smooth stretches come in
/// cells of 1/512. Null where the value is the same at all scores, or there is none.
std::optional<Increments> scan_increments(const ScoredColumn& column, std::size_t place);

/// Those of the average rank (Φ of the score within smooth stretches, of a flat one the middle of its share).
Increments rank_increments(const Increments& values);

/// The probability that two draws are equal.
double tie_share(const Increments& values);

/// The covariance of two columns that rise together: the greatest there is. Of a column with itself its variance.
double greatest_covariance(const Increments& a, const Increments& b);

/// The same for scores of the other sign.
Increments mirrored(const Increments& increments);

/// Neighbouring smooth cells joined within cells of that width, whose ends are its multiples.
Increments coarsened(const Increments& increments, double width);

void scale_sizes(Increments& increments, double factor);

}  // namespace synthgen
