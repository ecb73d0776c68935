// The law between two bounds whose density is a product of two powers: beta, and pert.
//
// As in gamma.cpp a fixed pair of shapes gets quantile tables whose quintics rows with
// shapes of their own read too. Where a shape is below 1 an end of the density is a power
// too steep for a table: then the table holds what is left of the log odds after the powers
// of both ends. Shapes under kLeastTabled are inverted directly.
#include "beta_law.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "density_interval.hpp"
#include "quantile_table.hpp"
#include "synthgen/base/elementary.hpp"
#include "synthgen/base/share_functions.hpp"
#include "table_cache.hpp"
#include "tables_on_demand.hpp"

namespace synthgen {
namespace {

constexpr double kLeastTabled = 0.1;

/// Both shapes.
struct Shapes {
  double a;
  double b;

  bool tabled() const { return std::min(a, b) >= kLeastTabled; }
  bool plain() const { return std::min(a, b) >= 1; }
};

double share_of_odds(double odds) { return odds < 1e300 ? odds / (1 + odds) : 1.0; }

double direct_quantile(Shapes shapes, double below, double above) {
  return share_of_odds(elementary::exp(elementary::beta_inverse_log_odds(shapes.a, shapes.b, below, above)));
}

/// What the table of one tail holds at p, the share of that tail.
struct Knots {
  Shapes shapes;
  bool lower;

  QuantileKnot operator()(double p) const {
    const double below = lower ? p : 1 - p;
    const double above = lower ? 1 - p : p;
    const double t = elementary::beta_inverse_log_odds(shapes.a, shapes.b, below, above);
    const double odds = elementary::exp(t);
    const double x = odds / (1 + odds);
    const double y = 1 / (1 + odds);
    const double slope = 1 / elementary::beta_log_odds_density(shapes.a, shapes.b, odds);  // of t by the share below
    const double sign = lower ? 1.0 : -1.0;
    if (shapes.plain()) {
      const double of_x = x * y * slope;
      return {x, sign * of_x, -((shapes.a - 1) / x - (shapes.b - 1) / y) * of_x * of_x};
    }
    const double low_end = 1 / (shapes.a * below);
    const double high_end = 1 / (shapes.b * above);
    return {t - elementary::log(below) / shapes.a + elementary::log(above) / shapes.b,
            sign * (slope - low_end - high_end),
            (shapes.b * x - shapes.a * y) * slope * slope + low_end / below - high_end / above};
  }
};

/// x of shapes with tables. read(lower, p) reads the table of that tail.
template <class Read>
double tabled_quantile(Shapes shapes, double below, double above, Read&& read) {
  const bool lower = below < above;
  const double p = lower ? below : std::min(above, 0.5);
  if (p < QuantileTable::kLeast) return direct_quantile(shapes, below, above);
  const double value = read(lower, p);
  if (shapes.plain()) return value;
  const double powers = elementary::log(below) / shapes.a - elementary::log(above) / shapes.b;
  return share_of_odds(elementary::exp(powers + value));
}

struct Tables {
  explicit Tables(Shapes shapes) : lower(Knots{shapes, true}), upper(Knots{shapes, false}) {}
  Tables(double a, double b) : Tables(Shapes{a, b}) {}
  double read(bool of_lower, double p) const { return (of_lower ? lower : upper).read(p); }

  QuantileTable lower;
  QuantileTable upper;
};

class BetaLaw final : public Distribution {
 public:
  explicit BetaLaw(std::optional<Shapes> shapes) {
    if (shapes && shapes->tabled()) tables_.emplace(shapes->a, shapes->b);
  }

  void quantile(const Probabilities& probabilities, ParameterRows parameters, double* values) const override {
    const double* low = parameters[2];
    const double* high = parameters[3];
    const Tables* fixed = tables_ ? tables_->find(probabilities.n) : nullptr;
    for (std::size_t i = 0; i < probabilities.n; ++i) {
      const Shapes shapes{parameters[0][i], parameters[1][i]};
      const double below = probabilities.below[i];
      const double above = probabilities.above[i];
      const Tables* tables = tables_ ? fixed : shapes.tabled() ? cache_.find(shapes.a, shapes.b) : nullptr;
      double x = 0;
      if (tables != nullptr) {
        x = tabled_quantile(shapes, below, above, [&](bool lower, double p) { return tables->read(lower, p); });
      } else if (shapes.tabled()) {
        x = tabled_quantile(shapes, below, above, [&](bool lower, double p) {
          return read_between_knots(p, Knots{shapes, lower});
        });
      } else {
        x = direct_quantile(shapes, below, above);
      }
      values[i] = std::min(low[i] + (high[i] - low[i]) * x, high[i]);
    }
  }

  void share(std::size_t n, const double* values, ParameterRows parameters, double* below,
             double* above) const override {
    for (std::size_t i = 0; i < n; ++i) {
      const elementary::SharePair shares = elementary::beta_shares(
          parameters[0][i], parameters[1][i], odds_at(values[i], parameters[2][i], parameters[3][i]));
      below[i] = shares.below;
      above[i] = shares.above;
    }
  }

  // In the log odds the density is x^a·y^b, whose log is concave; the peak is at x = a/(a + b).
  double quantile_between(double u, double low, double high, const double* parameters) const override {
    const double a = parameters[0];
    const double b = parameters[1];
    const double first = parameters[2];
    const double last = parameters[3];
    if (high < first || low > last) return std::numeric_limits<double>::quiet_NaN();
    const double from = std::max(low, first);
    const double to = std::min(high, last);
    if (!(from < to)) return from;
    const double range = last - first;
    const double odds_from = odds_at(from, first, last);
    const double odds_to = odds_at(to, first, last);
    // log(odds_to/odds_from) = log1p((to − from)·range/((from − first)·(last − to))).
    const bool bounded = from > first && to < last;
    const double width = bounded ? elementary::log1p((to - from) / (from - first) * (range / (last - to)))
                                 : std::numeric_limits<double>::infinity();
    double odds = 0;
    if (odds_from * b >= a || (from > first && odds_to * b > a)) {
      const double x = share_of_odds(odds_from);
      const double v = density_quantile(
          u, width, [&](double w) { return a * w - (a + b) * elementary::log1p(x * elementary::expm1(w)); });
      odds = odds_from * elementary::exp(v);
    } else {
      const double x = share_of_odds(odds_to);
      const double v = density_quantile(
          1 - u, width, [&](double w) { return -a * w - (a + b) * elementary::log1p(x * elementary::expm1(-w)); });
      odds = odds_to * elementary::exp(-v);
    }
    return std::clamp(first + range * share_of_odds(odds), from, to);
  }

 private:
  static double odds_at(double value, double low, double high) {
    if (value <= low) return 0;
    if (value >= high) return std::numeric_limits<double>::infinity();
    return (value - low) / (high - value);
  }

  std::optional<TablesOnDemand<Tables>> tables_;
  TableCache<Tables> cache_;
};

}  // namespace

std::unique_ptr<Distribution> make_beta_law(std::span<const std::optional<double>> fixed) {
  if (fixed.size() < 2 || !fixed[0] || !fixed[1]) return std::make_unique<BetaLaw>(std::nullopt);
  return std::make_unique<BetaLaw>(Shapes{*fixed[0], *fixed[1]});
}

}  // namespace synthgen
