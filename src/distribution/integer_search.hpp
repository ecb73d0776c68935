// The least integer whose share reaches a probability, from a guess: Newton's steps on the
// log of the smaller share, between bounds that close in on it, so that a bad guess costs a
// few steps more and never a walk.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include "synthgen/base/elementary.hpp"
#include "synthgen/base/share_functions.hpp"

namespace synthgen {

/// Whether shares at or below and above an integer reach the probability, told in the tail that has the digits.
inline bool reaches(const elementary::SharePair& shares, double below, double above) {
  return below <= 0.5 ? shares.below >= below : shares.above <= above;
}

/// least, greatest  the support; the second may be infinite
/// shares           of an integer: elementary::SharePair, below including it, monotone
/// mass             of an integer: about its probability
template <class Shares, class Mass>
double least_reaching(double below, double above, double guess, double least, double greatest, Shares&& shares,
                      Mass&& mass) {
  // Every integer up to `under` is known not to reach it, and `over` to do.
  double under = least - 1;
  double over = greatest;
  double k = guess >= least ? std::min(std::floor(guess), greatest) : least;
  for (int round = 0; over - under > 1; ++round) {
    if (k >= over) k = over - 1;
    if (k <= under) k = under + 1;
    const elementary::SharePair here = shares(k);
    const bool reached = reaches(here, below, above);
    (reached ? over : under) = k;
    if (over - under <= 1) break;
    const double neighbour = reached ? k - 1 : k + 1;
    const double share = below <= 0.5 ? here.below : here.above;
    const double probability = mass(k);
    double next = reached ? k - 1 - std::fabs(k) : k + 1 + std::fabs(k);
    if (share > 0 && probability > 0) {
      const double miss = below <= 0.5 ? elementary::log(below / share) : elementary::log(share / above);
      const double step = share / probability * miss;
      // Half a step short of where the share is met is, rounded up, the integer that meets it.
      next = std::ceil(k + step);
      if (reached ? next >= k : next <= k) next = neighbour;
    }
    // Where Newton's steps do not settle, halving does.
    if (round >= 8) {
      next = over < std::numeric_limits<double>::infinity() ? under + std::floor(0.5 * (over - under))
                                                            : k + 1 + std::fabs(k);
    }
    k = next;
  }
  return over;
}

}  // namespace synthgen
