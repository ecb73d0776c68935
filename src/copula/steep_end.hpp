// The covariance of two columns whose scores are correlated almost wholly. Where both
// jump, the power series in the correlation converges too slowly there, and the rise is
// integrated instead.
//
// Threads: one user at a time. Determinism: fixed orders, own elementary functions.
#pragma once

#include <vector>

#include "score_increments.hpp"
#include "student_mixture.hpp"

namespace synthgen {

/// The covariance g(s) for the correlation cos s of the scores, from a start down to s = 0.
///
/// Its slope is that of the bivariate distribution function: for the normal one −exp(−q/2)/2π per pair of jumps at c
/// and d, q = (c² − 2cd·cos s + d²)/sin² s (Drezner and Wesolowsky, "On the computation of the bivariate normal
/// integral", 1990); for Student's −(1 + q/df)^(−df/2)/2π (Genz, "Numerical computation of rectangular bivariate and
/// trivariate normal and t probabilities", 2004).
class SteepEnd {
 public:
  /// Lists of the two columns, one pair per place; the covariance is that of the mean over the places.
  struct Place {
    const Increments* a = nullptr;
    const Increments* b = nullptr;
  };
  /// student  null for the Gaussian copula
  /// start    angle, in radians, at which the covariance is known
  /// at_start, at_end  the covariance there and at 0
  SteepEnd(std::vector<Place> places, const StudentMixture* student, double start, double at_start, double at_end);

  double covariance(double angle);
  /// The angle at which the covariance is that; at_start ≤ covariance ≤ at_end.
  double angle(double covariance);

 private:
  static constexpr std::size_t kNodes = 10;
  /// A stretch of angles over which the slope is a polynomial.
  struct Panel {
    double low = 0;
    double high = 0;
    double at_high = 0;
    double coefficients[kNodes] = {};  ///< of Legendre's polynomials
    double covariance(double angle) const;
    /// How fast the covariance rises towards 0, at the end −1 (low) or 1 (high).
    double slope_at(int end) const;
  };
  Panel next_panel(double high, double at_high) const;
  /// The panel that holds an angle, or the angle at which the covariance is that.
  Panel panel_at(double angle, double covariance);
  void leave_smooth(const Panel& before, double at_high);

  std::vector<Place> places_;
  const StudentMixture* student_;
  double start_;
  double at_start_;
  double at_end_;
  bool smooth_ = false;  ///< smooth stretches are part of the lists
  double rest_ = 0;      ///< slope of those that no longer are: rest + rest_grows·angle
  double rest_grows_ = 0;
  std::vector<Increments> jumps_;
};

}  // namespace synthgen
