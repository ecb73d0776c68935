// Lognormal: exp(mu + sigma Z), Z standard normal. Incomes, prices, file sizes,
// waiting times: whatever grows by percentages.
#include <algorithm>
#include <cmath>
#include <limits>

#include "normal_interval.hpp"
#include "synthgen/base/elementary.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

/// The standard score of a positive value. A sigma that has shrunk to nothing leaves a point mass at exp(mu).
double score_of(double value, double mu, double sigma) {
  const double distance = elementary::log(value) - mu;
  return distance == 0 ? 0.0 : distance / sigma;
}

class Lognormal final : public Distribution {
 public:
  void quantile(const Probabilities& probabilities, ParameterRows parameters, double* values) const override {
    const double* mu = parameters[0];
    const double* sigma = parameters[1];
    // Through the shared standard normal table and not one of our own, so that a
    // literal parameter and the same number as an "=expression" give equal bits.
    const double* scores = probabilities.scores;
    if (scores == nullptr) {
      normal_score(probabilities.n, probabilities.below, probabilities.above, values);
      scores = values;
    }
    for (std::size_t i = 0; i < probabilities.n; ++i) values[i] = mu[i] + sigma[i] * scores[i];
    elementary::exp(probabilities.n, values, values);
  }

  bool by_score() const override { return true; }

  void share(std::size_t n, const double* values, ParameterRows parameters, double* below,
             double* above) const override {
    for (std::size_t i = 0; i < n; ++i) {
      if (values[i] <= 0) {
        below[i] = 0;
        above[i] = 1;
        continue;
      }
      normal_shares(score_of(values[i], parameters[0][i], parameters[1][i]), below[i], above[i]);
    }
  }

  double quantile_between(double u, double low, double high, const double* parameters) const override {
    if (high <= 0) return std::numeric_limits<double>::quiet_NaN();
    const double z_low =
        low > 0 ? score_of(low, parameters[0], parameters[1]) : -std::numeric_limits<double>::infinity();
    const double z = normal_between(u, z_low, score_of(high, parameters[0], parameters[1]));
    return std::clamp(elementary::exp(parameters[0] + parameters[1] * z), low, high);
  }
};

// The three ways in which people know a lognormal, from most to least common in
// the wild: by its middle, by the logarithm's moments, by its own moments.
constexpr Parameter kMedianAndSigma[] = {
    measuring(Measure::scale, {"median", Range::positive(), "half of the values lie below it; unit of the column"}),
    {"sigma", Range::positive(), "standard deviation of the logarithm, no unit; 0.5 is mild, 1 is skewed, 2 is wild"},
};
constexpr Parameter kMuAndSigma[] = {
    measuring(Measure::unitless, {"mu", Range::any(), "mean of the natural logarithm of the values, no unit"}),
    {"sigma", Range::positive(), "standard deviation of the logarithm, no unit; 0.5 is mild, 1 is skewed, 2 is wild"},
};
constexpr Parameter kMeanAndSd[] = {
    measuring(Measure::scale, {"mean", Range::positive(), "mean of the values themselves; unit of the column"}),
    measuring(Measure::scale,
              {"sd", Range::positive(), "standard deviation of the values themselves; unit of the column"}),
};
constexpr Parameterisation kParameterisations[] = {kMedianAndSigma, kMuAndSigma, kMeanAndSd};

void canonical(std::size_t which, std::size_t n, ParameterRows given, std::span<double* const> out) {
  if (which == 0) {
    elementary::log(n, given[0], out[0]);
    std::copy_n(given[1], n, out[1]);
  } else if (which == 1) {
    std::copy_n(given[0], n, out[0]);
    std::copy_n(given[1], n, out[1]);
  } else {
    // Matching moments: sigma^2 = ln(1 + (sd/mean)^2), mu = ln(mean) - sigma^2/2.
    for (std::size_t i = 0; i < n; ++i) {
      const double spread = given[1][i] / given[0][i];
      // Beyond 1e8 the 1 has no digit left, and the square might overflow.
      const double variance = spread < 1e8 ? elementary::log1p(spread * spread) : 2 * elementary::log(spread);
      out[0][i] = elementary::log(given[0][i]) - variance / 2;
      // Below 1e-8 the square might underflow, and ln(1 + x) is x.
      out[1][i] = spread < 1e-8 ? spread : std::sqrt(variance);
    }
  }
}

}  // namespace

namespace distributions {

const DistributionKind& lognormal() {
  static const DistributionKind kind = {
      .record = {.name = "lognormal",
                 .summary = "Positive values that spread by factors rather than by sums, with a long upper tail.",
                 .source = "Johnson, Kotz, Balakrishnan: Continuous Univariate Distributions, vol. 1, ch. 14.",
                 .example = R"({"distribution": "lognormal", "median": 32000, "sigma": 0.5, "decimals": 2})"},
      .outcome = Outcome::continuous,
      .parameterisations = kParameterisations,
      .canonical_count = 2,
      .canonical = &canonical,
      .make = &make_plain<Lognormal>,
  };
  return kind;
}

}  // namespace distributions
}  // namespace synthgen
