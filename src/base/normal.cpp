// The normal distribution's shares, and scores one at a time.
#include "synthgen/base/normal.hpp"

#include "elementary_kernels.hpp"
#include "erfc.hpp"
#include "octave_table.hpp"
#include "synthgen/base/elementary.hpp"

namespace synthgen {

double normal_share_above(double z) {
  if (z != z) return elementary::kNan;
  if (z > 40.0) return 0.0;
  if (z < -9.0) return 1.0;
  const double x = z * 0x1.6a09e667f3bcdp-1;  // z/√2
  if (x >= -0.75 && x <= 0.75) return 0.5 - 0.5 * elementary::erf_small(x);
  // The exponent is taken from z itself: z/√2 is rounded, and the tail would magnify that z² times.
  const double tail = 0.5 * elementary::erfc_scaled(x < 0 ? -x : x) * elementary::exp_minus_square(z, 2.0);
  return z < 0 ? 1.0 - tail : tail;
}

double normal_share_below(double z) { return normal_share_above(-z); }

double normal_score(double below, double above) {
  const double p = smaller_tail(below, above);
  const double z = p >= OctaveTable::kLeast ? normal_upper_table().read(p) : normal_upper_point(p).value;
  return below < above ? -z : z;
}

double exponential_score(double below, double above) {
  const double p = smaller_tail(below, above);
  const bool lower = below < above;
  if (p >= OctaveTable::kLeast) return exponential_tables()[lower ? 1 : 0].read(p);
  // So near to 0, −log(1 − p) and p are the same double.
  return lower ? p : -elementary::log(p);
}

}  // namespace synthgen
