// exp and log over arrays: the operations of elementary_kernels.hpp, in the same order,
// on vectors. No fused operation appears, so every target gives the scalar form's bits.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "elementary_simd.cpp"
#include <hwy/foreach_target.h>
// This line keeps the two apart, since the first defines what the second reads.
#include <hwy/highway.h>

#include "elementary_kernels.hpp"
#include "synthgen/base/elementary.hpp"

HWY_BEFORE_NAMESPACE();
namespace synthgen::elementary {
namespace HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_EMU128 || HWY_HAVE_SCALABLE

// Without vectors the scalar form is the fastest.
void exp_kernel_over(std::size_t n, const double* in, double* out) {
  for (std::size_t i = 0; i < n; ++i) out[i] = elementary::exp(in[i]);
}
void log_kernel_over(std::size_t n, const double* in, double* out) {
  for (std::size_t i = 0; i < n; ++i) out[i] = elementary::log(in[i]);
}

#else

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<double>;
using U = hn::RebindToUnsigned<D>;
using V = hn::Vec<D>;

template <std::size_t N>
HWY_INLINE V split_polynomial_of(D d, const double (&coefficients)[N], V x) {
  const V square = hn::Mul(x, x);
  constexpr std::size_t kEven = (N - 1) / 2 * 2;
  constexpr std::size_t kOdd = (N - 2) / 2 * 2 + 1;
  V even = hn::Set(d, coefficients[kEven]);
  for (std::size_t i = kEven; i >= 2; i -= 2) even = hn::Add(hn::Mul(even, square), hn::Set(d, coefficients[i - 2]));
  V odd = hn::Set(d, coefficients[kOdd]);
  for (std::size_t i = kOdd; i >= 3; i -= 2) odd = hn::Add(hn::Mul(odd, square), hn::Set(d, coefficients[i - 2]));
  return hn::Add(even, hn::Mul(x, odd));
}

HWY_INLINE V exp_of(D d, V argument) {
  using namespace constants;
  const U u;
  const V least = hn::Set(d, -746.0);
  const V most = hn::Set(d, 710.0);
  const V floored = hn::IfThenElse(hn::Gt(argument, least), argument, least);
  const V x = hn::IfThenElse(hn::Lt(floored, most), floored, most);
  const V rounder = hn::Set(d, kRounder);
  const V shifted = hn::Add(hn::Mul(x, hn::Set(d, kLog2E)), rounder);
  const V k = hn::Sub(shifted, rounder);
  // The scalar form adds the correction 0.0 here, which changes no value but −0.0, and that none after it.
  const V r = hn::Sub(hn::Sub(x, hn::Mul(k, hn::Set(d, kLn2High))), hn::Mul(k, hn::Set(d, kLn2Low)));
  const V tail = hn::Mul(hn::Mul(r, r), split_polynomial_of(d, kExpTail, r));
  const V mantissa = hn::Add(hn::Set(d, 1.0), hn::Add(r, tail));
  const auto biased = hn::Add(hn::Sub(hn::BitCast(u, shifted), hn::BitCast(u, rounder)), hn::Set(u, 2048));
  const auto half = hn::ShiftRight<1>(biased);
  const auto one = hn::Set(u, 1);
  const V scale1 = hn::BitCast(d, hn::ShiftLeft<52>(hn::Sub(half, one)));
  const V scale2 = hn::BitCast(d, hn::ShiftLeft<52>(hn::Sub(hn::Sub(biased, half), one)));
  const V result = hn::Mul(hn::Mul(mantissa, scale1), scale2);
  return hn::IfThenElse(hn::Eq(argument, argument), result, hn::Set(d, kNan));
}

HWY_INLINE V log_of(D d, V x) {
  using namespace constants;
  const U u;
  const auto subnormal = hn::Lt(x, hn::Set(d, std::numeric_limits<double>::min()));
  const V normal = hn::IfThenElse(subnormal, hn::Mul(x, hn::Set(d, 0x1p54)), x);
  const V offset = hn::IfThenElse(subnormal, hn::Set(d, 1024.0 + 54.0), hn::Set(d, 1024.0));
  const auto bits = hn::BitCast(u, normal);
  const auto shift = hn::Set(u, 0x4000000000000000ULL);
  const auto exponent = hn::ShiftRight<52>(hn::Add(hn::Sub(bits, hn::Set(u, 0x3fe6a09e667f3bcdULL)), shift));
  const V rounder = hn::Set(d, kRounder);
  const V k = hn::Sub(hn::Sub(hn::BitCast(d, hn::Add(exponent, hn::BitCast(u, rounder))), rounder), offset);
  const V m = hn::BitCast(d, hn::Add(hn::Sub(bits, hn::ShiftLeft<52>(exponent)), shift));
  const V f = hn::Sub(m, hn::Set(d, 1.0));
  const V s = hn::Div(f, hn::Add(hn::Set(d, 2.0), f));
  const V z = hn::Mul(s, s);
  const V tail = hn::Mul(z, split_polynomial_of(d, kLogTail, z));
  const V half_square = hn::Mul(hn::Mul(hn::Set(d, 0.5), f), f);
  const V inner = hn::Add(hn::Mul(s, hn::Add(half_square, tail)), hn::Mul(k, hn::Set(d, kLn2Low)));
  V result = hn::Sub(hn::Mul(k, hn::Set(d, kLn2High)), hn::Sub(hn::Sub(half_square, inner), f));
  const V infinity = hn::Set(d, kInfinity);
  const V zero = hn::Zero(d);
  result = hn::IfThenElse(hn::Eq(x, infinity), infinity, result);
  result = hn::IfThenElse(hn::Gt(x, zero), result, hn::Set(d, kNan));
  return hn::IfThenElse(hn::Eq(x, zero), hn::Neg(infinity), result);
}

void exp_kernel_over(std::size_t n, const double* in, double* out) {
  const D d;
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= n; i += hn::Lanes(d)) hn::StoreU(exp_of(d, hn::LoadU(d, in + i)), d, out + i);
  for (; i < n; ++i) out[i] = elementary::exp(in[i]);
}

void log_kernel_over(std::size_t n, const double* in, double* out) {
  const D d;
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= n; i += hn::Lanes(d)) hn::StoreU(log_of(d, hn::LoadU(d, in + i)), d, out + i);
  for (; i < n; ++i) out[i] = elementary::log(in[i]);
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace synthgen::elementary
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace synthgen::elementary {

HWY_EXPORT(exp_kernel_over);
HWY_EXPORT(log_kernel_over);

void exp(std::size_t n, const double* in, double* out) { HWY_DYNAMIC_DISPATCH(exp_kernel_over)(n, in, out); }
void log(std::size_t n, const double* in, double* out) { HWY_DYNAMIC_DISPATCH(log_kernel_over)(n, in, out); }

}  // namespace synthgen::elementary
#endif
