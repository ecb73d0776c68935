// Binomial: how many of n trials succeed.
//
// By inversion, to the exact integer: a guess by Cornish and Fisher's expansion, corrected
// by the incomplete beta function. Where few successes (or failures) are to be expected the
// probabilities are summed from that end instead. Parameters that are the same in all rows
// get a table of the very shares that the search compares with.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "discrete_table.hpp"
#include "ratio_quantile.hpp"
#include "synthgen/base/elementary.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/base/share_functions.hpp"
#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

constexpr double kGreatestN = 1e9;
/// Up to here fixed parameters have a table, of 8 standard deviations of entries; beyond, the expansion is nearly
/// always sure of the integer.
constexpr double kTabledVariance = 4e4;
/// The table ends here; 0.01% of the draws lie beyond.
constexpr double kTail = 0x1p-14;
/// Up to this mean sums from the end take no longer than incomplete beta functions.
constexpr double kSummedMean = 30;

struct Trials {
  double n;
  double p;

  double variance() const { return n * p * (1 - p); }
  elementary::SharePair shares(double k) const {
    if (k < 0) return {0, 1};
    if (k >= n || p <= 0) return {1, 0};
    if (p >= 1) return {0, 1};
    return elementary::beta_shares(n - k, k + 1, (1 - p) / p);
  }
  /// Whether the share at or below k reaches the probability, told in the tail that has the digits.
  bool reaches(double k, double below, double above) const {
    const elementary::SharePair share = shares(k);
    return below <= 0.5 ? share.below >= below : share.above <= above;
  }
};

double search(const Trials& trials, double below, double above) {
  const double variance = trials.variance();
  const double sd = std::sqrt(variance);
  const double z = normal_score(below, above);
  const double square = z * z;
  // The quantile as a continuous number, half a step above the integer. Source: Cornish and Fisher, "Moments and
  // cumulants in the specification of distributions" (1938); the last term is Sheppard's correction.
  const double skew = 1 - 2 * trials.p;
  const double third =
      (1 - 6 * trials.p * (1 - trials.p)) * (square - 3) / 24 - skew * skew * (2 * square - 5) / 36 - 1.0 / 24;
  const double x = trials.n * trials.p + sd * z + skew * (square - 1) / 6 + (sd > 1 ? z * third / sd : 0);
  const double up = std::ceil(x - 0.5);
  double k = std::clamp(up, 0.0, trials.n);
  // The expansion goes on with terms of z⁴/variance and less.
  const double doubt = 1e-3 + 0.1 * (1 + square * square) / variance + 2e-9 * sd;
  const double over = up - (x - 0.5);
  if (variance > kTabledVariance && over > doubt && over < 1 - doubt && square < 36 && k == up) return k;
  if (trials.reaches(k, below, above)) {
    while (k > 0 && trials.reaches(k - 1, below, above)) k -= 1;
    return k;
  }
  do {
    k += 1;
  } while (!trials.reaches(k, below, above));
  return k;
}

/// Shares at or below and above each number of successes from 0 on, for means up to kSummedMean: the sums, and their
/// complements. Stops where `until(below, above)` is true.
template <class Until>
double sum_from_none(double n, double p, Until&& until) {
  const double odds = p / (1 - p);
  double probability = elementary::exp(n * elementary::log1p(-p));
  double sum = probability;
  double k = 0;
  while (!until(sum) && k < n) {
    probability *= (n - k) / (k + 1) * odds;
    sum += probability;
    k += 1;
  }
  return k;
}

bool few(const Trials& trials) { return trials.n * std::min(trials.p, 1 - trials.p) <= kSummedMean; }

/// The least k whose share at or below reaches the probability: the reference for the table too.
double quantile_of(const Trials& trials, double below, double above) {
  if (trials.p <= 0 || trials.n <= 0) return 0;
  if (trials.p >= 1) return trials.n;
  if (few(trials)) {
    // Within 2^-14 of the far end the sums have too few digits.
    if (trials.p <= 0.5 && above >= kTail) {
      return sum_from_none(trials.n, trials.p, [&](double sum) { return sum >= below; });
    }
    // Counted as failures: the most of them that still leave the share above small enough.
    if (trials.p > 0.5 && below >= kTail) {
      return trials.n - sum_from_none(trials.n, 1 - trials.p, [&](double sum) { return sum > above; });
    }
  }
  return search(trials, below, above);
}

class Binomial final : public Distribution {
 public:
  explicit Binomial(std::optional<Trials> trials) {
    if (!trials || trials->p <= 0 || trials->p >= 1 || trials->variance() > kTabledVariance) return;
    double first = 0;
    std::vector<double> below;
    std::vector<double> above;
    if (few(*trials)) {
      // The sums themselves, as the search by row takes them.
      const bool failures = trials->p > 0.5;
      std::vector<double> sums;
      sum_from_none(trials->n, failures ? 1 - trials->p : trials->p, [&](double sum) {
        sums.push_back(sum);
        return sum >= 1 - kTail / 2;
      });
      sums_ = Sums(std::move(sums), failures);
      return;
    }
    first = search(*trials, kTail, 1 - kTail);
    const double last = search(*trials, 1 - kTail, kTail);
    for (double k = first; k <= last; k += 1) {
      const elementary::SharePair share = trials->shares(k);
      below.push_back(share.below);
      above.push_back(share.above);
    }
    table_.emplace(first, std::move(below), std::move(above));
  }

  void quantile(const Probabilities& probabilities, ParameterRows parameters, double* values) const override {
    for (std::size_t i = 0; i < probabilities.n; ++i) {
      const Trials trials{parameters[0][i], parameters[1][i]};
      const double below = probabilities.below[i];
      const double above = probabilities.above[i];
      if (table_ && below >= kTail && above >= kTail && table_->find(below, above, values[i])) continue;
      if (sums_ && sums_->find(trials.n, below, above, values[i])) continue;
      values[i] = quantile_of(trials, below, above);
    }
  }

  void share(std::size_t n, const double* values, ParameterRows parameters, double* below,
             double* above) const override {
    for (std::size_t i = 0; i < n; ++i) {
      const elementary::SharePair share = Trials{parameters[0][i], parameters[1][i]}.shares(std::floor(values[i]));
      below[i] = share.below;
      above[i] = share.above;
    }
  }

  double quantile_between(double u, double low, double high, const double* parameters) const override {
    const double n = parameters[0];
    const double p = parameters[1];
    const double from = std::max(0.0, std::ceil(low));
    const double to = std::min(n, std::floor(high));
    if (!(from <= to) || (p <= 0 && from > 0) || (p >= 1 && to < n)) return std::numeric_limits<double>::quiet_NaN();
    if (p <= 0 || p >= 1) return p <= 0 ? 0 : n;
    const double mode = std::floor((n + 1) * p);
    const bool upwards = from >= mode;
    const double start = upwards ? from : std::min(to, mode);
    const double odds = p / (1 - p);
    return quantile_by_ratios(u, start, upwards ? to : from, upwards,
                              [&](double k) { return upwards ? (n - k) / (k + 1) * odds : k / (n - k + 1) / odds; });
  }

 private:
  /// Sums of probabilities from the end of few successes, or of few failures.
  class Sums {
   public:
    Sums(std::vector<double> sums, bool failures) : sums_(std::move(sums)), failures_(failures), guide_(kGuides + 1) {
      std::size_t place = 0;
      for (std::size_t g = 0; g <= kGuides; ++g) {
        while (place + 1 < sums_.size() && sums_[place] < static_cast<double>(g) / kGuides) ++place;
        guide_[g] = static_cast<std::uint32_t>(place);
      }
    }
    bool find(double n, double below, double above, double& integer) const {
      if ((failures_ ? below : above) < kTail) return false;
      const double wanted = failures_ ? above : below;
      std::size_t place = guide_[static_cast<std::size_t>(wanted * kGuides)];
      if (failures_) {
        while (place + 1 < sums_.size() && sums_[place] <= wanted) ++place;
      } else {
        while (place + 1 < sums_.size() && sums_[place] < wanted) ++place;
      }
      integer = failures_ ? n - static_cast<double>(place) : static_cast<double>(place);
      return true;
    }

   private:
    static constexpr std::size_t kGuides = 1024;
    std::vector<double> sums_;
    bool failures_;
    std::vector<std::uint32_t> guide_;
  };

  std::optional<DiscreteTable> table_;
  std::optional<Sums> sums_;
};

constexpr Parameter kParameters[] = {
    {"n", Range{0, kGreatestN, false, false, true}, "how many trials there are, 0 to 1e9; a count, no unit"},
    {"p", Range::probability(), "probability of success in each trial"},
};
constexpr Parameterisation kParameterisations[] = {kParameters};

std::unique_ptr<Distribution> make(std::span<const std::optional<double>> fixed) {
  if (fixed.size() < 2 || !fixed[0] || !fixed[1]) return std::make_unique<Binomial>(std::nullopt);
  return std::make_unique<Binomial>(Trials{*fixed[0], *fixed[1]});
}

}  // namespace

namespace distributions {

const DistributionKind& binomial() {
  static const DistributionKind kind = {
      .record = {.name = "binomial",
                 .summary = "How many of a number of independent trials succeed: faulty items in a batch, answers.",
                 .source = "Inversion; Johnson, Kemp, Kotz: Univariate Discrete Distributions, ch. 3, with the "
                           "incomplete beta function of DiDonato and Morris, ACM TOMS 18 (1992) 360.",
                 .example = R"({"distribution": "binomial", "n": 20, "p": 0.15})"},
      .outcome = Outcome::discrete,
      .parameterisations = kParameterisations,
      .canonical_count = 2,
      .make = &make,
  };
  return kind;
}

}  // namespace distributions
}  // namespace synthgen
