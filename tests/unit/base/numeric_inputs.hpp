// Inputs and error measures shared by the tests of numbers.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

namespace synthgen::test {

/// A small generator of test inputs (Steele, Lea, Flood: splitmix64, 2014); not the one under test.
class Bits {
 public:
  explicit Bits(std::uint64_t state) : state_(state) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  double between(double low, double high) { return low + (high - low) * uniform(); }
  /// Positive, all sizes within [low, high] alike.
  double magnitude(double low, double high) {
    const double exponent = between(std::log2(low), std::log2(high));
    return std::exp2(exponent);
  }

 private:
  std::uint64_t state_;
};

/// Distance in units in the last place of the true value; 0 where both are the same infinity.
inline double ulps(double got, long double want) {
  const double rounded = static_cast<double>(want);
  if (!std::isfinite(rounded)) return got == rounded || (std::isnan(got) && std::isnan(rounded)) ? 0 : 1e300;
  const double size = std::fabs(rounded);
  const double unit = size < 0x1p-1021 ? 0x1p-1074 : std::ldexp(1.0, std::ilogb(size) - 52);
  return static_cast<double>(std::fabs(static_cast<long double>(got) - want) / unit);
}

/// Keeps the largest error and where it was.
struct Worst {
  double error = 0;
  double at = 0;
  void take(double candidate, double place) {
    if (candidate > error || std::isnan(candidate)) {
      error = candidate;
      at = place;
    }
  }
};

inline bool same_bits(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

}  // namespace synthgen::test
