// Rounding to decimals over arrays: the fast decision of rounding.cpp on vectors; the few
// values near a tie, out of range or not finite go to the scalar form afterwards.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "rounding_simd.cpp"
#include <hwy/foreach_target.h>
// This line keeps the two apart, since the first defines what the second reads.
#include <hwy/highway.h>

#include "elementary_constants.hpp"
#include "synthgen/base/elementary.hpp"

HWY_BEFORE_NAMESPACE();
namespace synthgen::elementary {
namespace HWY_NAMESPACE {

HWY_INLINE void round_one(double x, int decimals, std::int64_t& out, std::uint8_t& valid) {
  out = 0;
  if (!elementary::round_to_scale(x, decimals, out)) valid = 0;
}

#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_EMU128 || HWY_HAVE_SCALABLE

void round_over(std::size_t n, const double* in, int decimals, double, std::int64_t* out, std::uint8_t* valid) {
  for (std::size_t i = 0; i < n; ++i) round_one(in[i], decimals, out[i], valid[i]);
}

#else

namespace hn = hwy::HWY_NAMESPACE;

void round_over(std::size_t n, const double* in, int decimals, double power, std::int64_t* out, std::uint8_t* valid) {
  const hn::ScalableTag<double> d;
  const hn::RebindToSigned<decltype(d)> di;
  const std::size_t lanes = hn::Lanes(d);
  const auto scale = hn::Set(d, power);
  const auto half = hn::Set(d, 0.5);
  const auto one = hn::Set(d, 1.0);
  const auto most = hn::Set(d, 0x1p50);
  const auto margin = hn::Set(d, 0x1p-51);
  const auto rounder = hn::Set(d, constants::kRounder);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto x = hn::LoadU(d, in + i);
    const auto product = hn::Mul(hn::Abs(x), scale);
    const auto whole = hn::Floor(product);
    const auto fraction = hn::Sub(product, whole);
    const auto certain =
        hn::And(hn::Lt(product, most), hn::Gt(hn::Abs(hn::Sub(fraction, half)), hn::Mul(product, margin)));
    const auto rounded = hn::Add(whole, hn::IfThenElseZero(hn::Gt(fraction, half), one));
    // Below 2^51 the integer stands in the low bits of 1.5·2^52 plus it.
    const auto shifted = hn::Add(hn::CopySign(rounded, x), rounder);
    hn::StoreU(hn::Sub(hn::BitCast(di, shifted), hn::BitCast(di, rounder)), di, out + i);
    if (HWY_UNLIKELY(!hn::AllTrue(d, certain))) {
      for (std::size_t j = i; j < i + lanes; ++j) round_one(in[j], decimals, out[j], valid[j]);
    }
  }
  for (; i < n; ++i) round_one(in[i], decimals, out[i], valid[i]);
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace synthgen::elementary
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace synthgen::elementary {

HWY_EXPORT(round_over);

void round_to_scale(std::size_t n, const double* in, int decimals, std::int64_t* out, std::uint8_t* valid) {
  // 10^decimals, exactly: a product of whole numbers below 2^53·2^22.
  double power = 1.0;
  for (int i = 0; i < decimals; ++i) power *= 10.0;
  HWY_DYNAMIC_DISPATCH(round_over)(n, in, decimals, power, out, valid);
}

}  // namespace synthgen::elementary
#endif
