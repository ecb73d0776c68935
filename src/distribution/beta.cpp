// Beta: shares, rates and scores between two bounds, of any shape from a bell to a bathtub.
#include <limits>
#include <string>

#include "beta_law.hpp"
#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

constexpr Range kShapes{1e-3, 1e9, false, false, false};
constexpr Parameter kParameters[] = {
    {"alpha", kShapes, "pulls towards the upper end, no unit; from 0.001 to 1e9"},
    {"beta", kShapes, "pulls towards the lower end, no unit; the mean is alpha/(alpha + beta) of the way up"},
    measuring(Measure::location, {"low", Range::any(), "least value; unit of the column", 0.0}),
    measuring(Measure::location, {"high", Range::any(), "greatest value; unit of the column", 1.0}),
};
constexpr Parameterisation kParameterisations[] = {kParameters};

void canonical(std::size_t which, std::size_t n, ParameterRows given, std::span<double* const> out) {
  keep_parameters(which, n, given, out);
  for (std::size_t i = 0; i < n; ++i) {
    // Bounds whose distance is no double are as bad as exchanged ones.
    const double range = out[3][i] - out[2][i];
    if (!(range > 0 && range <= std::numeric_limits<double>::max())) {
      out[2][i] = std::numeric_limits<double>::quiet_NaN();
    }
  }
}

std::string contradiction(std::size_t /*which*/, std::span<const double> given) {
  if (!(given[2] < given[3])) return "\"low\" is not below \"high\"";
  if (given[3] - given[2] <= std::numeric_limits<double>::max()) return {};
  return "\"low\" and \"high\" are farther apart than numbers can tell";
}

}  // namespace

namespace distributions {

const DistributionKind& beta() {
  static const DistributionKind kind = {
      .record = {.name = "beta",
                 .summary = "Values between two bounds, 0 and 1 if not said: shares, rates, probabilities, scores.",
                 .source = "Inversion by Halley's method (DiDonato and Morris, ACM TOMS 18 (1992) 360, for the "
                           "shares), read through quintics; Johnson, Kotz, Balakrishnan: Continuous Univariate "
                           "Distributions, vol. 2, ch. 25.",
                 .example = R"({"distribution": "beta", "alpha": 2, "beta": 5, "low": 0, "high": 100, "decimals": 1})"},
      .outcome = Outcome::continuous,
      .parameterisations = kParameterisations,
      .canonical_count = 4,
      .canonical = &canonical,
      .make = &make_beta_law,
      .contradiction = &contradiction,
  };
  return kind;
}

}  // namespace distributions
}  // namespace synthgen
