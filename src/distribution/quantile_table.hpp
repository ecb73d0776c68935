// Quantile tables of one shape: quintics by octaves of a probability, through value,
// slope and bend at the ends of each segment.
//
// Rows whose shape is their own have no table. They compute the two knots around their
// probability and read the very same quintic, so that both forms give the same bits.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace synthgen {

/// A function of a probability p, and its first and second derivative.
struct QuantileKnot {
  double value = 0;
  double slope = 0;
  double bend = 0;
};

/// A segment as powers of the distance from its left end. Hermite's quintic is off by (width)⁶/46080 times the sixth
/// derivative: with 32 segments an octave 2.4e-12 for the logarithm, whose sixth derivative is −120/p⁶.
struct QuantileSegment {
  std::array<double, 6> powers{};

  QuantileSegment() = default;
  QuantileSegment(double width, const QuantileKnot& left, const QuantileKnot& right) {
    const double half_bend = 0.5 * left.bend;
    // What the first three powers leave of value, slope and bend at the right end, in units of the segment.
    const double value = (right.value - left.value) - width * (left.slope + width * half_bend);
    const double slope = width * ((right.slope - left.slope) - width * left.bend);
    const double bend = 0.5 * width * width * (right.bend - left.bend);
    const double unit = 1.0 / width;
    const double cube = unit * unit * unit;
    const double c3 = (10.0 * value - 4.0 * slope + bend) * cube;
    const double c4 = (7.0 * slope - 15.0 * value - 2.0 * bend) * cube * unit;
    const double c5 = (6.0 * value - 3.0 * slope + bend) * cube * unit * unit;
    // c1 closes the sum, so that the quintic meets the next value in spite of the others' rounding.
    const double c1 =
        (right.value - left.value) * unit - width * (half_bend + width * (c3 + width * (c4 + width * c5)));
    powers = {left.value, c1, half_bend, c3, c4, c5};
  }

  double at(double t) const {
    return powers[0] + t * (powers[1] + t * (powers[2] + t * (powers[3] + t * (powers[4] + t * powers[5]))));
  }
};

class QuantileTable {
 public:
  static constexpr int kMantissaBits = 5;
  static constexpr int kShift = 52 - kMantissaBits;
  static constexpr int kLeastExponent = -24;
  /// Nearer to the end than this the function itself is asked: one draw in eight million.
  static constexpr double kLeast = 0x1p-24;

  /// knot_at(p): a QuantileKnot, for p in [kLeast, ½].
  template <class KnotAt>
  explicit QuantileTable(KnotAt&& knot_at) {
    segments_.reserve(kSegments);
    double left = kLeast;
    QuantileKnot here = knot_at(left);
    for (std::size_t i = 0; i + 1 < kSegments; ++i) {
      const double right = std::bit_cast<double>((kFirst + i + 1) << kShift);
      const QuantileKnot next = knot_at(right);
      segments_.emplace_back(right - left, here, next);
      left = right;
      here = next;
    }
    segments_.emplace_back();
    segments_.back().powers[0] = here.value;
  }

  /// p within [kLeast, ½].
  double read(double p) const {
    const auto bits = std::bit_cast<std::uint64_t>(p);
    return segments_[(bits >> kShift) - kFirst].at(p - std::bit_cast<double>(bits >> kShift << kShift));
  }

 private:
  static constexpr std::uint64_t kFirst = static_cast<std::uint64_t>(1023 + kLeastExponent) << kMantissaBits;
  /// Octaves up to −2, and one segment for ½ itself.
  static constexpr std::size_t kSegments =
      static_cast<std::size_t>(-1 - kLeastExponent) * (std::size_t{1} << kMantissaBits) + 1;

  std::vector<QuantileSegment> segments_;
};

/// What QuantileTable(knot_at).read(p) gives, by the two knots around p.
template <class KnotAt>
double read_between_knots(double p, KnotAt&& knot_at) {
  const std::uint64_t place = std::bit_cast<std::uint64_t>(p) >> QuantileTable::kShift;
  const double left = std::bit_cast<double>(place << QuantileTable::kShift);
  const QuantileKnot here = knot_at(left);
  if (p == 0.5) return here.value;
  const double right = std::bit_cast<double>((place + 1) << QuantileTable::kShift);
  return QuantileSegment(right - left, here, knot_at(right)).at(p - left);
}

}  // namespace synthgen
