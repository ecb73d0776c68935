// Student's t: a bell whose tails fall as a power, the heavier the fewer its degrees of
// freedom. Returns of shares, errors with outliers.
//
// As in gamma.cpp degrees of freedom that are the same in all rows get a quantile table,
// whose quintics rows with degrees of their own read too; one tail serves both sides. Under
// kLeastTabled the middle is too narrow for the table's segments and the quantile is
// inverted directly; beyond kGreatestTabled it is a normal score with four corrections.
#include <algorithm>
#include <cmath>
#include <limits>

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

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLeastDf = 0.05;
constexpr double kGreatestDf = 1e9;
constexpr double kLeastTabled = 0.5;
constexpr double kGreatestTabled = 1e5;
/// Beyond this the square leaves the doubles, and of the tail's series the first term is all.
constexpr double kPowerAlone = 1e140;

enum class Form {
  direct,     ///< the inverse function itself
  of_value,   ///< a table of t
  of_normal,  ///< Cornish and Fisher's expansion
};

Form form_of(double df) {
  if (df < kLeastTabled) return Form::direct;
  return df <= kGreatestTabled ? Form::of_value : Form::of_normal;
}

/// A first guess of log t: the leading terms of the tail's series, or Wallace's normal score (Biometrika 46 (1959)
/// 124), whichever is the nearer.
double log_t_guess(double df, double p) {
  const double half = df / 2;
  const double log_x = (elementary::log(2 * p) + elementary::log(half) + elementary::log_beta(half, 0.5)) / half;
  if (log_x < -2.5) {
    const double x = elementary::exp(log_x - elementary::log1p(half * elementary::exp(log_x) / (df + 2)) / half);
    return 0.5 * elementary::log(df * (1 - x) / x);
  }
  const double z = normal_score(1 - p, p) * ((8 * df + 3) / (8 * df + 1));
  return 0.5 * elementary::log(df * elementary::expm1(z * z / df));
}

/// The t >= 0 that the share p of one tail lies above; inner is 1 - 2p, with its own digits. By the odds of
/// df/(df + t²), whose share is that of both tails; from kLeastGuessed on by Halley's method on the log of the smaller
/// share over log t.
double direct_tail(double df, double p, double inner) {
  if (!(inner > 0)) return 0;
  constexpr double kLeastGuessed = 1;
  const double half = df / 2;
  if (df >= kLeastGuessed) {
    const bool outer = 2 * p < inner;
    const double wanted = outer ? 2 * p : inner;
    double log_t = log_t_guess(df, p);
    for (int round = 0; round < 8; ++round) {
      const double t = elementary::exp(log_t);
      const double odds = df / t / t;
      const elementary::SharePair shares = elementary::beta_shares(half, 0.5, odds);
      const double share = outer ? shares.below : shares.above;
      const double density = 2 * elementary::beta_log_odds_density(half, 0.5, odds);  // of log t
      if (!(share > 0 && density > 0)) break;
      const double slope = outer ? -density / share : density / share;
      const double newton = elementary::log(share / wanted) / slope;
      const double bend = 1 - (df + 1) / (1 + odds);  // the derivative of log density
      const double step = -newton / std::clamp(1 - 0.5 * newton * (bend - slope), 0.5, 2.0);
      // What the step leaves is its cube, times what a tail magnifies.
      if (std::fabs(step) * (1 + std::min(t, 10.0)) < 1e-5) return t + t * elementary::expm1(step);
      log_t += step;
    }
  }
  const double log_odds = elementary::beta_inverse_log_odds(half, 0.5, 2 * p, inner);
  return std::sqrt(df) * elementary::exp(-0.5 * log_odds);
}

double density_at(double df, double t) {
  if (t == 0) return elementary::exp(-elementary::log_beta(df / 2, 0.5)) / std::sqrt(df);
  return elementary::beta_log_odds_density(df / 2, 0.5, df / t / t) / t;
}

/// What the table holds at p, the share of the tail.
struct Knots {
  double df;

  QuantileKnot operator()(double p) const {
    const double t = direct_tail(df, p, 1 - 2 * p);
    const double slope = 1 / density_at(df, t);
    // −f′/f³ with f′/f = −(df + 1)·t/(df + t²).
    return {t, -slope, (df + 1) * t / (df + t * t) * slope * slope};
  }
};

struct Tables {
  explicit Tables(double df, double /*no second number*/ = 0) : tail(Knots{df}) {}

  QuantileTable tail;
};

/// t of a form with a table. read(p) reads it.
template <class Read>
double tabled_quantile(double df, double below, double above, Read&& read) {
  const double p = std::min(std::min(below, above), 0.5);
  const double t = p < QuantileTable::kLeast ? direct_tail(df, p, 1 - 2 * p) : read(p);
  return below < above ? -t : t;
}

double direct_quantile(double df, double below, double above) {
  const double t = direct_tail(df, std::min(below, above), std::fabs(above - below));
  return below < above ? -t : t;
}

/// Abramowitz and Stegun 26.7.5, in powers of z²; from kGreatestTabled on its fifth term is below 1e-13 of t for every
/// z that doubles have.
double normal_form(double df, double z) {
  const double s = z * z;
  const double c1 = (1 + s) / 4;
  const double c2 = (3 + s * (16 + s * 5)) / 96;
  const double c3 = (-15 + s * (17 + s * (19 + s * 3))) / 384;
  const double c4 = (-945 + s * (-1920 + s * (1482 + s * (776 + s * 79)))) / 92160;
  return z + z * ((c1 + (c2 + (c3 + c4 / df) / df) / df) / df);
}

/// The share above t >= 0.
double tail_share(double df, double t) {
  if (t == kInfinity) return 0;
  if (t > kPowerAlone) {
    const double half = df / 2;
    const double log_x = elementary::log(df) - 2 * elementary::log(t);
    return 0.5 * elementary::exp(half * log_x - elementary::log(half) - elementary::log_beta(half, 0.5));
  }
  return 0.5 * elementary::beta_shares(df / 2, 0.5, df / t / t).below;
}

elementary::SharePair shares_at(double df, double t) {
  const double tail = tail_share(df, std::fabs(t));
  return t < 0 ? elementary::SharePair{tail, 1 - tail} : elementary::SharePair{1 - tail, tail};
}

/// On one side of zero: the density of log t is t/(1 + t²/df)^((df + 1)/2), whose log is concave; the peak is at 1.
///
/// 0 <= low < high; width is high − low
double side_between(double df, double u, double low, double high, double width) {
  const double log_width = low > 0 && high < kInfinity ? elementary::log1p(width / low) : kInfinity;
  const double power = (df + 1) / 2;
  if (low >= 1 || (low > 0 && high > 1)) {
    const double x = 1 / (1 + df / low / low);
    const double v = density_quantile(
        u, log_width, [&](double w) { return w - power * elementary::log1p(x * elementary::expm1(2 * w)); });
    return low * elementary::expm1(v);
  }
  const double x = 1 / (1 + df / high / high);
  const double v = density_quantile(
      1 - u, log_width, [&](double w) { return -w - power * elementary::log1p(x * elementary::expm1(-2 * w)); });
  return width + high * elementary::expm1(-v);
}

class StudentT final : public Distribution {
 public:
  explicit StudentT(std::optional<double> df) {
    if (df && form_of(*df) == Form::of_value) tables_.emplace(*df, 0);
  }

  void quantile(const Probabilities& probabilities, ParameterRows parameters, double* values) const override {
    const double* df = parameters[0];
    const double* location = parameters[1];
    const double* scale = parameters[2];
    const Tables* tables = tables_ ? tables_->find(probabilities.n) : nullptr;
    for (std::size_t i = 0; i < probabilities.n; ++i) {
      const double below = probabilities.below[i];
      const double above = probabilities.above[i];
      const double t = tables != nullptr
                           ? tabled_quantile(df[i], below, above, [&](double p) { return tables->tail.read(p); })
                           : row_quantile(df[i], below, above);
      values[i] = location[i] + scale[i] * t;
    }
  }

  void share(std::size_t n, const double* values, ParameterRows parameters, double* below,
             double* above) const override {
    for (std::size_t i = 0; i < n; ++i) {
      const elementary::SharePair shares =
          shares_at(parameters[0][i], (values[i] - parameters[1][i]) / parameters[2][i]);
      below[i] = shares.below;
      above[i] = shares.above;
    }
  }

  double quantile_between(double u, double low, double high, const double* parameters) const override {
    if (!(low < high)) return low;
    const double df = parameters[0];
    const double location = parameters[1];
    const double scale = parameters[2];
    const double t_low = (low - location) / scale;
    const double t_high = (high - location) / scale;
    const double width = (high - low) / scale;
    double value = 0;
    // Around zero the density is level to the last digit within this distance.
    constexpr double kLevel = 1e-8;
    if (t_low >= -kLevel && t_high <= kLevel) {
      value = low + u * (high - low);
    } else if (t_low >= 0) {
      value = low + scale * side_between(df, u, t_low, t_high, width);
    } else if (t_high <= 0) {
      value = high - scale * side_between(df, 1 - u, -t_high, -t_low, width);
    } else {
      const elementary::SharePair least = shares_at(df, t_low);
      const elementary::SharePair greatest = shares_at(df, t_high);
      const double below = (1 - u) * least.below + u * greatest.below;
      value = location + scale * direct_quantile(df, below, (1 - u) * least.above + u * greatest.above);
    }
    return std::clamp(value, low, high);
  }

 private:
  double row_quantile(double df, double below, double above) const {
    switch (form_of(df)) {
      case Form::direct:
        break;
      case Form::of_value:
        if (const Tables* tables = cache_.find(df, 0); tables != nullptr) {
          return tabled_quantile(df, below, above, [&](double p) { return tables->tail.read(p); });
        }
        return tabled_quantile(df, below, above, [&](double p) { return read_between_knots(p, Knots{df}); });
      case Form::of_normal:
        return normal_form(df, normal_score(below, above));
    }
    return direct_quantile(df, below, above);
  }

  std::optional<TablesOnDemand<Tables>> tables_;
  TableCache<Tables> cache_;
};

constexpr Parameter kParameters[] = {
    {"df", Range{kLeastDf, kGreatestDf, false, false, false},
     "degrees of freedom, from 0.05 (below, values outgrow doubles) to 1e9 (beyond, it is a normal), no unit; "
     "1 is Cauchy, 3 heavy-tailed, 30 nearly normal"},
    measuring(Measure::location, {"location", Range::any(), "centre of the values; unit of the column", 0.0}),
    measuring(Measure::scale, {"scale", Range::positive(),
                               "stretches the values; the standard deviation is that times sqrt(df/(df - 2)), where "
                               "df is above 2; unit of the column",
                               1.0}),
};
constexpr Parameterisation kParameterisations[] = {kParameters};

std::unique_ptr<Distribution> make(std::span<const std::optional<double>> fixed) {
  return std::make_unique<StudentT>(fixed.empty() ? std::nullopt : fixed[0]);
}

}  // namespace

namespace distributions {

const DistributionKind& student_t() {
  static const DistributionKind kind = {
      .record = {.name = "student_t",
                 .summary = "Values around a centre with tails that you choose, down to very heavy ones: returns, "
                            "errors with outliers.",
                 .source = "Inversion of the incomplete beta function by Halley's method, read through quintics; "
                           "Johnson, Kotz, Balakrishnan: Continuous Univariate Distributions, vol. 2, ch. 28.",
                 .example = R"({"distribution": "student_t", "df": 4, "location": 0.05, "scale": 1.2})"},
      .outcome = Outcome::continuous,
      .parameterisations = kParameterisations,
      .canonical_count = 3,
      .make = &make,
  };
  return kind;
}

}  // namespace distributions
}  // namespace synthgen
