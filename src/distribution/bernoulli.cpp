// Bernoulli: true with a given probability. Flags, yes and no, hit and miss.
#include <algorithm>
#include <limits>

#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

// The sampler draws these by rates, exactly; this class serves those who ask for shares
// and quantiles.
class Bernoulli final : public Distribution {
 public:
  void quantile(const Probabilities& probabilities, ParameterRows parameters, double* values) const override {
    for (std::size_t i = 0; i < probabilities.n; ++i) values[i] = probabilities.above[i] < parameters[0][i] ? 1 : 0;
  }

  void share(std::size_t n, const double* values, ParameterRows parameters, double* below,
             double* above) const override {
    for (std::size_t i = 0; i < n; ++i) {
      above[i] = values[i] < 0 ? 1 : values[i] < 1 ? parameters[0][i] : 0;
      below[i] = 1 - above[i];
    }
  }

  double quantile_between(double u, double low, double high, const double* parameters) const override {
    const double p = parameters[0];
    const bool zero = low <= 0 && high >= 0 && p < 1;
    const bool one = low <= 1 && high >= 1 && p > 0;
    if (!zero && !one) return std::numeric_limits<double>::quiet_NaN();
    if (zero && one) return 1 - u < p ? 1 : 0;
    return one ? 1 : 0;
  }
};

constexpr Parameter kProbability[] = {
    {"p", Range::probability(), "probability of true, between 0 and 1"},
};
constexpr Parameterisation kParameterisations[] = {kProbability};

}  // namespace

namespace distributions {

const DistributionKind& bernoulli() {
  static const DistributionKind kind = {
      .record = {.name = "bernoulli",
                 .summary = "True or false with a given probability; with type integer, 1 or 0.",
                 .source = "Comparison of 32 random bits with the probability; a tie is decided by 64 more.",
                 .example = R"({"distribution": "bernoulli", "p": 0.3})"},
      .outcome = Outcome::boolean,
      .parameterisations = kParameterisations,
      .canonical_count = 1,
      .make = &make_plain<Bernoulli>,
  };
  return kind;
}

}  // namespace distributions
}  // namespace synthgen
