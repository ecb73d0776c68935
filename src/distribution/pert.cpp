// Pert: a least, a likeliest and a greatest value, and a smooth hill over them: a beta whose
// shapes follow from where between its bounds the likeliest value lies.
#include <limits>
#include <string>

#include "beta_law.hpp"
#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

/// How much the likeliest value weighs in the mean, beside one for each bound.
constexpr double kWeightOfMode = 4;

constexpr Parameter kParameters[] = {
    measuring(Measure::location, {"low", Range::any(), "least value; unit of the column"}),
    measuring(Measure::location, {"mode", Range::any(), "likeliest value, from low to high; unit of the column"}),
    measuring(Measure::location,
              {"high", Range::any(), "greatest value; unit of the column; the mean is (low + 4 mode + high)/6"}),
};
constexpr Parameterisation kParameterisations[] = {kParameters};

bool go_together(double low, double mode, double high) {
  return low <= mode && mode <= high && low < high && high - low <= std::numeric_limits<double>::max();
}

/// alpha, beta, low and high.
void canonical(std::size_t /*which*/, std::size_t n, ParameterRows given, std::span<double* const> out) {
  for (std::size_t i = 0; i < n; ++i) {
    const double low = given[0][i];
    const double mode = given[1][i];
    const double high = given[2][i];
    const double range = high - low;
    const bool good = go_together(low, mode, high);
    out[0][i] = good ? 1 + kWeightOfMode * ((mode - low) / range) : std::numeric_limits<double>::quiet_NaN();
    out[1][i] = 1 + kWeightOfMode * ((high - mode) / range);
    out[2][i] = low;
    out[3][i] = high;
  }
}

std::string contradiction(std::size_t /*which*/, std::span<const double> given) {
  if (go_together(given[0], given[1], given[2])) return {};
  if (!(given[0] < given[2])) return "\"low\" is not below \"high\"";
  if (given[2] - given[0] > std::numeric_limits<double>::max()) {
    return "\"low\" and \"high\" are farther apart than numbers can tell";
  }
  return "\"mode\" lies outside \"low\" to \"high\"";
}

}  // namespace

namespace distributions {

const DistributionKind& pert() {
  static const DistributionKind kind = {
      .record = {.name = "pert",
                 .summary =
                     "Estimates by a least, a likeliest and a greatest value, smooth, mostly near the likeliest.",
                 .source =
                     "A beta with the weight 4 for the mode: Malcolm, Roseboom, Clark, Fazar, Operations Research "
                     "7 (1959) 646; inversion as of beta.",
                 .example = R"({"distribution": "pert", "low": 2, "mode": 5, "high": 20, "decimals": 1})"},
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
