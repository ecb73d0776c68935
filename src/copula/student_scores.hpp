// From Student's t to the normal score of the same probability.
//
// Threads: immutable once made.
#pragma once

#include <cstddef>
#include <vector>

namespace synthgen {

/// Φ⁻¹(T(t)) for one number of degrees of freedom, read through cubics over the octaves of 1 + |t|: absolute error at
/// most 5e-9. Scores end at ±kGreatestScore.
class StudentScores {
 public:
  /// df  from 1 on
  explicit StudentScores(double df);
  /// n values; out may be t.
  void read(std::size_t n, const double* t, double* out) const;
  /// The function itself.
  static double exact(double t, double df);

 private:
  struct Segment {
    double left;
    double powers[4];
  };
  static constexpr int kMantissaBits = 6;

  std::vector<Segment> segments_;
};

}  // namespace synthgen
