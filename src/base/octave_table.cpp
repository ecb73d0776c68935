// Builds the octave tables of the standard normal and exponential distributions, with 64 segments an octave: the
// error of a Hermite cubic is (width)⁴/384 times the fourth derivative, at most 6/p⁴ here, which makes 9.3e-10.
//
// Why readings are monotone: within a segment t·(c1 + …) is off by about 2^-53 of itself, and it is at most 1/64 of
// what the value changes over an octave, while the least step of p moves the value by 2^-53 of that change: the
// product is monotone, and so is adding c0. At a segment's end the cubic is made to hit the next c0 as rounded.
#include "octave_table.hpp"

#include <cmath>

#include "elementary_kernels.hpp"
#include "erfc.hpp"
#include "synthgen/base/elementary.hpp"
#include "synthgen/base/normal.hpp"

namespace synthgen {
namespace {

constexpr double kRootHalfPi = 0x1.40d931ff62706p+0;
constexpr double kRootTwoPi = 0x1.40d931ff62706p+1;

/// A first guess by Hastings' rational approximation (Abramowitz and Stegun 26.2.23), good to 4.5e-4.
double hastings_guess(double p) {
  const double w = std::sqrt(-2.0 * elementary::log(p));
  return w - (2.515517 + w * (0.802853 + w * 0.010328)) / (1.0 + w * (1.432788 + w * (0.189269 + w * 0.001308)));
}

/// One step of Halley's method (third order) towards 1 − Φ(z) = p.
double halley_step(double z, double p) {
  // r = (1 − Φ(z) − p)/φ(z); the density's own logarithmic derivative is −z.
  const double share = normal_share_above(z);
  const double mills = z > 1.0607 ? kRootHalfPi * elementary::erfc_scaled(z * 0x1.6a09e667f3bcdp-1)
                                  : share * kRootTwoPi / elementary::exp_minus_square(z, 2.0);
  const double r = (1.0 - p / share) * mills;
  return z + r / (1.0 - 0.5 * z * r);
}

}  // namespace

OctaveTable::Point normal_upper_point(double p) {
  if (p == 0.5) return {0.0, -kRootTwoPi};
  if (!(p > 0.0)) return {elementary::kInfinity, -elementary::kInfinity};
  double z;
  if (p > 0.4375) {
    // Near the middle the share is solved for in p − ½, so that z keeps its relative precision there.
    const double centred = 0.5 - p;  // exact
    z = centred * kRootTwoPi;
    for (int i = 0; i < 4; ++i) {
      const double density = elementary::exp_minus_square(z, 2.0) / kRootTwoPi;
      const double miss = (0.5 * elementary::erf_small(z * 0x1.6a09e667f3bcdp-1) - centred) / density;
      z -= miss / (1.0 + 0.5 * z * miss);
    }
  } else {
    z = halley_step(halley_step(hastings_guess(p), p), p);
  }
  return {z, -kRootTwoPi / elementary::exp_minus_square(z, 2.0)};
}

OctaveTable::Point exponential_upper_point(double p) { return {-elementary::log(p), -1.0 / p}; }
OctaveTable::Point exponential_lower_point(double p) { return {-elementary::log1p(-p), 1.0 / (1.0 - p)}; }

void OctaveTable::build(Point (*function)(double p)) {
  double left = kLeast;
  Point here = function(left);
  for (std::size_t i = 0; i + 1 < kSegments; ++i) {
    const double right = std::bit_cast<double>((kFirst + i + 1) << kShift);
    const Point next = function(right);
    // Hermite's cubic in t = p − left, as powers of t.
    const double width = right - left;
    const double chord = (next.value - here.value) / width;
    const double square = (3.0 * chord - 2.0 * here.slope - next.slope) / width;
    const double cube = (here.slope + next.slope - 2.0 * chord) / (width * width);
    // c1 closes the sum, so that the cubic meets the next value in spite of the others' rounding.
    segments[i] = {here.value, chord - width * (square + width * cube), square, cube};
    left = right;
    here = next;
  }
  segments[kSegments - 1] = {here.value, here.slope, 0.0, 0.0};
}

const OctaveTable& normal_upper_table() {
  static OctaveTable storage;
  static const bool kBuilt = (storage.build(&normal_upper_point), true);
  static_cast<void>(kBuilt);
  return storage;
}

const ExponentialTables& exponential_tables() {
  static ExponentialTables storage;
  static const bool kBuilt =
      (storage[0].build(&exponential_upper_point), storage[1].build(&exponential_lower_point), true);
  static_cast<void>(kBuilt);
  return storage;
}

}  // namespace synthgen
