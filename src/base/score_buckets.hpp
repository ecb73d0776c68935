// The first step of a guide table over scores, many at once (normal_simd.cpp).
#pragma once

#include <cstddef>
#include <cstdint>

#include "synthgen/base/normal.hpp"

namespace synthgen {

/// capped[i]: z[i], at most kGreatestScore in size (NaN becomes −kGreatestScore); buckets[i]: ⌊(capped[i] + reach) ·
/// per_unit⌋. REQUIRES: reach above kGreatestScore, and buckets within 31 bits.
void find_score_buckets(std::size_t n, const double* z, double reach, double per_unit, double* capped,
                        std::int32_t* buckets);

inline void find_score_bucket(double z, double reach, double per_unit, double& capped, std::int32_t& bucket) {
  const double low = z > -kGreatestScore ? z : -kGreatestScore;
  capped = low < kGreatestScore ? low : kGreatestScore;
  bucket = static_cast<std::int32_t>((capped + reach) * per_unit);
}

}  // namespace synthgen
