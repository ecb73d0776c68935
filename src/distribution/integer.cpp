// Integer: every whole number between two bounds alike, both included. Ages, dice,
// keys of another system.
#include <algorithm>
#include <cmath>
#include <limits>

#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

// The sampler draws these in 64-bit integers; this class serves those who ask for shares
// and quantiles, whose bounds are exact to 2^53.
class Integer final : public Distribution {
 public:
  void quantile(const Probabilities& probabilities, ParameterRows parameters, double* values) const override {
    for (std::size_t i = 0; i < probabilities.n; ++i) {
      values[i] = at_share(probabilities.below[i], std::ceil(parameters[0][i]), std::floor(parameters[1][i]));
    }
  }

  void share(std::size_t n, const double* values, ParameterRows parameters, double* below,
             double* above) const override {
    for (std::size_t i = 0; i < n; ++i) {
      const double low = std::ceil(parameters[0][i]);
      const double high = std::floor(parameters[1][i]);
      const double count = high - low + 1;
      const double value = std::clamp(std::floor(values[i]), low - 1, high);
      below[i] = (value - low + 1) / count;
      above[i] = (high - value) / count;
    }
  }

  double quantile_between(double u, double low, double high, const double* parameters) const override {
    const double from = std::ceil(std::max(low, parameters[0]));
    const double to = std::floor(std::min(high, parameters[1]));
    if (!(from <= to)) return std::numeric_limits<double>::quiet_NaN();
    return at_share(u, from, to);
  }

 private:
  static double at_share(double below, double low, double high) {
    // The least k whose share at or below, (k - low + 1)/count, reaches the probability.
    return std::clamp(low + std::ceil(below * (high - low + 1)) - 1, low, high);
  }
};

constexpr Parameter kBounds[] = {
    {"min", Range::integers(), "least value, included; unit of the column"},
    {"max", Range::integers(), "greatest value, included; unit of the column"},
};
constexpr Parameterisation kParameterisations[] = {kBounds};

}  // namespace

namespace distributions {

const DistributionKind& integer() {
  static const DistributionKind kind = {
      .record = {.name = "integer",
                 .summary = "Every whole number between two bounds alike, both included.",
                 .source = "Multiply-shift: Lemire, \"Fast Random Integer Generation in an Interval\", ACM TOMACS 29 "
                           "(2019), without the rejection; the bias is below count/2^64.",
                 .example = R"({"distribution": "integer", "min": 18, "max": 79})"},
      .outcome = Outcome::lattice,
      .bounds_are_parameters = true,
      .parameterisations = kParameterisations,
      .canonical_count = 2,
      .make = &make_plain<Integer>,
  };
  return kind;
}

}  // namespace distributions
}  // namespace synthgen
