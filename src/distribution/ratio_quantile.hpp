// Quantiles of a discrete distribution within an interval whose mass may underflow: from the end that is likelier
// outwards, each probability by its ratio to the one before, so that only ratios are ever computed.
#pragma once

namespace synthgen {

/// u              in (0, 1): the share of the mass of the interval, counted from its low end
/// start, end     integers, the likelier end first
/// upwards        whether start is the low end
/// ratio_to_next  probability of the integer after k, on the way to the end, by that of k
template <class Ratio>
double quantile_by_ratios(double u, double start, double end, bool upwards, Ratio ratio_to_next) {
  const double step = upwards ? 1 : -1;
  double total = 1;
  double probability = 1;
  for (double k = start; k != end && probability > total * 0x1p-60; k += step) {
    probability *= ratio_to_next(k);
    total += probability;
  }
  // `u` counts from the low end, so downwards the rest of it is spent from the high end.
  const double wanted = (upwards ? u : 1 - u) * total;
  double sum = 1;
  probability = 1;
  double k = start;
  while (k != end && sum < wanted) {
    probability *= ratio_to_next(k);
    sum += probability;
    k += step;
  }
  return k;
}

}  // namespace synthgen
