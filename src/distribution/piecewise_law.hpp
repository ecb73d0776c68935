// A law of pieces, each with its share and even within: histograms, and quantiles read off a list.
//
// Threads and determinism: those of Distribution.
#pragma once

#include <memory>
#include <vector>

#include "synthgen/distribution/distribution.hpp"

namespace synthgen {

struct Piece {
  double low = 0;
  double high = 0;   ///< low itself for a single value with a share of its own
  double share = 0;  ///< above 0
  double below = 0;  ///< share of the pieces before it
  double above = 0;  ///< and of those after it
};

/// REQUIRES: at least one piece; they ascend and do not overlap, and the distance of the outermost bounds is finite.
std::unique_ptr<Distribution> make_piecewise_law(const std::vector<Piece>& pieces);

}  // namespace synthgen
