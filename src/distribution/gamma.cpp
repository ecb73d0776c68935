// Gamma: sums of exponential waiting times, and anything positive with a mild skew.
//
// A shape that is the same in all rows gets quantile tables; see quantile_table.hpp for why
// rows with a shape of their own still get the same bits. Below 1 the lower tail is a
// power of the probability too steep for a table, so there the table holds what is left of
// log x after that power. Shapes under kLeastTabled are inverted directly, and those beyond
// kGreatestTabled are a normal score with three corrections.
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

constexpr double kLeastShape = 1e-3;
constexpr double kGreatestShape = 1e15;
constexpr double kLeastTabled = 0.05;
constexpr double kGreatestTabled = 1e8;

enum class Form {
  direct,     ///< the inverse function itself
  of_log,     ///< tables of log x − log(below)/shape
  of_value,   ///< tables of x
  of_normal,  ///< Cornish and Fisher's expansion
};

Form form_of(double shape) {
  if (shape < kLeastTabled) return Form::direct;
  if (shape < 1) return Form::of_log;
  return shape <= kGreatestTabled ? Form::of_value : Form::of_normal;
}

double direct_quantile(double shape, double below, double above) {
  return elementary::exp(elementary::gamma_inverse_log(shape, below, above));
}

/// What the table of one tail holds at p, the share of that tail.
struct Knots {
  double shape;
  bool lower;

  QuantileKnot operator()(double p) const {
    const double below = lower ? p : 1 - p;
    const double t = elementary::gamma_inverse_log(shape, below, 1 - below);
    const double x = elementary::exp(t);
    const double density = elementary::gamma_log_density(shape, x);  // of t
    const double sign = lower ? 1.0 : -1.0;
    if (shape >= 1) {
      const double slope = x / density;
      // −f′/f³ with f = density/x, the density of x.
      return {x, sign * slope, -((shape - 1) / x - 1) * slope * slope};
    }
    const double slope = 1 / density;
    return {t - elementary::log(below) / shape, sign * (slope - 1 / (shape * below)),
            (x - shape) * slope * slope + 1 / (shape * below * below)};
  }
};

/// x of a form with tables. read(lower, p) reads the table of that tail.
template <class Read>
double tabled_quantile(double shape, double below, double above, Read&& read) {
  const bool lower = below < above;
  const double p = lower ? below : std::min(above, 0.5);
  if (p < QuantileTable::kLeast) return direct_quantile(shape, below, above);
  const double value = read(lower, p);
  if (shape >= 1) return value;
  return elementary::exp(elementary::log(below) / shape + value);
}

double normal_form(double shape, double z) {
  const double root = std::sqrt(shape);
  return shape + (root * z + ((z * z - 1) / 3 + z * (z * z - 7) / (36 * root)));
}

struct Tables {
  explicit Tables(double shape, double /*no second number*/ = 0)
      : lower(Knots{shape, true}), upper(Knots{shape, false}) {}
  double read(bool of_lower, double p) const { return (of_lower ? lower : upper).read(p); }

  QuantileTable lower;
  QuantileTable upper;
};

class Gamma final : public Distribution {
 public:
  explicit Gamma(std::optional<double> shape) {
    if (!shape) return;
    const Form form = form_of(*shape);
    if (form == Form::of_value || form == Form::of_log) tables_.emplace(*shape, 0);
  }

  void quantile(const Probabilities& probabilities, ParameterRows parameters, double* values) const override {
    const double* shape = parameters[0];
    const double* scale = parameters[1];
    const std::size_t n = probabilities.n;
    if (const Tables* tables = tables_ ? tables_->find(n) : nullptr; tables != nullptr) {
      if (form_of(shape[0]) == Form::of_log) {
        from_logs(*tables, probabilities, shape[0], values);
        for (std::size_t i = 0; i < n; ++i) values[i] = scale[i] * values[i];
        return;
      }
      const auto read = [&](bool lower, double p) { return tables->read(lower, p); };
      for (std::size_t i = 0; i < n; ++i) {
        values[i] = scale[i] * tabled_quantile(shape[i], probabilities.below[i], probabilities.above[i], read);
      }
      return;
    }
    for (std::size_t i = 0; i < n; ++i) {
      values[i] = scale[i] * row_quantile(shape[i], probabilities.below[i], probabilities.above[i]);
    }
  }

  void share(std::size_t n, const double* values, ParameterRows parameters, double* below,
             double* above) const override {
    for (std::size_t i = 0; i < n; ++i) {
      const double x = std::max(values[i], 0.0) / parameters[1][i];
      below[i] = elementary::gamma_p(parameters[0][i], x);
      above[i] = elementary::gamma_q(parameters[0][i], x);
    }
  }

  // In log x the density is x^shape·e^-x, whose log is concave; the peak is at x = shape.
  double quantile_between(double u, double low, double high, const double* parameters) const override {
    if (high < 0 || (high == 0 && low > 0)) return std::numeric_limits<double>::quiet_NaN();
    const double shape = parameters[0];
    const double least = std::max(low, 0.0) / parameters[1];
    const double greatest = high / parameters[1];
    if (!(least < greatest)) return std::clamp(parameters[1] * least, low, high);
    const double width =
        least > 0 ? elementary::log1p((greatest - least) / least) : std::numeric_limits<double>::infinity();
    double x = 0;
    if (least >= shape || (least > 0 && greatest > shape)) {
      const double v = density_quantile(u, width, [&](double w) { return shape * w - least * elementary::expm1(w); });
      x = least + least * elementary::expm1(v);
    } else {
      const double v =
          density_quantile(1 - u, width, [&](double w) { return -shape * w - greatest * elementary::expm1(-w); });
      x = greatest + greatest * elementary::expm1(-v);
    }
    return std::clamp(parameters[1] * x, low, high);
  }

 private:
  /// What tabled_quantile() gives for a shape below 1, with logarithms and exponentials of many at once.
  static void from_logs(const Tables& tables, const Probabilities& probabilities, double shape, double* values) {
    elementary::log(probabilities.n, probabilities.below, values);
    for (std::size_t i = 0; i < probabilities.n; ++i) {
      const bool lower = probabilities.below[i] < probabilities.above[i];
      const double p = lower ? probabilities.below[i] : std::min(probabilities.above[i], 0.5);
      values[i] = values[i] / shape + tables.read(lower, std::max(p, QuantileTable::kLeast));
    }
    elementary::exp(probabilities.n, values, values);
    for (std::size_t i = 0; i < probabilities.n; ++i) {
      if (std::min(probabilities.below[i], probabilities.above[i]) >= QuantileTable::kLeast) continue;
      values[i] = direct_quantile(shape, probabilities.below[i], probabilities.above[i]);
    }
  }

  double row_quantile(double shape, double below, double above) const {
    switch (form_of(shape)) {
      case Form::direct:
        break;
      case Form::of_log:
      case Form::of_value:
        if (const Tables* tables = cache_.find(shape, 0); tables != nullptr) {
          return tabled_quantile(shape, below, above, [&](bool lower, double p) { return tables->read(lower, p); });
        }
        return tabled_quantile(shape, below, above, [&](bool lower, double p) {
          return read_between_knots(p, Knots{shape, lower});
        });
      case Form::of_normal:
        return normal_form(shape, normal_score(below, above));
    }
    return direct_quantile(shape, below, above);
  }

  std::optional<TablesOnDemand<Tables>> tables_;
  TableCache<Tables> cache_;
};

constexpr Range kShapes{kLeastShape, kGreatestShape, false, false, false};
constexpr char kShapeMeaning[] = "from 0.001 to 1e15, no unit; 1 is exponential, 4 is skewed, 100 is nearly normal";
constexpr Parameter kShapeAndScale[] = {
    {"shape", kShapes, kShapeMeaning},
    measuring(Measure::scale,
              {"scale", Range::positive(), "stretches the values, unit of the column; the mean is shape times scale"}),
};
constexpr Parameter kShapeAndRate[] = {
    {"shape", kShapes, kShapeMeaning},
    measuring(Measure::unitless,
              {"rate", Range::positive(), "1/scale, per unit of the column; the mean is shape/rate"}),
};
constexpr Parameter kMeanAndSd[] = {
    measuring(Measure::scale, {"mean", Range::positive(), "mean of the values; unit of the column"}),
    measuring(Measure::scale, {"sd", Range::positive(), "standard deviation of the values; unit of the column"}),
};
constexpr Parameterisation kParameterisations[] = {kShapeAndScale, kShapeAndRate, kMeanAndSd};

void canonical(std::size_t which, std::size_t n, ParameterRows given, std::span<double* const> out) {
  for (std::size_t i = 0; i < n; ++i) {
    if (which == 2) {
      const double ratio = given[0][i] / given[1][i];
      const double shape = ratio * ratio;
      out[0][i] = kShapes.contains(shape) ? shape : std::numeric_limits<double>::quiet_NaN();
      out[1][i] = given[1][i] / ratio;
    } else {
      out[0][i] = given[0][i];
      out[1][i] = which == 0 ? given[1][i] : 1 / given[1][i];
    }
  }
}

std::string contradiction(std::size_t which, std::span<const double> given) {
  if (which != 2) return {};
  const double ratio = given[0] / given[1];
  if (kShapes.contains(ratio * ratio)) return {};
  return ratio < 1 ? "\"sd\" is more than 31 times \"mean\"" : "\"sd\" is less than a 30-millionth of \"mean\"";
}

std::unique_ptr<Distribution> make(std::span<const std::optional<double>> fixed) {
  return std::make_unique<Gamma>(fixed.empty() ? std::nullopt : fixed[0]);
}

}  // namespace

namespace distributions {

const DistributionKind& gamma() {
  static const DistributionKind kind = {
      .record = {.name = "gamma",
                 .summary = "Positive values with a skew that you choose: durations, rainfall, claims, time to repair.",
                 .source = "Inversion by Halley's method (DiDonato and Morris, ACM TOMS 12 (1986) 377, for the "
                           "shares), read through quintics; Johnson, Kotz, Balakrishnan: Continuous Univariate "
                           "Distributions, vol. 1, ch. 17.",
                 .example = R"({"distribution": "gamma", "mean": 40, "sd": 15, "decimals": 1})"},
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
