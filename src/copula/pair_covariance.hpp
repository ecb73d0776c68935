// The correlation of two columns as a function of that of their scores, and its root.
//
// Threads: immutable once made. Determinism: fixed orders, own elementary functions.
#pragma once

#include <vector>

#include "prepared_column.hpp"
#include "steep_end.hpp"

namespace synthgen {

/// Mean over the places at which both columns have values; its columns must outlive it.
class PairCovariance {
 public:
  PairCovariance(const PreparedColumn& a, const PreparedColumn& b, const StudentMixture* mixture);

  /// Whether there is a place at which both have values. Without one the correlation is 0 everywhere.
  bool exists() const { return !places_.empty(); }
  double low() const { return low_; }    ///< at −1
  double high() const { return high_; }  ///< at 1
  /// The correlation, where that of the scores is rho.
  double at(double rho) const;
  /// The correlation of the scores that gives that; low() ≤ correlation ≤ high().
  double root(double correlation) const;

 private:
  struct PlacePair {
    const PreparedPlace* a;
    const PreparedPlace* b;
    std::size_t count = 1;  ///< places at which it is this pair
  };
  SteepEnd steep_end(bool negative) const;
  double series_root(double correlation, double low, double high) const;

  std::vector<PlacePair> places_;
  const StudentMixture* mixture_;
  PowerSeries series_;
  double low_ = 0;
  double high_ = 0;
  /// The series holds up to this magnitude; beyond it there is SteepEnd.
  double reach_ = 1;
  double reach_angle_ = 0;
};

}  // namespace synthgen
