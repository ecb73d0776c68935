// Inverse Gaussian: how long something that drifts and jitters takes to reach a threshold.
//
// Of mean 1 and the shape phi = shape/mean. Shares are two normal ones, of
//   a = √phi·(√x − 1/√x)  and  b = √phi·(√x + 1/√x):   Φ(a) + exp(2·phi)·Φ(−b),
// where b² = a² + 4·phi, so that exp(2·phi) need never be computed: with the scaled error
// function every term has the factor exp(−a²/2). As in gamma.cpp a fixed phi gets quantile
// tables whose quintics rows with one of their own read too.
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "density_interval.hpp"
#include "quantile_table.hpp"
#include "synthgen/base/elementary.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/base/share_functions.hpp"
#include "synthgen/distribution/distribution.hpp"
#include "table_cache.hpp"
#include "tables_on_demand.hpp"

namespace synthgen {
namespace {

/// A standard deviation of a thousand means, and of a millionth of one.
constexpr double kLeastPhi = 1e-6;
constexpr double kGreatestPhi = 1e12;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kRootHalf = 0x1.6a09e667f3bcdp-1;
constexpr double kReciprocalRootTwoPi = 0x1.9884533d43651p-2;
constexpr double kTwoByRootPi = 0x1.20dd750429b6dp+0;

/// exp(x²)·erfc(x), for any x above −26.
double erfc_scaled(double x) {
  return x >= 0.75 ? elementary::erfc_scaled(x) : elementary::exp(x * x) * elementary::erfc(x);
}

/// exp(t²)·erfc(t) at `from` less that at `from` + `width`, for `from` above −1: by its derivative where they are
/// close.
double fall_of_erfc_scaled(double from, double width) {
  if (width >= 0.5) return erfc_scaled(from) - erfc_scaled(from + width);
  // Gauss and Legendre's rule of 6 points (Abramowitz and Stegun, table 25.4): off by 1e-14 at this width.
  constexpr double kNodes[] = {0.2386191860831969086, 0.6612093864662645137, 0.9324695142031520278};
  constexpr double kWeights[] = {0.4679139345726910473, 0.3607615730481386076, 0.1713244923791703450};
  const double half = 0.5 * width;
  const double middle = from + half;
  const auto slope = [](double t) { return kTwoByRootPi - 2 * t * erfc_scaled(t); };
  double sum = 0;
  for (int i = 0; i < 3; ++i) {
    sum += kWeights[i] * (slope(middle - half * kNodes[i]) + slope(middle + half * kNodes[i]));
  }
  return half * sum;
}

/// Both shares at x, of which x − 1 comes with its own digits.
elementary::SharePair shares_at(double phi, double x, double excess) {
  if (!(x > 0)) return {0, 1};
  if (x == kInfinity) return {1, 0};
  const double root = std::sqrt(phi / x) * kRootHalf;
  const double a = root * excess;  // over √2, as erfc takes it
  const double width = 2 * root;   // b − a
  const double decay = a < 27.5 && a > -27.5 ? elementary::exp(-a * a) : 0;
  elementary::SharePair shares;
  if (a < 0) {
    shares.below = decay == 0 ? 0 : 0.5 * decay * (erfc_scaled(-a) + erfc_scaled(a + width));
    // Where b is near to a, a is near to 0, and both terms are a half.
    shares.above = width < 0.5 ? 0.5 * decay * fall_of_erfc_scaled(a, width) : 1 - shares.below;
  } else {
    shares.above = decay == 0 ? 0 : 0.5 * decay * fall_of_erfc_scaled(a, width);
    shares.below = 1 - shares.above;
  }
  return shares;
}

/// The density of log x, and the derivative of its logarithm.
struct Density {
  double value;
  double bend;
};
Density density_at(double phi, double x, double excess) {
  const double root = std::sqrt(phi / x);
  const double a = root * excess;
  return {kReciprocalRootTwoPi * root * elementary::exp(-0.5 * a * a), -0.5 * (1 + root * a * (x + 1))};
}

/// A first guess of log x.
double start(double phi, double below, double above) {
  if (phi >= 0.5) {
    // Φ(a) + φ(a)/b is nearly Φ(a + 1/b).
    const double slant = 0.5 / std::sqrt(phi);
    const double half = slant * (normal_score(below, above) - slant);  // sinh(log x/2)
    const double log_root = elementary::log(std::fabs(half) + std::sqrt(half * half + 1));
    return half < 0 ? -2 * log_root : 2 * log_root;
  }
  // Without drift the share is 2·Φ(−√(phi/x)); with it no value goes far beyond 1/phi.
  if (below <= 0.5) {
    const double z = normal_score(0.5 * below, 1 - 0.5 * below);
    return elementary::log(phi / (z * z));
  }
  const double z = 1.2533141373155001 * above;
  return std::min(elementary::log(phi) - 2 * elementary::log(z),
                  elementary::log((1 - 2 * elementary::log(above)) / phi));
}

/// log x with the share wanted: Halley's method on the log of the smaller share, which is concave in log x.
double inverse_log(double phi, double below, double above) {
  const bool lower = below <= above;
  const double wanted = lower ? below : above;
  const double steep = std::max(1.0, std::sqrt(phi));
  double least = -kInfinity;
  double greatest = kInfinity;
  double t = start(phi, below, above);
  for (int round = 0; round < 100; ++round) {
    const double excess = elementary::expm1(t);
    const double x = elementary::exp(t);
    const elementary::SharePair shares = shares_at(phi, x, excess);
    const double share = lower ? shares.below : shares.above;
    double step;
    if (share > 0) {
      const double miss = elementary::log(share / wanted);
      if (miss == 0) return t;
      ((miss < 0) == lower ? least : greatest) = t;
      const Density density = density_at(phi, x, excess);
      const double slope = (lower ? density.value : -density.value) / share;
      const double newton = miss / slope;
      step = -newton / std::clamp(1 - 0.5 * newton * (density.bend - slope), 0.5, 2.0);
      // The error that such a step leaves is its cube.
      if (std::fabs(step) * steep < 1e-5) return t + step;
    } else {
      (lower ? least : greatest) = t;
      step = lower ? 1 / steep : -1 / steep;
    }
    double next = t + std::clamp(step, -3.0, 3.0);
    if (!(next > least && next < greatest)) next = 0.5 * (least + greatest);
    if (!(std::fabs(next) < kInfinity)) next = t + std::clamp(step, -3.0, 3.0);
    if (next == t) return t;
    t = next;
  }
  return t;
}

/// What the table of one tail holds at p, the share of that tail: x.
struct Knots {
  double phi;
  bool lower;

  QuantileKnot operator()(double p) const {
    const double t = lower ? inverse_log(phi, p, 1 - p) : inverse_log(phi, 1 - p, p);
    const double x = elementary::exp(t);
    const Density density = density_at(phi, x, elementary::expm1(t));
    const double slope = x / density.value;
    return {x, lower ? slope : -slope, slope * (1 - density.bend) / density.value};
  }
};

struct Tables {
  explicit Tables(double phi, double /*no second number*/ = 0) : lower(Knots{phi, true}), upper(Knots{phi, false}) {}

  QuantileTable lower;
  QuantileTable upper;
};

class InverseGaussian final : public Distribution {
 public:
  explicit InverseGaussian(std::optional<double> phi) {
    if (phi) tables_.emplace(*phi, 0);
  }

  void quantile(const Probabilities& probabilities, ParameterRows parameters, double* values) const override {
    const Tables* fixed = tables_ ? tables_->find(probabilities.n) : nullptr;
    for (std::size_t i = 0; i < probabilities.n; ++i) {
      const double phi = parameters[0][i];
      const double below = probabilities.below[i];
      const double above = probabilities.above[i];
      const bool lower = below < above;
      const double p = lower ? below : std::min(above, 0.5);
      double x;
      if (p < QuantileTable::kLeast) {
        x = elementary::exp(inverse_log(phi, below, above));
      } else if (const Tables* tables = tables_ ? fixed : cache_.find(phi, 0); tables != nullptr) {
        x = (lower ? tables->lower : tables->upper).read(p);
      } else {
        x = read_between_knots(p, Knots{phi, lower});
      }
      values[i] = parameters[1][i] * x;
    }
  }

  void share(std::size_t n, const double* values, ParameterRows parameters, double* below,
             double* above) const override {
    for (std::size_t i = 0; i < n; ++i) {
      const double mean = parameters[1][i];
      const elementary::SharePair shares = shares_at(parameters[0][i], values[i] / mean, (values[i] - mean) / mean);
      below[i] = shares.below;
      above[i] = shares.above;
    }
  }

  // In log x the density is exp(−log x/2 − phi·cosh(log x)), whose log is concave.
  double quantile_between(double u, double low, double high, const double* parameters) const override {
    if (high < 0 || (high == 0 && low > 0)) return std::numeric_limits<double>::quiet_NaN();
    const double phi = parameters[0];
    const double mean = parameters[1];
    const double least = std::max(low, 0.0) / mean;
    const double greatest = high / mean;
    if (!(least < greatest)) return std::clamp(mean * least, low, high);
    const double width = least > 0 ? elementary::log1p((greatest - least) / least) : kInfinity;
    // cosh(t + w) − cosh(t), by e^t.
    const auto rise = [](double x, double w) {
      const double grown = elementary::expm1(0.5 * w);
      const double sinh_half = 0.5 * grown * (1 + 1 / (1 + grown));
      const double root = 1 + grown;
      return (x * root - 1 / (x * root)) * sinh_half;
    };
    double x;
    if (phi * (least - 1 / least) >= -1 || (least > 0 && phi * (greatest - 1 / greatest) > -1)) {
      const double v = density_quantile(u, width, [&](double w) { return -0.5 * w - phi * rise(least, w); });
      x = least + least * elementary::expm1(v);
    } else {
      const double v = density_quantile(1 - u, width, [&](double w) { return 0.5 * w - phi * rise(greatest, -w); });
      x = greatest + greatest * elementary::expm1(-v);
    }
    return std::clamp(mean * x, low, high);
  }

 private:
  std::optional<TablesOnDemand<Tables>> tables_;
  TableCache<Tables> cache_;
};

constexpr Parameter kParameters[] = {
    measuring(Measure::scale, {"mean", Range::positive(), "mean of the values; unit of the column"}),
    measuring(Measure::scale, {"shape", Range::positive(),
                               "the variance is mean³/shape, so that a greater one means less spread; unit of the "
                               "column; from a millionth of the mean to 1e12 times the mean"}),
};
constexpr Parameterisation kParameterisations[] = {kParameters};

bool go_together(double mean, double shape) {
  const double phi = shape / mean;
  return phi >= kLeastPhi && phi <= kGreatestPhi;
}

/// phi and the mean.
void canonical(std::size_t /*which*/, std::size_t n, ParameterRows given, std::span<double* const> out) {
  for (std::size_t i = 0; i < n; ++i) {
    const double mean = given[0][i];
    const double shape = given[1][i];
    out[0][i] = go_together(mean, shape) ? shape / mean : std::numeric_limits<double>::quiet_NaN();
    out[1][i] = mean;
  }
}

std::string contradiction(std::size_t /*which*/, std::span<const double> given) {
  if (go_together(given[0], given[1])) return {};
  return given[1] < given[0] ? "\"shape\" is less than a millionth of \"mean\""
                             : "\"shape\" is more than 1e12 times \"mean\"";
}

std::unique_ptr<Distribution> make(std::span<const std::optional<double>> fixed) {
  return std::make_unique<InverseGaussian>(fixed.empty() ? std::nullopt : fixed[0]);
}

}  // namespace

namespace distributions {

const DistributionKind& inverse_gaussian() {
  static const DistributionKind kind = {
      .record = {.name = "inverse_gaussian",
                 .summary = "Times until something that drifts reaches a threshold: response, repair, time to failure.",
                 .source = "Inversion by Halley's method, read through quintics; Johnson, Kotz, Balakrishnan: "
                           "Continuous Univariate Distributions, vol. 1, ch. 15.",
                 .example = R"({"distribution": "inverse_gaussian", "mean": 8, "shape": 20, "decimals": 1})"},
      .outcome = Outcome::continuous,
      .parameterisations = kParameterisations,
      .canonical_count = 2,
      .canonical = &canonical,
      .make = &make,
      .contradiction = &contradiction,
  };
  return kind;
}

}  // namespace distributions
}  // namespace synthgen
