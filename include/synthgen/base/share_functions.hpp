// The scaled error function, the incomplete beta function, and the inverses of the incomplete beta and gamma
// functions: what the quantiles of beta, gamma, binomial and their kin stand on.
//
// Threads: pure. Determinism: elementary.hpp's.
#pragma once

namespace synthgen::elementary {

/// exp(x²)·erfc(x) for x ≥ 0.75; relative error a few units in the last place.
double erfc_scaled(double x);

/// Two parts of 1, each with its own digits.
struct SharePair {
  double below = 0;
  double above = 0;
};

/// Regularised incomplete beta function I_x(a, b) and 1 − I_x(a, b), at x = odds/(1 + odds): by the odds, so that
/// neither x nor 1 − x loses digits.
///
/// a, b  from 1e-3 to 1e9
/// odds  from 0 on; infinity is x = 1
/// Relative error at most 1e-12 for a, b ≤ 1e4 and 5e-12 for a, b ≤ 1e6 where a share exceeds 1e-250; 1e-10 beyond.
/// Sources: power series, DLMF 8.17.7; continued fraction, DiDonato and Morris, "Algorithm 708", ACM TOMS 18 (1992),
/// eq. 9; for large a and b Gauss-Legendre quadrature of the log-odds' density from x outwards.
SharePair beta_shares(double a, double b, double odds);

/// log B(a, b) for positive a and b; the great terms cancel before they are rounded.
double log_beta(double a, double b);

/// x^a·(1 − x)^b/B(a, b) at x = odds/(1 + odds), which is the density of the log odds.
double beta_log_odds_density(double a, double b, double odds);

/// x^a·exp(−x)/Γ(a), the density of log x under the gamma law of shape a.
double gamma_log_density(double a, double x);

/// log x with P(a, x) = below, solved in whichever of the two shares is the smaller; below + above = 1.
/// a from 1e-3 on. x has a relative error of at most 1e-12 (1e-10 for shares below 1e-15 where a > 1e8).
/// Sources: Halley's method on the log of the share, from Wilson and Hilferty's approximation (1931) or the leading
/// term of the series; for a > 1e8 Cornish and Fisher's expansion.
double gamma_inverse_log(double a, double below, double above);

/// log odds of the x with I_x(a, b) = below, likewise. Start: Abramowitz and Stegun 26.5.22, or the leading terms at
/// both ends. Relative error of x and of 1 − x at most 1e-12 (1e-11 for a or b > 1e6).
double beta_inverse_log_odds(double a, double b, double below, double above);

}  // namespace synthgen::elementary
