// Logistic: location + scale ln(U/(1 - U)). A bell like the normal's with somewhat heavier
// tails, whose shares are the curve of growth that saturates.
#include <algorithm>
#include <limits>

#include "synthgen/base/elementary.hpp"
#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

/// So many scales beyond the location a tail is less than the last bit of 1.
constexpr double kWhole = 40;

/// How far above z_low, at or above −kWhole, a standard logistic lies that is cut to z_low … z_low + width. With
/// q = e^−z_low the odds of being above are (1 − uD)/(1 + quD) of those at z_low, where D = (1 − e^−width)/(1 +
/// q·e^−width).
double cut_logistic(double u, double z_low, double width) {
  const double q = elementary::exp(-z_low);
  const double part = u * (-elementary::expm1(-width) / (1 + q * elementary::exp(-width)));
  return elementary::log1p(q * part) - elementary::log1p(-part);
}

class Logistic final : public Distribution {
 public:
  void quantile(const Probabilities& probabilities, ParameterRows parameters, double* values) const override {
    const double* location = parameters[0];
    const double* scale = parameters[1];
    for (std::size_t i = 0; i < probabilities.n; ++i) {
      values[i] = std::min(probabilities.below[i] / probabilities.above[i], std::numeric_limits<double>::max());
    }
    elementary::log(probabilities.n, values, values);
    for (std::size_t i = 0; i < probabilities.n; ++i) values[i] = location[i] + scale[i] * values[i];
  }

  void share(std::size_t n, const double* values, ParameterRows parameters, double* below,
             double* above) const override {
    for (std::size_t i = 0; i < n; ++i) {
      // Beyond 800 means nothing is left in doubles.
      const double z = std::clamp((values[i] - parameters[0][i]) / parameters[1][i], -800.0, 800.0);
      const double odds = elementary::exp(z < 0 ? z : -z);
      const double less = odds / (1 + odds);
      const double more = 1 / (1 + odds);
      below[i] = z < 0 ? less : more;
      above[i] = z < 0 ? more : less;
    }
  }

  double quantile_between(double u, double low, double high, const double* parameters) const override {
    if (!(low < high)) return low;
    const double location = parameters[0];
    const double scale = parameters[1];
    const double z_low = (low - location) / scale;
    const double z_high = (high - location) / scale;
    const double width = (high - low) / scale;
    double value = 0;
    if (z_low < -kWhole && z_high > kWhole) {
      value = location + scale * elementary::log(u / (1 - u));
    } else if (z_low + z_high >= 0) {
      value = low + scale * cut_logistic(u, z_low, width);
    } else {
      value = high - scale * cut_logistic(1 - u, -z_high, width);
    }
    return std::clamp(value, low, high);
  }
};

constexpr Parameter kParameters[] = {
    measuring(Measure::location, {"location", Range::any(), "centre of the values; unit of the column"}),
    measuring(Measure::scale,
              {"scale", Range::positive(),
               "how far they spread: the standard deviation is 1.81 times as much; unit of the column"}),
};
constexpr Parameterisation kParameterisations[] = {kParameters};

}  // namespace

namespace distributions {

const DistributionKind& logistic() {
  static const DistributionKind kind = {
      .record = {.name = "logistic",
                 .summary = "Values that spread evenly around a centre with heavier tails than a normal: growth, "
                            "thresholds, ratings.",
                 .source = "Inversion in closed form; Johnson, Kotz, Balakrishnan: Continuous Univariate "
                           "Distributions, vol. 2, ch. 23.",
                 .example = R"({"distribution": "logistic", "location": 1500, "scale": 110, "decimals": 0})"},
      .outcome = Outcome::continuous,
      .parameterisations = kParameterisations,
      .canonical_count = 2,
      .make = &make_plain<Logistic>,
  };
  return kind;
}

}  // namespace distributions
}  // namespace synthgen
