// Gumbel, of maxima: location - scale ln(E), E standard exponential. The greatest of many
// values: the highest flood or the hottest day of a year.
#include <algorithm>
#include <limits>

#include "synthgen/base/elementary.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

/// An E up to here is all that 1 - exp(-E) is.
constexpr double kLinear = 1e-17;

class Gumbel final : public Distribution {
 public:
  void quantile(const Probabilities& probabilities, ParameterRows parameters, double* values) const override {
    const double* location = parameters[0];
    const double* scale = parameters[1];
    // E is great where the value is small, so that the tails are exchanged.
    exponential_score(probabilities.n, probabilities.above, probabilities.below, values);
    elementary::log(probabilities.n, values, values);
    for (std::size_t i = 0; i < probabilities.n; ++i) values[i] = location[i] - scale[i] * values[i];
  }

  void share(std::size_t n, const double* values, ParameterRows parameters, double* below,
             double* above) const override {
    for (std::size_t i = 0; i < n; ++i) {
      const double e = exponential_at((values[i] - parameters[0][i]) / parameters[1][i]);
      below[i] = elementary::exp(-e);
      above[i] = -elementary::expm1(-e);
    }
  }

  // Between two bounds E is an exponential cut above and below, which is counted from its lower end.
  double quantile_between(double u, double low, double high, const double* parameters) const override {
    if (!(low < high)) return low;
    const double location = parameters[0];
    const double scale = parameters[1];
    const double width = (high - low) / scale;
    const double least = exponential_at((high - location) / scale);
    const double greatest = exponential_at((low - location) / scale);
    double value = 0;
    if (greatest < kLinear) {
      // Far above the location the value itself is exponential.
      value = low - scale * elementary::log1p(u * elementary::expm1(-width));
    } else {
      // Without the subtraction of like numbers, where both bounds have digits.
      const double range = least > 0 && width < 1 ? least * elementary::expm1(width) : greatest - least;
      const double lost = range < kGreatest ? -elementary::expm1(-range) : 1.0;
      const double excess = -elementary::log1p(-(1 - u) * lost);
      value = excess > least ? location - scale * elementary::log(least + excess)
                             : high - scale * elementary::log1p(excess / least);
    }
    return std::clamp(value, low, high);
  }

 private:
  /// Beyond this exp(-E) is nothing.
  static constexpr double kGreatest = 800;

  static double exponential_at(double z) { return elementary::exp(-std::clamp(z, -700.0, 800.0)); }
};

constexpr Parameter kParameters[] = {
    measuring(Measure::location, {"location", Range::any(), "the likeliest value; unit of the column"}),
    measuring(Measure::scale, {"scale", Range::positive(),
                               "how far they spread: the mean is 0.58 scales above the location, the standard "
                               "deviation 1.28 scales; unit of the column"}),
};
constexpr Parameterisation kParameterisations[] = {kParameters};

}  // namespace

namespace distributions {

const DistributionKind& gumbel() {
  static const DistributionKind kind = {
      .record = {.name = "gumbel",
                 .summary = "The greatest of many values, skewed upwards: the highest flood, load or temperature of "
                            "a year.",
                 .source = "Inversion in closed form, of maxima; Johnson, Kotz, Balakrishnan: Continuous Univariate "
                           "Distributions, vol. 2, ch. 22.",
                 .example = R"({"distribution": "gumbel", "location": 31, "scale": 2.5, "decimals": 1})"},
      .outcome = Outcome::continuous,
      .parameterisations = kParameterisations,
      .canonical_count = 2,
      .make = &make_plain<Gumbel>,
  };
  return kind;
}

}  // namespace distributions
}  // namespace synthgen
