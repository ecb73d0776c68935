// Uniform: every value of an interval alike. Amounts, dates and times of which nothing
// more is known than their bounds.
#include <algorithm>
#include <cmath>
#include <limits>

#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

class Uniform final : public Distribution {
 public:
  void quantile(const Probabilities& probabilities, ParameterRows parameters, double* values) const override {
    const double* low = parameters[0];
    const double* high = parameters[1];
    for (std::size_t i = 0; i < probabilities.n; ++i) {
      // In halves, because the width of [-1e308, 1e308] is not a double; halving is exact and each step monotone.
      const double half = probabilities.below[i] * (high[i] / 2 - low[i] / 2);
      values[i] = std::min(low[i] + half + half, high[i]);
    }
  }

  void share(std::size_t n, const double* values, ParameterRows parameters, double* below,
             double* above) const override {
    for (std::size_t i = 0; i < n; ++i) {
      const double low = parameters[0][i];
      const double high = parameters[1][i];
      const double half_width = high / 2 - low / 2;
      const double value = std::clamp(values[i], low, high);
      below[i] = (value / 2 - low / 2) / half_width;
      above[i] = (high / 2 - value / 2) / half_width;
    }
  }

  double quantile_between(double u, double low, double high, const double* parameters) const override {
    const double from = std::max(low, parameters[0]);
    const double to = std::min(high, parameters[1]);
    if (!(from <= to)) return std::numeric_limits<double>::quiet_NaN();
    const double half = u * (to / 2 - from / 2);
    return std::min(from + half + half, to);
  }
};

constexpr Parameter kBounds[] = {
    {"min", Range::any(), "least value, included; unit of the column, or a date or timestamp"},
    {"max", Range::any(),
     "greatest value: not reached by numbers and timestamps, included for integers and dates; unit as min"},
};
constexpr Parameterisation kParameterisations[] = {kBounds};

}  // namespace

namespace distributions {

const DistributionKind& uniform() {
  static const DistributionKind kind = {
      .record = {.name = "uniform",
                 .summary = "Every value between two bounds alike: numbers, decimals, dates and times.",
                 .source = "Numbers by inversion; grids by Lemire, \"Fast Random Integer Generation in an Interval\", "
                           "ACM TOMACS 29 (2019), without the rejection.",
                 .example = R"({"distribution": "uniform", "min": 0.5, "max": 20, "decimals": 2})"},
      .outcome = Outcome::continuous,
      .bounds_are_parameters = true,
      .parameterisations = kParameterisations,
      .canonical_count = 2,
      .make = &make_plain<Uniform>,
  };
  return kind;
}

}  // namespace distributions
}  // namespace synthgen
