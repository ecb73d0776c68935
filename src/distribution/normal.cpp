// Normal: mean + sd Z. Measurements, errors, sums of many small causes.
#include "synthgen/base/normal.hpp"

#include <algorithm>

#include "normal_interval.hpp"
#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

class Normal final : public Distribution {
 public:
  void quantile(const Probabilities& probabilities, ParameterRows parameters, double* values) const override {
    const double* mean = parameters[0];
    const double* sd = parameters[1];
    // Through the shared standard normal table and not one of our own, so that a
    // literal parameter and the same number as an "=expression" give equal bits.
    const double* scores = probabilities.scores;
    if (scores == nullptr) {
      normal_score(probabilities.n, probabilities.below, probabilities.above, values);
      scores = values;
    }
    for (std::size_t i = 0; i < probabilities.n; ++i) values[i] = mean[i] + sd[i] * scores[i];
  }

  bool by_score() const override { return true; }

  void share(std::size_t n, const double* values, ParameterRows parameters, double* below,
             double* above) const override {
    for (std::size_t i = 0; i < n; ++i) {
      normal_shares((values[i] - parameters[0][i]) / parameters[1][i], below[i], above[i]);
    }
  }

  double quantile_between(double u, double low, double high, const double* parameters) const override {
    const double z = normal_between(u, (low - parameters[0]) / parameters[1], (high - parameters[0]) / parameters[1]);
    return std::clamp(parameters[0] + parameters[1] * z, low, high);
  }
};

constexpr Parameter kMeanAndSd[] = {
    measuring(Measure::location, {"mean", Range::any(), "centre of the values; unit of the column"}),
    measuring(Measure::scale,
              {"sd", Range::positive(),
               "standard deviation: two thirds of the values lie within one of the mean; unit of the column"}),
};
constexpr Parameterisation kParameterisations[] = {kMeanAndSd};

}  // namespace

namespace distributions {

const DistributionKind& normal() {
  static const DistributionKind kind = {
      .record = {.name = "normal",
                 .summary =
                     "Values that spread evenly around a mean, as measurements and sums of many small causes do.",
                 .source = "Inversion of the shared standard normal table; Johnson, Kotz, Balakrishnan: Continuous "
                           "Univariate Distributions, vol. 1, ch. 13.",
                 .example = R"({"distribution": "normal", "mean": 170, "sd": 9, "decimals": 1})"},
      .outcome = Outcome::continuous,
      .parameterisations = kParameterisations,
      .canonical_count = 2,
      .make = &make_plain<Normal>,
  };
  return kind;
}

}  // namespace distributions
}  // namespace synthgen
