// Poisson: how many events fall into a stretch of time, when they come at a steady rate.
//
// By inversion, to the exact integer. Small means sum the probabilities from 0 on;
// larger ones guess by Cornish and Fisher's expansion and correct by the incomplete gamma
// functions. A mean that is the same in all rows gets a guide table of the very numbers
// that the row-wise search compares with, so that both give the same integer.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "ratio_quantile.hpp"
#include "synthgen/base/elementary.hpp"
#include "synthgen/base/normal.hpp"
#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

/// Up to here the sum from 0 is as fast as two incomplete gamma functions, and exp(−mean) is far from underflow.
constexpr double kSummedMean = 100;
/// Up to here a fixed mean has a table: it takes a thousand incomplete gamma functions at most.
constexpr double kTabledMean = 2e4;
/// Beyond this the standard deviation is under 32 thousandths of a per mille of the mean: ask for a normal.
constexpr double kGreatestMean = 1e9;
/// Nearer to an end than this the sums have too few digits, and the table ends.
constexpr double kTail = 0x1p-14;

double share_at_or_below(double k, double mean) { return elementary::gamma_q(k + 1, mean); }
double share_beyond(double k, double mean) { return elementary::gamma_p(k + 1, mean); }

/// Whether the share at or below k reaches the probability, told in the tail that has the digits.
bool reaches(double k, double mean, double below, double above) {
  return below <= 0.5 ? share_at_or_below(k, mean) >= below : share_beyond(k, mean) <= above;
}

/// A whole number near the quantile, by the normal score and the first three corrections for skewness.
/// Source: Cornish and Fisher, "Moments and cumulants in the specification of distributions" (1938).
double guess(double mean, double below, double above) {
  const double z = normal_score(below, above);
  const double sd = std::sqrt(mean);
  const double x = mean + sd * z + (z * z - 1) / 6 + (z - z * z * z) / (72 * sd);
  return std::max(0.0, std::floor(x + 0.5));
}

double search(double mean, double below, double above) {
  double k = guess(mean, below, above);
  if (reaches(k, mean, below, above)) {
    while (k > 0 && reaches(k - 1, mean, below, above)) k -= 1;
    return k;
  }
  do {
    k += 1;
  } while (!reaches(k, mean, below, above));
  return k;
}

bool is_summed(double mean, double above) { return mean <= kSummedMean && above >= kTail; }

/// The least k whose share at or below reaches the probability: the reference for the table too.
double quantile_of(double mean, double below, double above) {
  if (mean <= 0) return 0;
  if (!is_summed(mean, above)) return search(mean, below, above);
  double probability = elementary::exp(-mean);
  double sum = probability;
  double k = 0;
  while (sum < below) {
    k += 1;
    probability *= mean / k;
    sum += probability;
  }
  return k;
}

/// Quantiles of one mean between the two tails: the shares that quantile_of() compares with, and where to begin.
class QuantileTable {
 public:
  explicit QuantileTable(double mean) : mean_(mean) {
    if (mean <= kSummedMean) {
      double probability = elementary::exp(-mean);
      double sum = probability;
      below_.push_back(sum);
      for (double k = 1; sum < 1 - kTail / 2; k += 1) {
        probability *= mean / k;
        sum += probability;
        below_.push_back(sum);
      }
    } else {
      first_ = search(mean, kTail, 1 - kTail);
      const double last = search(mean, 1 - kTail, kTail);
      for (double k = first_; k <= last; k += 1) {
        below_.push_back(share_at_or_below(k, mean));
        above_.push_back(share_beyond(k, mean));
      }
    }
    guide_.resize(kGuides + 1);
    std::size_t place = 0;
    for (std::size_t g = 0; g <= kGuides; ++g) {
      const double edge = static_cast<double>(g) / kGuides;
      while (place + 1 < below_.size() && below_[place] < edge) ++place;
      // One back, because the shares above may round to the other side of the edge than those below.
      guide_[g] = static_cast<std::uint32_t>(above_.empty() || place == 0 ? place : place - 1);
    }
  }

  double quantile(double below, double above) const {
    if (above < kTail || (!above_.empty() && below < kTail)) return quantile_of(mean_, below, above);
    std::size_t place = guide_[static_cast<std::size_t>(below * kGuides)];
    if (above_.empty() || below <= 0.5) {
      while (below_[place] < below) ++place;
    } else {
      while (above_[place] > above) ++place;
    }
    return first_ + static_cast<double>(place);
  }

 private:
  static constexpr std::size_t kGuides = 1024;

  double mean_;
  double first_ = 0;  // the k of the first entry
  std::vector<double> below_;
  std::vector<double> above_;  // empty where quantile_of() sums from 0
  std::vector<std::uint32_t> guide_;
};

class Poisson final : public Distribution {
 public:
  explicit Poisson(std::optional<double> mean) {
    if (mean && *mean > 0 && *mean <= kTabledMean) table_.emplace(*mean);
  }

  void quantile(const Probabilities& probabilities, ParameterRows parameters, double* values) const override {
    if (table_) {
      for (std::size_t i = 0; i < probabilities.n; ++i) {
        values[i] = table_->quantile(probabilities.below[i], probabilities.above[i]);
      }
      return;
    }
    for (std::size_t i = 0; i < probabilities.n; ++i) {
      values[i] = quantile_of(parameters[0][i], probabilities.below[i], probabilities.above[i]);
    }
  }

  void share(std::size_t n, const double* values, ParameterRows parameters, double* below,
             double* above) const override {
    for (std::size_t i = 0; i < n; ++i) {
      const double mean = parameters[0][i];
      const double k = std::floor(values[i]);
      // No mean allowed here leaves anything at 2^53 and beyond; a mean of 0 leaves all at 0.
      const bool all = k >= 0x1p53 || (mean <= 0 && k >= 0);
      below[i] = k < 0 ? 0 : all ? 1 : share_at_or_below(k, mean);
      above[i] = k < 0 ? 1 : all ? 0 : share_beyond(k, mean);
    }
  }

  double quantile_between(double u, double low, double high, const double* parameters) const override {
    const double mean = parameters[0];
    const double from = std::max(0.0, std::ceil(low));
    const double to = std::floor(high);
    if (!(from <= to) || (mean <= 0 && from > 0)) return std::numeric_limits<double>::quiet_NaN();
    if (from == to || mean <= 0) return from;
    const bool upwards = from >= mean;
    const double start = upwards ? from : std::min(to, std::floor(mean));
    return quantile_by_ratios(u, start, upwards ? to : from, upwards,
                              [&](double k) { return upwards ? mean / (k + 1) : k / mean; });
  }

 private:
  std::optional<QuantileTable> table_;
};

constexpr Parameter kMean[] = {
    {"mean", Range{0, kGreatestMean, false, false, false}, "events to be expected, from 0 to 1e9; a count, no unit"},
};
constexpr Parameterisation kParameterisations[] = {kMean};

std::unique_ptr<Distribution> make(std::span<const std::optional<double>> fixed) {
  return std::make_unique<Poisson>(fixed.empty() ? std::nullopt : fixed[0]);
}

}  // namespace

namespace distributions {

const DistributionKind& poisson() {
  static const DistributionKind kind = {
      .record = {.name = "poisson",
                 .summary = "Counts of events that come at a steady rate: orders per day, items per basket.",
                 .source =
                     "Inversion; Johnson, Kemp, Kotz: Univariate Discrete Distributions, ch. 4. Guide table: Chen "
                     "and Asau, \"On generating random variates from an empirical distribution\" (1974).",
                 .example = R"({"distribution": "poisson", "mean": 3})"},
      .outcome = Outcome::discrete,
      .parameterisations = kParameterisations,
      .canonical_count = 1,
      .make = &make,
  };
  return kind;
}

}  // namespace distributions
}  // namespace synthgen
