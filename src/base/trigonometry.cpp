// sin, cos and atan2. Argument reduction by a window of the bits of 2/π in integer
// arithmetic (Payne and Hanek 1983), the same for all sizes, so that no digit is lost
// however large the argument.
#include <cmath>

#include "double_double.hpp"
#include "elementary_kernels.hpp"
#include "synthgen/base/elementary.hpp"

namespace synthgen::elementary {
namespace {

constexpr double kQuarterPi = 0x1.921fb54442d18p-1;
constexpr DoubleDouble kHalfPi{0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54};
constexpr DoubleDouble kPi{0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53};

/// 64 bits of 2/π from bit `first` on, where bit 1 is worth one half and bits 0, −1, … are zero.
std::uint64_t two_over_pi_bits(int first) {
  const int place = first + 63;  // counted from the word of zeros
  const int word = place / 64;
  const int shift = place % 64;
  const std::uint64_t high = constants::kTwoOverPi[word] << shift;
  return shift == 0 ? high : high | (constants::kTwoOverPi[word + 1] >> (64 - shift));
}

/// x = quadrant·π/2 + rest, |rest| ≤ π/4, quadrant modulo 4; x finite and positive, at least about π/4.
struct Reduced {
  unsigned quadrant;
  DoubleDouble rest;
};

Reduced reduce(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const std::uint64_t mantissa = (bits & 0xfffffffffffffULL) | 0x10000000000000ULL;
  const int exponent = static_cast<int>(bits >> 52) - 1075;
  // x·2/π modulo 4 = mantissa · (192 bits of 2/π from the one worth 2 on), modulo 2^192, in units of 2^-190.
  using Wide = unsigned __int128;
  const int first = exponent - 1;
  const Wide low = static_cast<Wide>(mantissa) * two_over_pi_bits(first + 128);
  const Wide middle =
      static_cast<Wide>(mantissa) * two_over_pi_bits(first + 64) + static_cast<std::uint64_t>(low >> 64);
  std::uint64_t w2 = mantissa * two_over_pi_bits(first) + static_cast<std::uint64_t>(middle >> 64);
  std::uint64_t w1 = static_cast<std::uint64_t>(middle);
  std::uint64_t w0 = static_cast<std::uint64_t>(low);
  auto quadrant = static_cast<unsigned>(w2 >> 62);
  w2 = (w2 << 2) | (w1 >> 62);
  w1 = (w1 << 2) | (w0 >> 62);
  w0 <<= 2;
  const bool negative = (w2 >> 63) != 0;  // the fraction is beyond one half: count from the next quadrant
  if (negative) {
    quadrant = (quadrant + 1) & 3u;
    w2 = ~w2;
    w1 = ~w1;
    w0 = ~w0;  // one unit of 2^-192 short, far below the digits used
  }
  // The nearest a double comes to a multiple of π/2 is about 2^-61, so the leading one is in the first words.
  int zeros = 0;
  if (w2 == 0) {
    w2 = w1;
    w1 = w0;
    zeros = 64;
  }
  const int shift = std::countl_zero(w2 | 1u);
  if (shift != 0) {
    w2 = (w2 << shift) | (w1 >> (64 - shift));
    w1 = (w1 << shift) | (zeros == 0 ? w0 >> (64 - shift) : 0);
  }
  zeros += shift;
  const double high = static_cast<double>(w2 >> 11) * 0x1p-53;
  const double low_part = static_cast<double>(((w2 & 0x7ffu) << 42) | (w1 >> 22)) * 0x1p-106;
  const double scale = scale_by_power_of_two(negative ? -1.0 : 1.0, -zeros);
  return {quadrant, DoubleDouble{high * scale, low_part * scale} * kHalfPi};
}

double sin_kernel(DoubleDouble r) {
  const double z = r.hi * r.hi;
  return r.hi + (r.hi * z * polynomial(constants::kSinTail, z) + r.lo * (1.0 - 0.5 * z));
}

double cos_kernel(DoubleDouble r) {
  const double z = r.hi * r.hi;
  const double half = 0.5 * z;
  const double head = 1.0 - half;
  return head + (((1.0 - head) - half) + (z * z * polynomial(constants::kCosTail, z) - r.hi * r.lo));
}

/// atan(t) for 0 ≤ t ≤ 1: the nearest multiple of 1/8 is taken out by the addition theorem.
DoubleDouble atan_unit(double t) {
  static constexpr DoubleDouble kAtanOfEighths[] = {
      {0x1.f5b75f92c80ddp-3, 0x1.8ab6e3cf7afbdp-57}, {0x1.6f61941e4def1p-2, -0x1.c63aae6f6e918p-56},
      {0x1.dac670561bb4fp-2, 0x1.a2b7f222f65e2p-56}, {0x1.1e00babdefeb4p-1, -0x1.928df287a668fp-58},
      {0x1.4978fa3269ee1p-1, 0x1.2419a87f2a458p-56}, {0x1.700a7c5784634p-1, -0x1.8c34d25aadef6p-56},
      {0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55}};
  if (t < 0.1875) {
    const double z = t * t;
    return {t, t * z * polynomial(constants::kAtanTail, z)};
  }
  const int eighths = static_cast<int>(t * 8.0 + 0.5);
  const double c = eighths * 0.125;
  const double u = (t - c) / (1.0 + c * t);
  const double z = u * u;
  const DoubleDouble base = kAtanOfEighths[eighths - 2];
  return fast_two_sum(base.hi, u + (u * z * polynomial(constants::kAtanTail, z) + base.lo));
}

}  // namespace

double sin(double x) {
  const double magnitude = std::fabs(x);
  if (!(magnitude < kInfinity)) return kNan;
  if (magnitude < 0x1p-27) return x;
  if (magnitude <= kQuarterPi) return sin_kernel({x, 0.0});
  const auto [quadrant, rest] = reduce(magnitude);
  const double value = (quadrant & 1u) != 0 ? cos_kernel(rest) : sin_kernel(rest);
  return ((quadrant & 2u) != 0) != (x < 0) ? -value : value;
}

double cos(double x) {
  const double magnitude = std::fabs(x);
  if (!(magnitude < kInfinity)) return kNan;
  if (magnitude <= kQuarterPi) return cos_kernel({magnitude, 0.0});
  const auto [quadrant, rest] = reduce(magnitude);
  const double value = (quadrant & 1u) != 0 ? sin_kernel(rest) : cos_kernel(rest);
  return quadrant == 1 || quadrant == 2 ? -value : value;
}

double atan2(double y, double x) {
  if (x != x || y != y) return kNan;
  const double rise = std::fabs(y);
  const double run = std::fabs(x);
  const double larger = rise > run ? rise : run;
  const double smaller = rise > run ? run : rise;
  DoubleDouble angle{0.0, 0.0};
  if (larger > 0.0) {
    const double ratio = larger == kInfinity ? (smaller == kInfinity ? 1.0 : 0.0) : smaller / larger;
    angle = atan_unit(ratio);
  }
  if (rise > run) angle = kHalfPi + DoubleDouble{-angle.hi, -angle.lo};
  if (std::signbit(x)) angle = kPi + DoubleDouble{-angle.hi, -angle.lo};
  return std::copysign(angle.hi + angle.lo, y);
}

}  // namespace synthgen::elementary
