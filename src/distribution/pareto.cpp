// Pareto, type I: scale (1 - U)^(-1/alpha). Wealth, city sizes, claims, file sizes: the few
// great ones hold most of the sum.
#include <algorithm>
#include <limits>

#include "synthgen/base/elementary.hpp"
#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

class Pareto final : public Distribution {
 public:
  void quantile(const Probabilities& probabilities, ParameterRows parameters, double* values) const override {
    const double* alpha = parameters[0];
    const double* scale = parameters[1];
    // Near 0 its digits are those of 1 - below, and a value has no more.
    elementary::log(probabilities.n, probabilities.above, values);
    for (std::size_t i = 0; i < probabilities.n; ++i) values[i] = -values[i] / alpha[i];
    elementary::exp(probabilities.n, values, values);
    for (std::size_t i = 0; i < probabilities.n; ++i) values[i] = scale[i] * values[i];
  }

  void share(std::size_t n, const double* values, ParameterRows parameters, double* below,
             double* above) const override {
    for (std::size_t i = 0; i < n; ++i) {
      const double log_above = -parameters[0][i] * log_ratio(parameters[1][i], std::max(values[i], parameters[1][i]));
      below[i] = -elementary::expm1(log_above);
      above[i] = elementary::exp(log_above);
    }
  }

  // What lies beyond a bound is again a Pareto, whose scale is the bound.
  double quantile_between(double u, double low, double high, const double* parameters) const override {
    const double alpha = parameters[0];
    if (high < parameters[1]) return std::numeric_limits<double>::quiet_NaN();
    const double start = std::max(low, parameters[1]);
    if (!(start < high)) return start;
    const double lost = elementary::expm1(-alpha * log_ratio(start, high));
    return std::clamp(start + start * elementary::expm1(-elementary::log1p(u * lost) / alpha), start, high);
  }

 private:
  /// log(to/from) for 0 < from <= to.
  static double log_ratio(double from, double to) {
    const double rise = (to - from) / from;
    return rise < 1 ? elementary::log1p(rise) : elementary::log(to) - elementary::log(from);
  }
};

constexpr Parameter kParameters[] = {
    {"alpha", Range{0.05, 1e9, false, false, false},
     "how fast the tail falls, from 0.05 (below, values outgrow doubles) to 1e9, no unit; 1.16 gives the "
     "greatest fifth of the values four fifths of the sum"},
    measuring(Measure::scale, {"scale", Range::positive(), "least value; unit of the column"}),
};
constexpr Parameterisation kParameterisations[] = {kParameters};

}  // namespace

namespace distributions {

const DistributionKind& pareto() {
  static const DistributionKind kind = {
      .record = {.name = "pareto",
                 .summary = "Values from a least one on, with a tail so heavy that a few hold most of the sum: "
                            "wealth, cities, claims.",
                 .source = "Inversion in closed form, type I; Johnson, Kotz, Balakrishnan: Continuous Univariate "
                           "Distributions, vol. 1, ch. 20.",
                 .example = R"({"distribution": "pareto", "alpha": 1.5, "scale": 1000, "decimals": 2})"},
      .outcome = Outcome::continuous,
      .parameterisations = kParameterisations,
      .canonical_count = 2,
      .make = &make_plain<Pareto>,
  };
  return kind;
}

}  // namespace distributions
}  // namespace synthgen
