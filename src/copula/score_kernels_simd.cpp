// z·Lᵀ a column at a time, by multiplications and additions that are never fused.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "score_kernels_simd.cpp"
#include <hwy/foreach_target.h>
// This line keeps the two apart, since the first defines what the second reads.
#include <hwy/highway.h>

#include "score_kernels.hpp"

HWY_BEFORE_NAMESPACE();
namespace synthgen {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<double>;

void combine_scores_over(std::size_t n, std::size_t terms, const double* weights, const double* const* scores,
                         double* out) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  // Four vectors of rows at once, because each one's sum is a chain of additions.
  for (; i + 4 * lanes <= n; i += 4 * lanes) {
    const auto first = hn::Set(d, weights[0]);
    auto sum0 = hn::Mul(first, hn::LoadU(d, scores[0] + i));
    auto sum1 = hn::Mul(first, hn::LoadU(d, scores[0] + i + lanes));
    auto sum2 = hn::Mul(first, hn::LoadU(d, scores[0] + i + 2 * lanes));
    auto sum3 = hn::Mul(first, hn::LoadU(d, scores[0] + i + 3 * lanes));
    for (std::size_t k = 1; k < terms; ++k) {
      const auto weight = hn::Set(d, weights[k]);
      const double* row = scores[k] + i;
      sum0 = hn::Add(sum0, hn::Mul(weight, hn::LoadU(d, row)));
      sum1 = hn::Add(sum1, hn::Mul(weight, hn::LoadU(d, row + lanes)));
      sum2 = hn::Add(sum2, hn::Mul(weight, hn::LoadU(d, row + 2 * lanes)));
      sum3 = hn::Add(sum3, hn::Mul(weight, hn::LoadU(d, row + 3 * lanes)));
    }
    hn::StoreU(sum0, d, out + i);
    hn::StoreU(sum1, d, out + i + lanes);
    hn::StoreU(sum2, d, out + i + 2 * lanes);
    hn::StoreU(sum3, d, out + i + 3 * lanes);
  }
  for (; i < n; ++i) {
    double sum = weights[0] * scores[0][i];
    for (std::size_t k = 1; k < terms; ++k) sum += weights[k] * scores[k][i];
    out[i] = sum;
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace synthgen
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace synthgen {

HWY_EXPORT(combine_scores_over);

void combine_scores(std::size_t n, std::size_t terms, const double* weights, const double* const* scores, double* out) {
  HWY_DYNAMIC_DISPATCH(combine_scores_over)(n, terms, weights, scores, out);
}

}  // namespace synthgen
#endif
