// Geometric: how many trials until the first success. In closed form: k trials are not
// enough with probability (1 − p)^k.
#include <algorithm>
#include <cmath>
#include <limits>

#include "synthgen/base/elementary.hpp"
#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

/// −log(1 − p): how much each trial takes from the log of the share above. Infinite where the first trial succeeds.
double rate_of(double p) { return -elementary::log1p(-p); }

class Geometric final : public Distribution {
 public:
  void quantile(const Probabilities& probabilities, ParameterRows parameters, double* values) const override {
    elementary::log(probabilities.n, probabilities.above, values);
    double p = -1;
    double rate = 0;
    for (std::size_t i = 0; i < probabilities.n; ++i) {
      if (parameters[0][i] != p) {
        p = parameters[0][i];
        rate = rate_of(p);
      }
      // A small share below has more digits than the one above.
      const double needed = probabilities.below[i] < 0x1p-20 ? -elementary::log1p(-probabilities.below[i]) : -values[i];
      values[i] = std::max(1.0, std::ceil(needed / rate));
    }
  }

  void share(std::size_t n, const double* values, ParameterRows parameters, double* below,
             double* above) const override {
    for (std::size_t i = 0; i < n; ++i) {
      const double k = std::floor(values[i]);
      const double x = k >= 1 ? k * rate_of(parameters[0][i]) : 0;
      below[i] = -elementary::expm1(-x);
      above[i] = elementary::exp(-x);
    }
  }

  // What is left after any number of failures is again geometric.
  double quantile_between(double u, double low, double high, const double* parameters) const override {
    const double from = std::max(std::ceil(low), 1.0);
    const double to = std::floor(high);
    const double rate = rate_of(parameters[0]);
    if (!(from <= to) || (from > 1 && rate == std::numeric_limits<double>::infinity())) {
      return std::numeric_limits<double>::quiet_NaN();
    }
    const double all = (to - from + 1) * rate;
    const double lost = all < 745 ? -elementary::expm1(-all) : 1.0;
    const double more = std::ceil(-elementary::log1p(-u * lost) / rate);
    return std::clamp(from - 1 + more, from, to);
  }
};

constexpr Parameter kParameters[] = {
    {"p", Range{0, 1, true, false, false}, "probability of success in each trial, above 0; the mean is 1/p"},
};
constexpr Parameterisation kParameterisations[] = {kParameters};

}  // namespace

namespace distributions {

const DistributionKind& geometric() {
  static const DistributionKind kind = {
      .record = {.name = "geometric",
                 .summary = "How many trials until the first success, from 1: attempts, visits before a purchase.",
                 .source = "Inversion in closed form; Johnson, Kemp, Kotz: Univariate Discrete Distributions, ch. 5.",
                 .example = R"({"distribution": "geometric", "p": 0.25})"},
      .outcome = Outcome::discrete,
      .parameterisations = kParameterisations,
      .canonical_count = 1,
      .make = &make_plain<Geometric>,
  };
  return kind;
}

}  // namespace distributions
}  // namespace synthgen
