// Quantiles between two bounds so far out, or so close together, that shares have no
// digits left: the density itself is summed, from the bound that is nearer to its peak.
#pragma once

#include <algorithm>
#include <array>
#include <limits>

#include "synthgen/base/elementary.hpp"

namespace synthgen {

/// Gauss and Legendre's rule of 8 points over [from, to] (Abramowitz and Stegun, table 25.4).
template <class Log>
double density_mass(double from, double to, Log&& log_density) {
  constexpr std::array<double, 4> kNodes = {0.1834346424956498049, 0.5255324099163289858, 0.7966664774136267396,
                                            0.9602898564975362317};
  constexpr std::array<double, 4> kWeights = {0.3626837833783619830, 0.3137066458778872873, 0.2223810344533744706,
                                              0.1012285362903762591};
  const double middle = 0.5 * (from + to);
  const double half = 0.5 * (to - from);
  double sum = 0;
  for (std::size_t i = 0; i < kNodes.size(); ++i) {
    sum += kWeights[i] * (elementary::exp(log_density(middle - half * kNodes[i])) +
                          elementary::exp(log_density(middle + half * kNodes[i])));
  }
  return half * sum;
}

/// The v in [0, width] up to which the share u of the mass of exp(log_density) lies.
///
/// width        may be infinite
/// log_density  concave, 0 at 0, and falling without end where width is infinite
template <class Log>
double density_quantile(double u, double width, Log&& log_density) {
  constexpr double kNothing = -45;  // e^-45 of the peak is lost beside it
  constexpr std::size_t kPanels = 24;
  double reach = width;
  if (!(width <= std::numeric_limits<double>::max()) || log_density(width) < kNothing) {
    double v = std::min(width, 1.0);
    while (log_density(v) < kNothing && v > 0) v *= 0.5;
    while (v < width && log_density(v) >= kNothing) v *= 2;
    reach = std::min(v, width);
  }
  const double step = reach / kPanels;
  std::array<double, kPanels> masses{};
  double total = 0;
  for (std::size_t i = 0; i < kPanels; ++i) {
    masses[i] = density_mass(step * static_cast<double>(i), step * static_cast<double>(i + 1), log_density);
    total += masses[i];
  }
  double wanted = u * total;
  std::size_t panel = 0;
  while (panel + 1 < kPanels && wanted > masses[panel]) wanted -= masses[panel++];
  // Within a panel by bisected Newton steps: the density is the derivative of the mass.
  const double start = step * static_cast<double>(panel);
  double low = start;
  double high = start + step;
  double v = start + step * std::clamp(wanted / masses[panel], 0.0, 1.0);
  for (int round = 0; round < 60; ++round) {
    const double miss = density_mass(start, v, log_density) - wanted;
    (miss < 0 ? low : high) = v;
    double next = v - miss / elementary::exp(log_density(v));
    if (!(next >= low && next <= high)) next = 0.5 * (low + high);
    const double change = next - v;
    v = next;
    if (change < step * 1e-12 && change > -step * 1e-12) break;
  }
  return std::clamp(v, 0.0, reach);
}

}  // namespace synthgen
