// Sums the series of two columns, mends its ends and inverts it.
#include "pair_covariance.hpp"

#include <algorithm>
#include <cmath>

#include "synthgen/base/elementary.hpp"

namespace synthgen {

namespace {

// What may be missing of a covariance before the ends are integrated; the sum of the missing terms is mended at both
// ends in any case.
constexpr double kMissing = 3e-6;
constexpr double kMissingOfMixture = 3e-5;

}  // namespace

PairCovariance::PairCovariance(const PreparedColumn& a, const PreparedColumn& b, const StudentMixture* mixture)
    : mixture_(mixture) {
  const std::size_t places = std::max(a.places.size(), b.places.size());
  std::size_t total = 0;
  for (std::size_t p = 0; p < places; ++p) {
    const auto& place_a = a.places[a.places.size() == 1 ? 0 : p];
    const auto& place_b = b.places[b.places.size() == 1 ? 0 : p];
    if (place_a == nullptr || place_b == nullptr) continue;
    ++total;
    const auto known = std::find_if(places_.begin(), places_.end(), [&](const PlacePair& pair) {
      return pair.a == place_a.get() && pair.b == place_b.get();
    });
    if (known != places_.end()) {
      ++known->count;
    } else {
      places_.push_back(PlacePair{place_a.get(), place_b.get()});
    }
  }
  if (places_.empty()) return;
  std::vector<double>& coefficients = series_.coefficients;
  coefficients.assign(1, 0.0);
  double missing = 0;
  bool complete = true;
  const auto share_of = [total](const PlacePair& place) {
    return static_cast<double>(place.count) / static_cast<double>(total);
  };
  for (const PlacePair& place : places_) {
    const double share = share_of(place);
    for (std::size_t m = 0; m < place.a->series.size(); ++m) {
      const double weight = mixture_ != nullptr ? share * mixture_->nodes()[m].weight : share;
      const std::vector<double>& terms_a = place.a->series[m].terms;
      const std::vector<double>& terms_b = place.b->series[m].terms;
      const std::size_t n = std::min(terms_a.size(), terms_b.size());
      if (coefficients.size() < n + 1) coefficients.resize(n + 1, 0.0);
      coefficients[0] += weight * place.a->means[m] * place.b->means[m];
      for (std::size_t i = 0; i < n; ++i) coefficients[i + 1] += weight * terms_a[i] * terms_b[i];
    }
    complete = complete && (place.a->complete || place.b->complete);
    missing += share * std::sqrt(place.a->rest * place.b->rest);
  }
  if (!complete) {
    // The ends are known from the increments: what the series lacks there goes into two terms more, an odd and an even.
    for (const PlacePair& place : places_) {
      const double share = share_of(place);
      if (place.a->complete || place.b->complete) {
        // Series of which one is complete lack nothing.
        const std::size_t n = std::min(place.a->series[0].terms.size(), place.b->series[0].terms.size());
        double odd = 0;
        double even = 0;
        for (std::size_t i = 0; i < n; ++i) {
          (i % 2 == 0 ? odd : even) += place.a->series[0].terms[i] * place.b->series[0].terms[i];
        }
        high_ += share * (even + odd);
        low_ += share * (even - odd);
      } else {
        high_ += share * greatest_covariance(place.a->increments, place.b->increments);
        low_ -= share * greatest_covariance(place.a->increments, place.b->mirrored);
      }
    }
    const double at_high = high_ - series_.value(1);
    const double at_low = low_ - series_.value(-1);
    const double order = static_cast<double>(coefficients.size() - 1);
    const double even = 0.5 * (at_high + at_low);
    const double odd = 0.5 * (at_high - at_low);
    const bool odd_first = coefficients.size() % 2 == 1;
    coefficients.push_back(odd_first ? odd : even);
    coefficients.push_back(odd_first ? even : odd);
    if (missing > (mixture_ != nullptr ? kMissingOfMixture : kMissing)) {
      // cos(angle)^order < exp(−16): there the series lacks less than a ten-millionth of what it lacks at the ends.
      reach_angle_ = std::min(0.8, std::sqrt(32 / order));
      reach_ = elementary::cos(reach_angle_);
    }
  }
  series_.shorten(1e-13);
  if (complete) {
    high_ = series_.value(1);
    low_ = series_.value(-1);
  }
}

SteepEnd PairCovariance::steep_end(bool negative) const {
  std::vector<SteepEnd::Place> lists;
  for (const PlacePair& place : places_) {
    lists.insert(lists.end(), place.count,
                 SteepEnd::Place{&place.a->increments, negative ? &place.b->mirrored : &place.b->increments});
  }
  return negative ? SteepEnd(std::move(lists), mixture_, reach_angle_, -series_.value(-reach_), -low_)
                  : SteepEnd(std::move(lists), mixture_, reach_angle_, series_.value(reach_), high_);
}

double PairCovariance::at(double rho) const {
  if (!exists()) return 0;
  if (rho >= 1) return high_;
  if (rho <= -1) return low_;
  if (rho <= reach_ && rho >= -reach_) return series_.value(rho);
  const double angle = elementary::atan2(std::sqrt((1 - rho) * (1 + rho)), std::fabs(rho));
  const double covariance = steep_end(rho < 0).covariance(angle);
  return rho < 0 ? -covariance : covariance;
}

double PairCovariance::root(double correlation) const {
  if (reach_ < 1) {
    if (correlation > series_.value(reach_)) return elementary::cos(steep_end(false).angle(correlation));
    if (correlation < series_.value(-reach_)) return -elementary::cos(steep_end(true).angle(-correlation));
  }
  return correlation < series_.coefficients[0] ? series_root(correlation, -reach_, 0)
                                               : series_root(correlation, 0, reach_);
}

double PairCovariance::series_root(double correlation, double low, double high) const {
  // Newton's steps, halving where they leave the bracket or do not shrink it.
  double rho = std::min(high, std::max(low, correlation));
  double error = 0;
  for (int step = 0; step < 80; ++step) {
    error = series_.value(rho) - correlation;
    if (std::fabs(error) < 1e-14 || high - low < 1e-15) break;
    (error > 0 ? high : low) = rho;
    const double slope = series_.slope(rho);
    double next = rho - error / slope;
    if (!(slope > 0) || !(next > low && next < high) || step % 8 == 7) next = 0.5 * (low + high);
    if (next == rho) break;
    rho = next;
  }
  return rho;
}

}  // namespace synthgen
