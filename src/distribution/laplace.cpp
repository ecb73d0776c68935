// Laplace: two exponentials, back to back at the location. Errors with more small and more
// great ones than a normal has, differences of waiting times.
#include <algorithm>
#include <limits>

#include "synthgen/base/elementary.hpp"
#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

/// How far above its start an exponential of scale 1 lies that is cut `width` above it; u is the share below.
double cut_exponential(double u, double width) { return -elementary::log1p(u * elementary::expm1(-width)); }

class Laplace final : public Distribution {
 public:
  void quantile(const Probabilities& probabilities, ParameterRows parameters, double* values) const override {
    const double* location = parameters[0];
    const double* scale = parameters[1];
    const double* below = probabilities.below;
    const double* above = probabilities.above;
    for (std::size_t i = 0; i < probabilities.n; ++i) values[i] = std::min(2 * std::min(below[i], above[i]), 1.0);
    elementary::log(probabilities.n, values, values);
    for (std::size_t i = 0; i < probabilities.n; ++i) {
      values[i] = location[i] + scale[i] * (below[i] < above[i] ? values[i] : -values[i]);
    }
  }

  void share(std::size_t n, const double* values, ParameterRows parameters, double* below,
             double* above) const override {
    for (std::size_t i = 0; i < n; ++i) {
      // Beyond 800 means nothing is left in doubles.
      const double z = std::clamp((values[i] - parameters[0][i]) / parameters[1][i], -800.0, 800.0);
      const double tail = 0.5 * elementary::exp(z < 0 ? z : -z);
      below[i] = z < 0 ? tail : 1 - tail;
      above[i] = z < 0 ? 1 - tail : tail;
    }
  }

  // On either side of the location what lies beyond a bound is exponential, however far out the bound is.
  double quantile_between(double u, double low, double high, const double* parameters) const override {
    const double location = parameters[0];
    const double scale = parameters[1];
    if (!(low < high)) return low;
    double value = 0;
    if (low >= location) {
      value = low + scale * cut_exponential(u, (high - low) / scale);
    } else if (high <= location) {
      value = high - scale * cut_exponential(1 - u, (high - low) / scale);
    } else {
      const double under = -elementary::expm1((low - location) / scale);
      const double over = -elementary::expm1((location - high) / scale);
      const double beyond = u * over - (1 - u) * under;  // the mass between the location and the value
      value = beyond < 0 ? location + scale * elementary::log1p(beyond) : location - scale * elementary::log1p(-beyond);
    }
    return std::clamp(value, low, high);
  }
};

constexpr Parameter kParameters[] = {
    measuring(Measure::location, {"location", Range::any(), "centre of the values; unit of the column"}),
    measuring(Measure::scale,
              {"scale", Range::positive(),
               "mean distance from the location; the standard deviation is 1.41 times as much; unit of the column"}),
};
constexpr Parameterisation kParameterisations[] = {kParameters};

}  // namespace

namespace distributions {

const DistributionKind& laplace() {
  static const DistributionKind kind = {
      .record = {.name = "laplace",
                 .summary = "Values that peak sharply at a centre and fall off exponentially on both sides: errors "
                            "of forecasts, daily changes.",
                 .source = "Inversion in closed form; Johnson, Kotz, Balakrishnan: Continuous Univariate "
                           "Distributions, vol. 2, ch. 24.",
                 .example = R"({"distribution": "laplace", "location": 0, "scale": 2.5, "decimals": 2})"},
      .outcome = Outcome::continuous,
      .parameterisations = kParameterisations,
      .canonical_count = 2,
      .make = &make_plain<Laplace>,
  };
  return kind;
}

}  // namespace distributions
}  // namespace synthgen
