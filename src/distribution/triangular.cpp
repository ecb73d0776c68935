// Triangular: a least, a likeliest and a greatest value, and straight lines between them.
// Cut at the mode, each half by its own square root, counted from its own end.
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

/// Of a density that runs straight from `first` to `last` over a piece, how far along its share u lies, in parts of it.
double along_straight_density(double u, double first, double last) {
  const double both = first + last;
  if (!(both > 0)) return u;
  // (first·t + (last − first)·t²/2) = u·both/2, without subtracting like numbers.
  const double root = std::sqrt(first * first + u * (last - first) * both);
  return std::clamp(u * both / (first + root), 0.0, 1.0);
}

class Triangular final : public Distribution {
 public:
  void quantile(const Probabilities& probabilities, ParameterRows parameters, double* values) const override {
    for (std::size_t i = 0; i < probabilities.n; ++i) {
      const double low = parameters[0][i];
      const double mode = parameters[1][i];
      const double high = parameters[2][i];
      const double range = high - low;
      const double rise = (mode - low) / range;  // the share below the mode
      // Both forms at once, so that which one holds is no branch.
      const double from_low = low + range * std::sqrt(probabilities.below[i] * rise);
      const double from_high = high - range * std::sqrt(probabilities.above[i] * ((high - mode) / range));
      values[i] = probabilities.below[i] < rise ? std::min(from_low, mode) : std::max(from_high, mode);
    }
  }

  void share(std::size_t n, const double* values, ParameterRows parameters, double* below,
             double* above) const override {
    for (std::size_t i = 0; i < n; ++i) {
      const double low = parameters[0][i];
      const double mode = parameters[1][i];
      const double high = parameters[2][i];
      const double x = std::clamp(values[i], low, high);
      if (x < mode) {
        below[i] = (x - low) / (high - low) * ((x - low) / (mode - low));
        above[i] = 1 - below[i];
      } else {
        above[i] = high > mode ? (high - x) / (high - low) * ((high - x) / (high - mode)) : 0;
        below[i] = 1 - above[i];
      }
    }
  }

  double quantile_between(double u, double low, double high, const double* parameters) const override {
    if (high < parameters[0] || low > parameters[2]) return std::numeric_limits<double>::quiet_NaN();
    const double from = std::max(low, parameters[0]);
    const double to = std::min(high, parameters[2]);
    if (!(from < to)) return from;
    const double mode = std::clamp(parameters[1], from, to);
    const double at_from = density(from, parameters);
    const double at_mode = density(mode, parameters);
    const double at_to = density(to, parameters);
    const double rising = (mode - from) * (at_from + at_mode);
    const double falling = (to - mode) * (at_mode + at_to);
    const double wanted = u * (rising + falling);
    const double value = wanted < rising
                             ? from + (mode - from) * along_straight_density(wanted / rising, at_from, at_mode)
                             : mode + (to - mode) * along_straight_density((wanted - rising) / falling, at_mode, at_to);
    return std::clamp(value, from, to);
  }

 private:
  /// In parts of the density at the mode.
  static double density(double x, const double* parameters) {
    if (x < parameters[1]) return (x - parameters[0]) / (parameters[1] - parameters[0]);
    return parameters[2] > parameters[1] ? (parameters[2] - x) / (parameters[2] - parameters[1]) : 1;
  }
};

constexpr Parameter kParameters[] = {
    measuring(Measure::location, {"low", Range::any(), "least value; unit of the column"}),
    measuring(Measure::location, {"mode", Range::any(), "likeliest value, from low to high; unit of the column"}),
    measuring(Measure::location, {"high", Range::any(), "greatest value; unit of the column"}),
};
constexpr Parameterisation kParameterisations[] = {kParameters};

bool go_together(double low, double mode, double high) {
  return low <= mode && mode <= high && low < high && high - low <= std::numeric_limits<double>::max();
}

void canonical(std::size_t which, std::size_t n, ParameterRows given, std::span<double* const> out) {
  keep_parameters(which, n, given, out);
  for (std::size_t i = 0; i < n; ++i) {
    if (!go_together(out[0][i], out[1][i], out[2][i])) out[1][i] = std::numeric_limits<double>::quiet_NaN();
  }
}

std::string contradiction(std::size_t /*which*/, std::span<const double> given) {
  if (go_together(given[0], given[1], given[2])) return {};
  if (!(given[0] < given[2])) return "\"low\" is not below \"high\"";
  if (given[2] - given[0] > std::numeric_limits<double>::max()) {
    return "\"low\" and \"high\" are farther apart than numbers can tell";
  }
  return "\"mode\" lies outside \"low\" to \"high\"";
}

}  // namespace

namespace distributions {

const DistributionKind& triangular() {
  static const DistributionKind kind = {
      .record = {.name = "triangular",
                 .summary = "Values of which only the least, the likeliest and the greatest are known: estimates.",
                 .source = "Inversion in closed form; Kotz, van Dorp: Beyond Beta (2004), ch. 1.",
                 .example = R"({"distribution": "triangular", "low": 2, "mode": 5, "high": 20, "decimals": 1})"},
      .outcome = Outcome::continuous,
      .parameterisations = kParameterisations,
      .canonical_count = 3,
      .canonical = &canonical,
      .make = &make_plain<Triangular>,
      .contradiction = &contradiction,
  };
  return kind;
}

}  // namespace distributions
}  // namespace synthgen
