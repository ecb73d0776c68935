// The standard normal distribution: one quantile table shared by all kinds, so that
// a literal parameter and the same number as an expression give equal bits.
//
// Threads: the tables are built once, on first use. Determinism: elementary.hpp's.
#pragma once

#include <cstddef>
#include <cstdint>

namespace synthgen {

/// z with Φ(z) = below, read from whichever of the two tails is smaller.
/// below, above  n probabilities in (0, 1) with below + above = 1; below alone suffices where above is null
///               (then above = 1 − below, exact for uniforms of stream.hpp)
/// z            n scores; may be one of the inputs
/// Error at most 1e-9 relative to |z| (absolute near 0), also at 1e-300. Non-decreasing in the probability over all
/// doubles from 2^-54 on; the score of (above, below) is exactly minus that of (below, above).
/// Source: cubics by octaves over a quantile by Halley's method, see src/base/octave_table.cpp.
void normal_score(std::size_t n, const double* below, const double* above, double* z);
double normal_score(double below, double above);

/// Φ(z) and 1 − Φ(z), each with full relative accuracy.
double normal_share_below(double z);
double normal_share_above(double z);

/// Scores of correlated columns end here: the shares beyond are those of the outermost draws of a stream.
inline constexpr double kGreatestScore = 8.2;

/// Φ(z) and 1 − Φ(z) of n scores, for drawing by them: z beyond ±kGreatestScore counts as that. The smaller share has a
/// relative error of at most 2e-9 within ±3 and 5e-8 at the ends, as much as a score moved by 5e-9 would make; the
/// other is the rest. below and above may not be z. NaN counts as kGreatestScore. Source: cubics over equal steps of
/// the score, see src/base/score_share_table.cpp.
void score_shares(std::size_t n, const double* z, double* below, double* above);
/// The same below alone.
void shares_below(std::size_t n, const double* z, double* below);
/// The first 63 binary digits of the shares below, and a 0.
void share_bits(std::size_t n, const double* z, std::uint64_t* bits);

/// Quantile of the standard exponential: −log(above), by tables with the same promises, relative at both ends.
void exponential_score(std::size_t n, const double* below, const double* above, double* out);
double exponential_score(double below, double above);

}  // namespace synthgen
