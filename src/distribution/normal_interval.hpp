// The standard normal distribution: shares of both sides, and draws between bounds that
// leave its mass no digits.
#pragma once

namespace synthgen {

/// Φ(z) and 1 − Φ(z): the smaller by its own digits, the other as the rest. z may be infinite.
void normal_shares(double z, double& below, double& above);

/// z with P(z_low < Z < z) = u·P(z_low < Z < z_high), to full relative accuracy of z however far out or however
/// close together the bounds are.
///
/// u              in (0, 1)
/// z_low, z_high  z_low <= z_high; either may be infinite
double normal_between(double u, double z_low, double z_high);

}  // namespace synthgen
