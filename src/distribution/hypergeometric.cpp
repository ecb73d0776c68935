// Hypergeometric: how many of those drawn from a population, none twice, are of one kind.
//
// By inversion, to the exact integer. A probability is a product of three binomial ones,
// whose great terms cancel before they are rounded; shares are sums of such probabilities,
// each by its ratio to the one before, from the integer outwards to where nothing is left.
// Cornish and Fisher's expansion guesses; where the spread is wide it is nearly always sure
// of the integer. Parameters that are the same in all rows get a table of the very shares that
// the search compares with.
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "discrete_table.hpp"
#include "integer_search.hpp"
#include "ratio_quantile.hpp"
#include "synthgen/base/elementary.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/base/share_functions.hpp"
#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

constexpr double kGreatestPopulation = 1e9;
/// Up to here fixed parameters have a table, of 8 standard deviations of entries.
constexpr double kTabledVariance = 4e4;
/// Tables and sums from the least value end here; 0.01% of the draws lie beyond.
constexpr double kTail = 0x1p-14;
/// Up to this distance of the mean from the least value sums from there take no longer than a search.
constexpr double kSummedMean = 30;

class Law {
 public:
  Law(double population, double successes, double draws)
      : population_(population), successes_(successes), draws_(draws) {
    failures_ = population - successes;
    least_ = std::max(0.0, draws - failures_);
    greatest_ = std::min(draws, successes);
    mean_ = draws * (successes / population);
  }

  double least() const { return least_; }
  double greatest() const { return greatest_; }
  bool certain() const { return least_ >= greatest_; }
  bool few() const { return mean_ - least_ <= kSummedMean; }
  double mode() const {
    const double k = std::floor((draws_ + 1) * ((successes_ + 1) / (population_ + 2)));
    return std::clamp(k, least_, greatest_);
  }
  double variance() const {
    return mean_ * (failures_ / population_) * ((population_ - draws_) / std::max(population_ - 1, 1.0));
  }

  /// The probability of k + 1 by that of k, and of k − 1 by that of k.
  double up(double k) const { return (successes_ - k) * (draws_ - k) / ((k + 1) * (failures_ - draws_ + k + 1)); }
  double down(double k) const { return k * (failures_ - draws_ + k) / ((successes_ - k + 1) * (draws_ - k + 1)); }

  /// REQUIRES: not certain; k within the support.
  double mass(double k) const {
    const double odds = draws_ / (population_ - draws_);
    // Of m trials with these odds j succeed, without p·(1 − p), of which two are left over.
    const auto succeed = [odds](double j, double m) {
      return elementary::beta_log_odds_density(j + 1, m - j + 1, odds) / (m + 1);
    };
    const double all = succeed(draws_, population_);
    const double one = draws_ / population_ * ((population_ - draws_) / population_);
    return succeed(k, successes_) / all * succeed(draws_ - k, failures_) / one;
  }

  elementary::SharePair shares(double k) const {
    if (k < least_) return {0, 1};
    if (k >= greatest_) return {1, 0};
    if (k < mode()) {
      double sum = 1;
      double part = 1;
      for (double j = k; j > least_ && part > sum * 0x1p-60; j -= 1) sum += part *= down(j);
      const double below = std::min(mass(k) * sum, 1.0);
      return {below, 1 - below};
    }
    double sum = 1;
    double part = 1;
    for (double j = k + 1; j < greatest_ && part > sum * 0x1p-60; j += 1) sum += part *= up(j);
    const double above = std::min(mass(k + 1) * sum, 1.0);
    return {1 - above, above};
  }

  /// Cornish and Fisher's expansion: the quantile as a continuous number, half a step above the integer. Source:
  /// "Moments and cumulants in the specification of distributions" (1938); the last term is Sheppard's correction.
  /// Moments: Johnson, Kemp, Kotz: Univariate Discrete Distributions, ch. 6.
  double expanded(double z) const {
    const double variance = this->variance();
    const double sd = std::sqrt(variance);
    const double square = z * z;
    if (population_ <= 3) return mean_ + sd * z;
    const double n = population_;
    const double of_successes = successes_ / n * (failures_ / n);
    const double of_draws = draws_ / n * ((n - draws_) / n);
    const double skew = (failures_ - successes_) / n * ((n - 2 * draws_) / (n - 2)) / sd;
    const double excess =
        ((n - 1) / (n - 2) * ((n + 1 - 6 * n * (of_successes + of_draws)) / (n - 3)) / (n * of_successes * of_draws)) +
        6 * (5 * n - 6) / ((n - 2) * (n - 3));
    const double third = excess * (square - 3) / 24 - skew * skew * (2 * square - 5) / 36 + 1 / (24 * variance);
    return mean_ + sd * (z + skew * (square - 1) / 6 + (sd > 1 ? z * third : 0));
  }

 private:
  double population_;
  double successes_;
  double draws_;
  double failures_;
  double least_;
  double greatest_;
  double mean_;
};

double search(const Law& law, double below, double above) {
  const double z = normal_score(below, above);
  const double square = z * z;
  const double variance = law.variance();
  const double x = law.expanded(z);
  const double up = std::ceil(x - 0.5);
  // The expansion goes on with terms of z⁴/variance and less.
  const double doubt = 1e-3 + 0.1 * (1 + square * square) / variance + 2e-9 * std::sqrt(variance);
  const double over = up - (x - 0.5);
  if (variance > kTabledVariance && over > doubt && over < 1 - doubt && square < 36 && up >= law.least() &&
      up <= law.greatest()) {
    return up;
  }
  return least_reaching(
      below, above, up, law.least(), law.greatest(), [&](double k) { return law.shares(k); },
      [&](double k) { return law.mass(k); });
}

/// Sums of probabilities from the least value on, until `until(sum)`: at which value.
template <class Until>
double sum_from_least(const Law& law, Until&& until) {
  double probability = law.mass(law.least());
  double sum = probability;
  double k = law.least();
  while (!until(sum) && k < law.greatest()) {
    probability *= law.up(k);
    sum += probability;
    k += 1;
  }
  return k;
}

/// The least k whose share at or below reaches the probability: the reference for the table too.
double quantile_of(const Law& law, double below, double above) {
  if (law.certain()) return law.least();
  if (law.few() && above >= kTail) {
    return sum_from_least(law, [&](double sum) { return below <= 0.5 ? sum >= below : 1 - sum <= above; });
  }
  return search(law, below, above);
}

class Hypergeometric final : public Distribution {
 public:
  explicit Hypergeometric(std::optional<Law> law) {
    if (!law || law->certain() || law->variance() > kTabledVariance) return;
    std::vector<double> below;
    std::vector<double> above;
    double first = law->least();
    if (law->few()) {
      reach_ = 0;
      sum_from_least(*law, [&](double sum) {
        below.push_back(sum);
        above.push_back(1 - sum);
        return 1 - sum <= kTail;
      });
    } else {
      reach_ = kTail;
      first = search(*law, kTail, 1 - kTail);
      const double last = search(*law, 1 - kTail, kTail);
      for (double k = first; k <= last; k += 1) {
        const elementary::SharePair share = law->shares(k);
        below.push_back(share.below);
        above.push_back(share.above);
      }
    }
    table_.emplace(first, std::move(below), std::move(above));
  }

  void quantile(const Probabilities& probabilities, ParameterRows parameters, double* values) const override {
    for (std::size_t i = 0; i < probabilities.n; ++i) {
      const double below = probabilities.below[i];
      const double above = probabilities.above[i];
      if (table_ && above >= kTail && below >= reach_ && table_->find(below, above, values[i])) continue;
      values[i] = quantile_of({parameters[0][i], parameters[1][i], parameters[2][i]}, below, above);
    }
  }

  void share(std::size_t n, const double* values, ParameterRows parameters, double* below,
             double* above) const override {
    for (std::size_t i = 0; i < n; ++i) {
      const Law law(parameters[0][i], parameters[1][i], parameters[2][i]);
      const elementary::SharePair share = law.shares(std::floor(values[i]));
      below[i] = share.below;
      above[i] = share.above;
    }
  }

  double quantile_between(double u, double low, double high, const double* parameters) const override {
    const Law law(parameters[0], parameters[1], parameters[2]);
    const double from = std::max(law.least(), std::ceil(low));
    const double to = std::min(law.greatest(), std::floor(high));
    if (!(from <= to)) return std::numeric_limits<double>::quiet_NaN();
    const bool upwards = from >= law.mode();
    const double start = upwards ? from : std::min(to, law.mode());
    return quantile_by_ratios(u, start, upwards ? to : from, upwards,
                              [&](double k) { return upwards ? law.up(k) : law.down(k); });
  }

 private:
  std::optional<DiscreteTable> table_;
  double reach_ = 0;  // the least share that the table answers
};

constexpr Parameter kParameters[] = {
    {"population", Range{1, kGreatestPopulation, false, false, true}, "how many there are, 1 to 1e9; a count, no unit"},
    {"successes", Range{0, kGreatestPopulation, false, false, true}, "how many of them count, a count, no unit"},
    {"draws", Range{0, kGreatestPopulation, false, false, true},
     "how many of the population are drawn, none twice; a count, no unit"},
};
constexpr Parameterisation kParameterisations[] = {kParameters};

bool go_together(double population, double successes, double draws) {
  return successes <= population && draws <= population;
}

void canonical(std::size_t which, std::size_t n, ParameterRows given, std::span<double* const> out) {
  keep_parameters(which, n, given, out);
  for (std::size_t i = 0; i < n; ++i) {
    if (!go_together(out[0][i], out[1][i], out[2][i])) out[0][i] = std::numeric_limits<double>::quiet_NaN();
  }
}

std::string contradiction(std::size_t /*which*/, std::span<const double> given) {
  if (go_together(given[0], given[1], given[2])) return {};
  return given[1] > given[0] ? "\"successes\" are more than the \"population\""
                             : "\"draws\" are more than the \"population\", of which none is drawn twice";
}

std::unique_ptr<Distribution> make(std::span<const std::optional<double>> fixed) {
  if (fixed.size() < 3 || !fixed[0] || !fixed[1] || !fixed[2]) return std::make_unique<Hypergeometric>(std::nullopt);
  return std::make_unique<Hypergeometric>(Law{*fixed[0], *fixed[1], *fixed[2]});
}

}  // namespace

namespace distributions {

const DistributionKind& hypergeometric() {
  static const DistributionKind kind = {
      .record = {.name = "hypergeometric",
                 .summary =
                     "How many of those drawn from a population, none twice, are of a kind: audits, lots, cards.",
                 .source = "Inversion; Johnson, Kemp, Kotz: Univariate Discrete Distributions, ch. 6. Probabilities "
                           "as products of binomial ones, with the density of DiDonato and Morris, ACM TOMS 18 "
                           "(1992) 360.",
                 .example = R"({"distribution": "hypergeometric", "population": 500, "successes": 30, "draws": 50})"},
      .outcome = Outcome::discrete,
      .parameterisations = kParameterisations,
      .canonical_count = 3,
      .canonical = &canonical,
      .make = &make,
      .contradiction = &contradiction,
  };
  return kind;
}

}  // namespace distributions
}  // namespace synthgen
