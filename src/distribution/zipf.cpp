// Zipf: ranks 1 … n, the k-th in proportion to 1/k^exponent. Popularity: of words, wares,
// cities, web pages.
//
// By inversion, to the exact integer, with no table of n entries: partial sums of
// 1/k^exponent come from the first 64 terms and, beyond them, from Euler and Maclaurin's
// formula. A rank far out is guessed by the integral of x^-exponent, inverted in closed form;
// the sums themselves decide where the guess is too near to the next integer. Parameters
// that are the same in all rows get a table of the sums of the first 4,096 ranks.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "discrete_table.hpp"
#include "synthgen/base/elementary.hpp"
#include "synthgen/distribution/distribution.hpp"

namespace synthgen {
namespace {

constexpr double kGreatestN = 1e12;
/// Eight terms of Euler and Maclaurin's formula have full precision from rank 64 on up to here.
constexpr double kGreatestExponent = 20;
constexpr std::size_t kHead = 64;
constexpr double kTabledRanks = 4096;

std::array<double, kHead + 1> make_logs() {
  std::array<double, kHead + 1> logs{};
  for (std::size_t k = 1; k <= kHead; ++k) logs[k] = elementary::log(static_cast<double>(k));
  return logs;
}

const std::array<double, kHead + 1>& head_logs() {
  static const std::array<double, kHead + 1> logs = make_logs();
  return logs;
}

/// log(b/a), b ≥ a > 0.
double log_ratio(double a, double b) {
  const double excess = (b - a) / a;
  return excess < 1 ? elementary::log1p(excess) : elementary::log(b / a);
}

/// (e^(c·r) − 1)/c, which is r where c is 0.
double expm1_over(double c, double r) { return c == 0 ? r : elementary::expm1(c * r) / c; }
/// log(1 + c·y)/c, its inverse.
double log1p_over(double c, double y) { return c == 0 ? y : elementary::log1p(c * y) / c; }

/// Sums of 1/k^exponent for one exponent and n.
class ZipfLaw {
 public:
  ZipfLaw(double exponent, double n) : exponent_(exponent), n_(n) {
    head_ = static_cast<std::size_t>(std::min(n, static_cast<double>(kHead)));
    const std::array<double, kHead + 1>& logs = head_logs();
    std::array<double, kHead + 1> terms{};
    for (std::size_t k = 1; k <= head_; ++k) terms[k] = -exponent * logs[k];
    elementary::exp(head_, &terms[1], &terms[1]);
    for (std::size_t k = 1; k <= head_; ++k) below_[k] = below_[k - 1] + terms[k];
    const bool has_tail = n > static_cast<double>(kHead);
    if (has_tail) {
      head_end_ = end_at(static_cast<double>(kHead));
      n_end_ = end_at(n);
    }
    above_[head_] = has_tail ? between(head_end_, n_end_) : 0;
    for (std::size_t k = head_; k > 0; --k) above_[k - 1] = above_[k] + terms[k];
    total_ = below_[head_] + above_[head_];
    if (!has_tail) {
      normalise_head();
      return;
    }
    // What the integral from 64½ lacks of the sum beyond 64.
    middle_power_ = elementary::exp(exponent * elementary::log(kMiddle));
    last_power_ = elementary::exp(exponent * elementary::log(n + 0.5));
    lacking_ = above_[head_] - kMiddle / middle_power_ * expm1_over(1 - exponent, log_ratio(kMiddle, n + 0.5));
    normalise_head();
  }

  bool is(double exponent, double n) const { return exponent == exponent_ && n == n_; }

  /// Shares of the ranks up to k, and of those beyond it; k whole, from 0 to n.
  double share_below(double k) const {
    if (exponent_ == 0) return k / n_;
    if (k <= static_cast<double>(head_)) return head_below_[static_cast<std::size_t>(k)];
    return (below_[kHead] + between(head_end_, end_at(k))) / total_;
  }
  double share_above(double k) const {
    if (exponent_ == 0) return (n_ - k) / n_;
    if (k <= static_cast<double>(head_)) return head_above_[static_cast<std::size_t>(k)];
    return between(end_at(k), n_end_) / total_;
  }
  /// Sum over ranks after `from` up to `to`.
  double sum_between(double from, double to) const {
    if (exponent_ == 0) return to - from;
    double sum = 0;
    while (from < to && from < static_cast<double>(kHead)) {
      from += 1;
      sum += elementary::exp(-exponent_ * head_logs()[static_cast<std::size_t>(from)]);
    }
    return from < to ? sum + between(end_at(from), end_at(to)) : sum;
  }

  /// The least k whose sum reaches the share, told from the end that has the digits.
  double quantile(double below, double above) const {
    const bool lower = below <= 0.5;
    if (exponent_ == 0) return settle(lower ? below * n_ : n_ - above * n_, below, above);
    if (lower ? head_below_[head_] >= below : head_above_[head_] <= above) {
      std::size_t k = 1;
      while (k < head_ && (lower ? head_below_[k] < below : head_above_[k] > above)) ++k;
      return static_cast<double>(k);
    }
    return quantile_beyond(below, above);
  }

  /// The same where it is known to lie beyond the head. REQUIRES: exponent above 0.
  double quantile_beyond(double below, double above) const {
    const bool lower = below <= 0.5;
    // The integral of x^-exponent between half ranks is nearly the sum: x is the rank as a continuous number.
    const double c = 1 - exponent_;
    double x;
    if (lower) {
      const double y = (below * total_ - below_[kHead] - lacking_) * middle_power_ / kMiddle;
      x = kMiddle * elementary::exp(log1p_over(c, y)) - 0.5;
    } else {
      const double last = n_ + 0.5;
      x = last * elementary::exp(log1p_over(c, -above * total_ * last_power_ / last)) - 0.5;
    }
    return settle(x, below, above);
  }

 private:
  static constexpr double kMiddle = static_cast<double>(kHead) + 0.5;

  /// One end of a sum by Euler and Maclaurin's formula.
  struct End {
    double k;
    double power;       // k^-exponent
    double correction;  // half of it, less the terms of its derivatives
  };

  End end_at(double k) const {
    const double power = elementary::exp(-exponent_ * elementary::log(k));
    // B2/2!, B4/4!, … (DLMF 2.10.1, 24.2).
    constexpr double kTerms[] = {1.0 / 12,          -1.0 / 720,
                                 1.0 / 30240,       -1.0 / 1209600,
                                 1.0 / 47900160,    -691.0 / 1307674368000,
                                 1.0 / 74724249600, -3617.0 / 10670622842880000};
    double derivative = exponent_ / k;
    double sum = 0.5;
    double order = 1;
    for (const double term : kTerms) {
      sum -= term * derivative;
      derivative *= (exponent_ + order) / k * ((exponent_ + order + 1) / k);
      order += 2;
    }
    return {k, power, power * sum};
  }

  /// Sum of 1/j^exponent over from.k < j ≤ to.k.
  double between(const End& from, const End& to) const {
    const double integral = from.k * from.power * expm1_over(1 - exponent_, log_ratio(from.k, to.k));
    return integral + (to.correction - from.correction);
  }

  void normalise_head() {
    for (std::size_t k = 0; k <= head_; ++k) {
      head_below_[k] = below_[k] / total_;
      head_above_[k] = above_[k] / total_;
    }
  }

  bool reaches(double k, double below, double above) const {
    return below <= 0.5 ? share_below(k) >= below : share_above(k) <= above;
  }

  /// The least rank at or above x, a continuous guess of it.
  double settle(double x, double below, double above) const {
    if (!(x > 1)) x = 1;
    if (x > n_) x = n_;
    double k = std::ceil(x);
    // The next term of the midpoint rule is exponent/(24·x); the rest is rounding.
    const double doubt = 0.2 * (1 + exponent_) / x + 1e-13 * x;
    const double over = k - x;
    if (over > doubt && over < 1 - doubt) return k;
    if (reaches(k, below, above)) {
      while (k > 1 && reaches(k - 1, below, above)) k -= 1;
      return k;
    }
    do {
      k += 1;
    } while (k < n_ && !reaches(k, below, above));
    return std::min(k, n_);
  }

  double exponent_;
  double n_;
  std::size_t head_ = 0;                        // ranks in the arrays
  std::array<double, kHead + 1> below_{};       // sums up to k
  std::array<double, kHead + 1> above_{};       // and beyond it
  std::array<double, kHead + 1> head_below_{};  // their shares
  std::array<double, kHead + 1> head_above_{};
  End head_end_{};
  End n_end_{};
  double total_ = 0;
  double middle_power_ = 0;  // 64½^exponent
  double last_power_ = 0;    // (n + ½)^exponent
  double lacking_ = 0;
};

class Zipf final : public Distribution {
 public:
  Zipf() = default;
  Zipf(double exponent, double n) {
    law_.emplace(exponent, n);
    if (exponent == 0) return;
    std::vector<double> below;
    std::vector<double> above;
    const double ranks = std::min(n, kTabledRanks);
    for (double k = 1; k <= ranks; k += 1) {
      below.push_back(law_->share_below(k));
      above.push_back(law_->share_above(k));
    }
    table_.emplace(1.0, std::move(below), std::move(above));
  }

  void quantile(const Probabilities& probabilities, ParameterRows parameters, double* values) const override {
    if (table_) {
      for (std::size_t i = 0; i < probabilities.n; ++i) {
        const double below = probabilities.below[i];
        const double above = probabilities.above[i];
        if (table_->find(below, above, values[i])) continue;
        values[i] = law_->quantile(below, above);
      }
      return;
    }
    // Rows on end often have the same parameters.
    std::optional<ZipfLaw> law = law_;
    for (std::size_t i = 0; i < probabilities.n; ++i) {
      if (!law || !law->is(parameters[0][i], parameters[1][i])) law.emplace(parameters[0][i], parameters[1][i]);
      values[i] = law->quantile(probabilities.below[i], probabilities.above[i]);
    }
  }

  void share(std::size_t n, const double* values, ParameterRows parameters, double* below,
             double* above) const override {
    std::optional<ZipfLaw> law = law_;
    for (std::size_t i = 0; i < n; ++i) {
      if (!law || !law->is(parameters[0][i], parameters[1][i])) law.emplace(parameters[0][i], parameters[1][i]);
      const double k = std::clamp(std::floor(values[i]), 0.0, parameters[1][i]);
      below[i] = law->share_below(k);
      above[i] = law->share_above(k);
    }
  }

  double quantile_between(double u, double low, double high, const double* parameters) const override {
    const double from = std::max(std::ceil(low), 1.0);
    const double to = std::min(std::floor(high), parameters[1]);
    if (!(from <= to)) return std::numeric_limits<double>::quiet_NaN();
    const ZipfLaw law(parameters[0], parameters[1]);
    const double wanted = u * law.sum_between(from - 1, to);
    double least = from;
    double greatest = to;
    while (least < greatest) {
      const double middle = std::floor(0.5 * (least + greatest));
      if (law.sum_between(from - 1, middle) >= wanted) {
        greatest = middle;
      } else {
        least = middle + 1;
      }
    }
    return least;
  }

 private:
  std::optional<ZipfLaw> law_;
  std::optional<DiscreteTable> table_;
};

constexpr Parameter kParameters[] = {
    {"exponent", Range{0, kGreatestExponent, false, false, false},
     "how steeply the shares fall, from 0 (all alike) to 20, no unit; about 1 for words and cities"},
    {"n", Range{1, kGreatestN, false, false, true}, "greatest rank, up to 1e12; a count, no unit"},
};
constexpr Parameterisation kParameterisations[] = {kParameters};

std::unique_ptr<Distribution> make(std::span<const std::optional<double>> fixed) {
  if (fixed.size() < 2 || !fixed[0] || !fixed[1]) return std::make_unique<Zipf>();
  return std::make_unique<Zipf>(*fixed[0], *fixed[1]);
}

}  // namespace

namespace distributions {

const DistributionKind& zipf() {
  static const DistributionKind kind = {
      .record = {.name = "zipf",
                 .summary = "Ranks from 1 on that are ever less likely: popularity of words, wares, cities, pages.",
                 .source = "Inversion of partial sums by Euler and Maclaurin's formula (DLMF 2.10.1); Johnson, Kemp, "
                           "Kotz: Univariate Discrete Distributions, ch. 11.2.20.",
                 .example = R"({"distribution": "zipf", "exponent": 1.1, "n": 1000})"},
      .outcome = Outcome::discrete,
      .parameterisations = kParameterisations,
      .canonical_count = 2,
      .make = &make,
  };
  return kind;
}

}  // namespace distributions
}  // namespace synthgen
