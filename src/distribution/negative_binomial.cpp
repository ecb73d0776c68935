// Negative binomial: how many failures come before the r-th success; counts that vary more
// than Poisson's.
//
// By inversion, to the exact integer. Where few are to be expected the probabilities are
// summed from 0 on; elsewhere the incomplete beta function decides, from a guess by a gamma
// or by Cornish and Fisher's expansion. Parameters that are the same in all rows, or that
// come again and again, get a table of the very shares that the search compares with.
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "density_interval.hpp"
#include "discrete_table.hpp"
#include "integer_search.hpp"
#include "ratio_quantile.hpp"
#include "synthgen/base/elementary.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/base/share_functions.hpp"
#include "synthgen/distribution/distribution.hpp"
#include "table_cache.hpp"

namespace synthgen {
namespace {

constexpr double kLeastR = 1e-3;
constexpr double kGreatestR = 1e9;
constexpr double kLeastP = 1e-7;
/// With these bounds no draw is beyond what the incomplete beta function is good for.
constexpr double kGreatestMean = 1e8;
constexpr double kGreatestScale = 1e7;
/// Sums from 0 of up to about so many terms.
constexpr double kSummedTerms = 200;
/// Tables have at most so many entries, where parameters are fixed and where they come by row.
constexpr double kTabledEntries = 32768;
constexpr double kCachedEntries = 2000;
/// Tables and sums end here; 0.01% of the draws lie beyond.
constexpr double kTail = 0x1p-14;
/// From this r on the skewness is mild enough for the expansion.
constexpr double kExpandedR = 10;

/// r, and the mean of each of r geometric waits: (1 − p)/p.
struct Law {
  double r;
  double scale;

  double mean() const { return r * scale; }
  double variance() const { return r * scale * (1 + scale); }
  double q() const { return scale / (1 + scale); }
  /// About where a share of kTail is left above, and how many integers have all but that at either end.
  double far_end() const { return mean() + 4 * std::sqrt(variance()) + 10 * scale; }
  double entries() const { return std::min(far_end(), 8 * std::sqrt(variance()) + 12 * scale); }
  bool summed() const { return far_end() <= kSummedTerms; }

  elementary::SharePair shares(double k) const {
    if (k < 0) return {0, 1};
    if (!(scale > 0) || k == std::numeric_limits<double>::infinity()) return {1, 0};
    return elementary::beta_shares(r, k + 1, 1 / scale);
  }
  double mass(double k) const { return elementary::beta_log_odds_density(r, k + 1, 1 / scale) / (q() * (r + k)); }
};

double search(const Law& law, double below, double above) {
  double guess;
  if (law.r >= kExpandedR) {
    // Source: Cornish and Fisher, "Moments and cumulants in the specification of distributions" (1938).
    const double z = normal_score(below, above);
    const double square = z * z;
    const double sd = std::sqrt(law.variance());
    const double skew = (1 + 2 * law.scale) / sd;
    const double excess = 6 / law.r + 1 / law.variance();
    const double third = excess * (square - 3) / 24 - skew * skew * (2 * square - 5) / 36 + 1 / (24 * law.variance());
    const double x = law.mean() + sd * (z + skew * (square - 1) / 6 + z * third);
    guess = std::ceil(x - 0.5);
    // The expansion goes on with terms of the third order.
    const double doubt = 1e-3 + 0.2 * sd * (skew * skew * skew + skew * excess) * (1 + square * square) + 2e-9 * sd;
    const double over = guess - (x - 0.5);
    if (law.variance() > 4e4 && over > doubt && over < 1 - doubt && square < 36 && guess >= 0) return guess;
  } else {
    // As a Poisson count whose mean is a gamma.
    const double x = elementary::exp(elementary::gamma_inverse_log(law.r, below, above)) * law.scale;
    guess = std::floor(x + 0.5 * (law.r - 1));
  }
  return least_reaching(
      below, above, guess, 0, std::numeric_limits<double>::infinity(), [&](double k) { return law.shares(k); },
      [&](double k) { return law.mass(k); });
}

/// Sums of probabilities from 0 on, until `until(sum)`: at which number.
template <class Until>
double sum_from_none(const Law& law, Until&& until) {
  const double q = law.q();
  double probability = elementary::exp(-law.r * elementary::log1p(law.scale));
  double sum = probability;
  double k = 0;
  while (!until(sum)) {
    probability *= (law.r + k) / (k + 1) * q;
    sum += probability;
    k += 1;
  }
  return k;
}

/// The least k whose share at or below reaches the probability: the reference for tables too.
double quantile_of(const Law& law, double below, double above) {
  if (!(law.scale > 0)) return 0;
  if (law.summed() && above >= kTail) {
    return sum_from_none(law, [&](double sum) { return below <= 0.5 ? sum >= below : 1 - sum <= above; });
  }
  return search(law, below, above);
}

DiscreteTable make_table(const Law& law) {
  std::vector<double> below;
  std::vector<double> above;
  if (law.summed()) {
    sum_from_none(law, [&](double sum) {
      below.push_back(sum);
      above.push_back(1 - sum);
      return 1 - sum <= kTail;
    });
    return {0, std::move(below), std::move(above)};
  }
  const double first = search(law, kTail, 1 - kTail);
  const double last = search(law, 1 - kTail, kTail);
  for (double k = first; k <= last; k += 1) {
    const elementary::SharePair share = law.shares(k);
    below.push_back(share.below);
    above.push_back(share.above);
  }
  return {first, std::move(below), std::move(above)};
}

struct Tables {
  Tables(double r, double scale) : table(make_table({r, scale})) {}
  DiscreteTable table;
};

class NegativeBinomial final : public Distribution {
 public:
  explicit NegativeBinomial(std::optional<Law> law) {
    if (law && law->scale > 0 && law->entries() <= kTabledEntries) tables_.emplace(law->r, law->scale);
  }

  void quantile(const Probabilities& probabilities, ParameterRows parameters, double* values) const override {
    for (std::size_t i = 0; i < probabilities.n; ++i) {
      const Law law{parameters[0][i], parameters[1][i]};
      const double below = probabilities.below[i];
      const double above = probabilities.above[i];
      const Tables* tables = tables_ ? &*tables_ : nullptr;
      if (tables == nullptr && law.scale > 0 && law.entries() <= kCachedEntries) {
        tables = cache_.find(law.r, law.scale);
      }
      const bool within = above >= kTail && (below >= kTail || law.summed());
      if (tables != nullptr && within && tables->table.find(below, above, values[i])) continue;
      values[i] = quantile_of(law, below, above);
    }
  }

  void share(std::size_t n, const double* values, ParameterRows parameters, double* below,
             double* above) const override {
    for (std::size_t i = 0; i < n; ++i) {
      const elementary::SharePair share = Law{parameters[0][i], parameters[1][i]}.shares(std::floor(values[i]));
      below[i] = share.below;
      above[i] = share.above;
    }
  }

  double quantile_between(double u, double low, double high, const double* parameters) const override {
    const Law law{parameters[0], parameters[1]};
    const double from = std::max(0.0, std::ceil(low));
    const double to = std::floor(high);
    if (!(from <= to) || (!(law.scale > 0) && from > 0)) return std::numeric_limits<double>::quiet_NaN();
    if (!(law.scale > 0)) return 0;
    const double q = law.q();
    const double mode = law.r > 1 ? std::floor((law.r - 1) * law.scale) : 0;
    const bool upwards = from >= mode;
    const double start = upwards ? from : std::min(to, mode);
    const double end = upwards ? to : from;
    const auto ratio = [&](double k) { return upwards ? (law.r + k) / (k + 1) * q : k / (law.r + k - 1) / q; };
    // Of what falls off over many integers one by one would take too long, and the integral over them is as good.
    constexpr double kLong = 1e5;
    const double rate = law.r < 1 ? 1 / (1 + law.scale) : 1 - ratio(start);  // at its least
    if (std::fabs(end - start) <= kLong || rate * kLong > 45) return quantile_by_ratios(u, start, end, upwards, ratio);
    const double step = upwards ? 1 : -1;
    const double edge = std::max(0.0, start - 0.5 * step);
    const double at_edge = elementary::log_beta(law.r, edge + 1);
    const double fall = elementary::log1p(1 / law.scale);
    const auto log_mass = [&](double v) {
      const double w = step * v;
      return at_edge - elementary::log_beta(law.r, edge + w + 1) - elementary::log1p(w / (law.r + edge)) - w * fall;
    };
    const double v = density_quantile(upwards ? u : 1 - u, std::fabs(end - start) + 1, log_mass);
    return std::clamp(std::floor(edge + step * v + 0.5), from, to);
  }

 private:
  std::optional<Tables> tables_;
  TableCache<Tables> cache_;
};

constexpr Range kRs{kLeastR, kGreatestR, false, false, false};
constexpr char kMeaningOfR[] =
    "how many successes end it, need not be whole, no unit; from 0.001 to 1e9: the smaller, the more the counts vary";
constexpr Parameter kRAndP[] = {
    {"r", kRs, kMeaningOfR},
    {"p", Range{kLeastP, 1, false, false, false}, "probability of success in each trial, from 1e-7"},
};
constexpr Parameter kMeanAndR[] = {
    {"mean", Range{0, kGreatestMean, false, false, false},
     "mean number of failures, 0 to 1e8; the variance is mean + mean²/r; no unit"},
    {"r", kRs, kMeaningOfR},
};
constexpr Parameterisation kParameterisations[] = {kRAndP, kMeanAndR};

Law law_of(std::size_t which, double first, double second) {
  if (which == 0) return {first, (1 - second) / second};
  return {second, first / second};
}

bool within_reach(const Law& law) { return law.mean() <= kGreatestMean * (1 + 1e-12) && law.scale <= kGreatestScale; }

/// r and the scale.
void canonical(std::size_t which, std::size_t n, ParameterRows given, std::span<double* const> out) {
  for (std::size_t i = 0; i < n; ++i) {
    const Law law = law_of(which, given[0][i], given[1][i]);
    out[0][i] = law.r;
    out[1][i] = within_reach(law) ? law.scale : std::numeric_limits<double>::quiet_NaN();
  }
}

std::string contradiction(std::size_t which, std::span<const double> given) {
  if (within_reach(law_of(which, given[0], given[1]))) return {};
  return which == 0 ? "their mean, r·(1 − p)/p, is more than 1e8" : "\"mean\" is more than 1e7 times \"r\"";
}

std::unique_ptr<Distribution> make(std::span<const std::optional<double>> fixed) {
  if (fixed.size() < 2 || !fixed[0] || !fixed[1]) return std::make_unique<NegativeBinomial>(std::nullopt);
  return std::make_unique<NegativeBinomial>(Law{*fixed[0], *fixed[1]});
}

}  // namespace

namespace distributions {

const DistributionKind& negative_binomial() {
  static const DistributionKind kind = {
      .record = {.name = "negative_binomial",
                 .summary = "Failures before the r-th success; counts that vary more than Poisson's: visits, claims.",
                 .source = "Inversion; Johnson, Kemp, Kotz: Univariate Discrete Distributions, ch. 5, with the "
                           "incomplete beta function of DiDonato and Morris, ACM TOMS 18 (1992) 360.",
                 .example = R"({"distribution": "negative_binomial", "mean": 3.2, "r": 1.5})"},
      .outcome = Outcome::discrete,
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
