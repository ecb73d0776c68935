// Weibull: scale E^(1/shape), E standard exponential. Times to failure, wind speeds.
//
// A shape below 1 magnifies the error of E; there quintics serve, which are good to 4e-12,
// in place of the shared table of scores. Which of the two it is depends on the shape
// alone, so that fixed shapes and shapes by row give the same bits.
#include <algorithm>
#include <limits>

#include "quantile_table.hpp"
#include "synthgen/base/elementary.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// An E up to here is all that 1 - exp(-E) is.
constexpr double kLinear = 1e-17;

/// The standard exponential by quintics.
struct FineExponential {
  FineExponential()
      : lower([](double p) {
          const double slope = 1 / (1 - p);
          return QuantileKnot{-elementary::log1p(-p), slope, slope * slope};
        }),
        upper([](double p) {
          return QuantileKnot{-elementary::log(p), -1 / p, 1 / (p * p)};
        }) {}

  double score(double below, double above) const {
    if (below < above) return below < QuantileTable::kLeast ? -elementary::log1p(-below) : lower.read(below);
    const double p = std::min(above, 0.5);
    return p < QuantileTable::kLeast ? -elementary::log(p) : upper.read(p);
  }

  QuantileTable lower;
  QuantileTable upper;
};

const FineExponential& fine_exponential() {
  static const FineExponential tables;
  return tables;
}

/// (x/scale)^shape, which is standard exponential.
double exponential_at(double x, double shape, double scale) {
  const double ratio = x / scale;
  // A quotient near underflow has lost its digits, and a small power brings it back.
  if (ratio < 1e-290 && x > 0) return elementary::exp(shape * (elementary::log(x) - elementary::log(scale)));
  return elementary::pow(ratio, shape);
}

class Weibull final : public Distribution {
 public:
  void quantile(const Probabilities& probabilities, ParameterRows parameters, double* values) const override {
    const double* shape = parameters[0];
    const double* scale = parameters[1];
    const std::size_t n = probabilities.n;
    exponential_score(n, probabilities.below, probabilities.above, values);
    for (std::size_t i = 0; i < n; ++i) {
      if (shape[i] < 1) values[i] = fine_exponential().score(probabilities.below[i], probabilities.above[i]);
    }
    elementary::log(n, values, values);
    for (std::size_t i = 0; i < n; ++i) values[i] = values[i] / shape[i];
    elementary::exp(n, values, values);
    for (std::size_t i = 0; i < n; ++i) values[i] = scale[i] * values[i];
  }

  void share(std::size_t n, const double* values, ParameterRows parameters, double* below,
             double* above) const override {
    for (std::size_t i = 0; i < n; ++i) {
      const double e = exponential_at(std::max(values[i], 0.0), parameters[0][i], parameters[1][i]);
      below[i] = -elementary::expm1(-e);
      above[i] = elementary::exp(-e);
    }
  }

  double quantile_between(double u, double low, double high, const double* parameters) const override {
    if (high < 0) return std::numeric_limits<double>::quiet_NaN();
    const double shape = parameters[0];
    const double scale = parameters[1];
    const double from = std::max(low, 0.0);
    if (!(from < high)) return from;
    const double log_ratio = shape * log_rise(from, high);  // of E
    const double least = exponential_at(from, shape, scale);
    const double greatest = exponential_at(high, shape, scale);
    double value = 0;
    if (greatest < kLinear) {
      value = power_between(u, high, shape, log_ratio);
    } else {
      // E is exponential beyond the lower bound's; their distance without subtracting like numbers.
      const double range = log_ratio < 1 ? least * elementary::expm1(log_ratio) : greatest - least;
      const double lost = range < 745 ? elementary::expm1(-range) : -1.0;
      const double excess = -elementary::log1p(u * lost);
      if (least > 1e-300) {
        value = least < kInfinity ? from + from * elementary::expm1(elementary::log1p(excess / least) / shape) : from;
      } else {
        value = scale * elementary::exp(elementary::log(excess) / shape);
      }
    }
    return std::clamp(value, from, high);
  }

 private:
  /// log(to/from) for from < to.
  static double log_rise(double from, double to) {
    if (from == 0 || to == kInfinity) return kInfinity;
    const double rise = (to - from) / from;
    return rise < 1 ? elementary::log1p(rise) : elementary::log(to) - elementary::log(from);
  }

  /// Near 0 the share below x is a power of x, of which a part q of that at `high` is wanted.
  static double power_between(double u, double high, double shape, double log_ratio) {
    const double q = u + (1 - u) * elementary::exp(-log_ratio);
    if (q < 0.5) return high * elementary::exp(elementary::log(q) / shape);
    return high + high * elementary::expm1(elementary::log1p((1 - u) * elementary::expm1(-log_ratio)) / shape);
  }
};

constexpr Parameter kParameters[] = {
    {"shape", Range{0.01, 1e9, false, false, false},
     "from 0.01 (below, values outgrow doubles) to 1e9, no unit; 1 is exponential, below 1 the risk falls with time, "
     "above "
     "1 it grows, 3.6 is nearly a normal"},
    measuring(Measure::scale, {"scale", Range::positive(),
                               "stretches the values: 63% of them lie below it, whatever the shape; unit of the "
                               "column"}),
};
constexpr Parameterisation kParameterisations[] = {kParameters};

}  // namespace

namespace distributions {

const DistributionKind& weibull() {
  static const DistributionKind kind = {
      .record = {.name = "weibull",
                 .summary = "Positive values such as times to failure, whose risk falls or grows with time, and wind "
                            "speeds.",
                 .source = "Inversion in closed form; Johnson, Kotz, Balakrishnan: Continuous Univariate "
                           "Distributions, vol. 1, ch. 21.",
                 .example = R"({"distribution": "weibull", "shape": 1.8, "scale": 1200, "decimals": 0})"},
      .outcome = Outcome::continuous,
      .parameterisations = kParameterisations,
      .canonical_count = 2,
      .make = &make_plain<Weibull>,
  };
  return kind;
}

}  // namespace distributions
}  // namespace synthgen
