// Quantile tables by octaves: a cubic for each segment of a probability's exponent and
// leading mantissa bits, so that relative precision is the same in the body and far into
// the tail. The scalar reading; normal_simd.cpp repeats it in vectors.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace synthgen {

/// A monotone function on [2^-54, 1/2], as cubics through its values and slopes at the ends of 64 segments an octave.
/// The cubics meet exactly at the segments' ends, and rounding keeps them in order (see the .cpp), so a
/// reading is monotone over all doubles.
struct OctaveTable {
  static constexpr int kMantissaBits = 6;
  static constexpr int kShift = 52 - kMantissaBits;
  static constexpr int kLeastExponent = -54;
  static constexpr double kLeast = 0x1p-54;
  static constexpr std::uint64_t kFirst = static_cast<std::uint64_t>(1023 + kLeastExponent) << kMantissaBits;
  /// Octaves −54 … −2, and one segment for 1/2 itself.
  static constexpr std::size_t kSegments = 53 * (std::size_t{1} << kMantissaBits) + 1;

  using Cubic = std::array<double, 4>;
  alignas(64) std::array<Cubic, kSegments> segments{};

  /// value and slope at p, and both again for every segment's left end; slope is d value / d p.
  struct Point {
    double value;
    double slope;
  };
  void build(Point (*function)(double p));

  /// c0 … c3 of every segment, one after the other; what the vector form reads.
  const double* coefficients() const { return segments.front().data(); }

  /// p within [2^-54, 1/2].
  double read(double p) const {
    const auto bits = std::bit_cast<std::uint64_t>(p);
    const Cubic& c = segments[(bits >> kShift) - kFirst];
    const double t = p - std::bit_cast<double>(bits >> kShift << kShift);  // exact
    return c[0] + t * (c[1] + t * (c[2] + t * c[3]));
  }
};

/// The tables of the standard distributions, built at the first call.
const OctaveTable& normal_upper_table();  ///< z with 1 − Φ(z) = p
/// Two, side by side: −log(p), then −log(1 − p).
using ExponentialTables = std::array<OctaveTable, 2>;
const ExponentialTables& exponential_tables();
/// Rows from the first table's start to the second's.
inline constexpr std::size_t kExponentialLowerOffset = sizeof(OctaveTable) / sizeof(OctaveTable::Cubic);

/// The same functions by closed form for any p in (0, 1/2]: what the tables are built from, and what reads below them.
OctaveTable::Point normal_upper_point(double p);
OctaveTable::Point exponential_upper_point(double p);
OctaveTable::Point exponential_lower_point(double p);

/// The tail that is read, kept within the table's upper end whatever the caller's probabilities add up to.
inline double smaller_tail(double below, double above) {
  const double p = below < above ? below : above;
  return p < 0.5 ? p : 0.5;
}

}  // namespace synthgen
