// Exponential: -mean ln(1 - U). Waiting times between events that happen at a steady
// rate and remember nothing.
#include <algorithm>
#include <limits>

#include "synthgen/base/elementary.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

class Exponential final : public Distribution {
 public:
  void quantile(const Probabilities& probabilities, ParameterRows parameters, double* values) const override {
    const double* mean = parameters[0];
    exponential_score(probabilities.n, probabilities.below, probabilities.above, values);
    for (std::size_t i = 0; i < probabilities.n; ++i) values[i] = mean[i] * values[i];
  }

  void share(std::size_t n, const double* values, ParameterRows parameters, double* below,
             double* above) const override {
    for (std::size_t i = 0; i < n; ++i) {
      // Beyond 800 means nothing is left above in doubles.
      const double x = std::clamp(values[i] / parameters[0][i], 0.0, 800.0);
      below[i] = -elementary::expm1(-x);
      above[i] = elementary::exp(-x);
    }
  }

  // What lies beyond a bound is again exponential, however far out the bound is.
  double quantile_between(double u, double low, double high, const double* parameters) const override {
    if (high < 0) return std::numeric_limits<double>::quiet_NaN();
    const double start = std::max(low, 0.0);
    const double width = (high - start) / parameters[0];
    const double lost = width < 745 ? -elementary::expm1(-width) : 1.0;
    return std::clamp(start - parameters[0] * elementary::log1p(-u * lost), start, high);
  }
};

constexpr Parameter kRate[] = {
    measuring(Measure::unitless, {"rate", Range::positive(), "events per unit of the column; the mean is 1/rate"}),
};
constexpr Parameter kMean[] = {
    measuring(Measure::scale, {"mean", Range::positive(),
                               "mean of the values, which is also their standard deviation; unit of the column"}),
};
constexpr Parameterisation kParameterisations[] = {kRate, kMean};

void canonical(std::size_t which, std::size_t n, ParameterRows given, std::span<double* const> out) {
  for (std::size_t i = 0; i < n; ++i) out[0][i] = which == 0 ? 1 / given[0][i] : given[0][i];
}

}  // namespace

namespace distributions {

const DistributionKind& exponential() {
  static const DistributionKind kind = {
      .record = {.name = "exponential",
                 .summary = "Waiting times from 0 on, for events that come at a steady rate and remember nothing.",
                 .source = "Johnson, Kotz, Balakrishnan: Continuous Univariate Distributions, vol. 1, ch. 19.",
                 .example = R"({"distribution": "exponential", "mean": 95, "decimals": 1})"},
      .outcome = Outcome::continuous,
      .parameterisations = kParameterisations,
      .canonical_count = 1,
      .canonical = &canonical,
      .make = &make_plain<Exponential>,
  };
  return kind;
}

}  // namespace distributions
}  // namespace synthgen
