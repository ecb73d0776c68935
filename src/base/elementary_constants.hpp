// Coefficients of the elementary functions, shared by the scalar and the SIMD forms.
//
// The polynomials interpolate the named function at the Chebyshev nodes of the interval, which is within a few
// per cent of minimax; they were computed with 80 decimal digits and rounded to double.
#pragma once

#include <cstdint>

namespace synthgen::elementary::constants {

inline constexpr double kLog2E = 0x1.71547652b82fep+0;
/// ln 2 in two parts; the first has 32 bits, so that its product with any exponent is exact.
inline constexpr double kLn2High = 0x1.62e42fee00000p-1;
inline constexpr double kLn2Low = 0x1.a39ef35793c76p-33;
/// Adding and subtracting 1.5·2^52 rounds to the nearest integer, ties to even.
inline constexpr double kRounder = 0x1.8p52;

/// exp(r) = 1 + r + r²·E(r), |r| ≤ ln(2)/2.
inline constexpr double kExpTail[] = {
    0x1.0000000000001p-1,  0x1.5555555555556p-3,  0x1.5555555553d2bp-5,  0x1.11111111109a2p-7,  0x1.6c16c178a18c1p-10,
    0x1.a01a01a7d176dp-13, 0x1.a019b8b8f8697p-16, 0x1.71de0d7a972efp-19, 0x1.2891e963ab1f9p-22, 0x1.af3924be99a57p-26};
/// log((1 + s)/(1 − s)) = 2s + s·z·L(z), z = s², |s| ≤ (√2 − 1)/(√2 + 1).
inline constexpr double kLogTail[] = {0x1.5555555555558p-1, 0x1.9999999995273p-2, 0x1.2492492dfd86cp-2,
                                      0x1.c71c62d5e53e0p-3, 0x1.7462b91b8df65p-3, 0x1.39fdcceb4bb45p-3,
                                      0x1.2b5f68a50d903p-3};
/// log((1 + s)/(1 − s)) = 2s + (2/3)s³ + s·z²·T(z), the same interval; for the double-double logarithm.
inline constexpr double kLogFineTail[] = {0x1.999999999999ap-2, 0x1.2492492492491p-2, 0x1.c71c71c71cfe7p-3,
                                          0x1.745d1745124c7p-3, 0x1.3b13b1bd0ead0p-3, 0x1.1110df7e2b9b8p-3,
                                          0x1.e1f80a4c22cd4p-4, 0x1.ac4927065cf5ap-4, 0x1.b8e0c07ef591ap-4};
/// sin(r) = r + r³·S(r²), |r| ≤ π/4.
inline constexpr double kSinTail[] = {-0x1.5555555555555p-3, 0x1.1111111110babp-7,   -0x1.a01a019e820aep-13,
                                      0x1.71de37946ed6dp-19, -0x1.ae6008d114485p-26, 0x1.5e0a4fc16be59p-33};
/// cos(r) = 1 − r²/2 + r⁴·C(r²), |r| ≤ π/4.
inline constexpr double kCosTail[] = {0x1.5555555555555p-5,   -0x1.6c16c16c16963p-10, 0x1.a01a019f4ddfdp-16,
                                      -0x1.27e4fa16cc2d1p-22, 0x1.1eeb67d026ec6p-29,  -0x1.907cd8ff5ede7p-37};
/// atan(u) = u + u³·A(u²), |u| ≤ 3/16.
inline constexpr double kAtanTail[] = {-0x1.5555555555555p-2, 0x1.99999999997c9p-3,  -0x1.249249244f242p-3,
                                       0x1.c71c7150a1869p-4,  -0x1.745ce3da9783fp-4, 0x1.3b078a9c15524p-4,
                                       -0x1.0f77b4777226fp-4, 0x1.a90d35d396d61p-5};
/// The first 1,344 bits of 2/π after a word of zeros, most significant first.
inline constexpr std::uint64_t kTwoOverPi[] = {0,
                                               0xa2f9836e4e441529,
                                               0xfc2757d1f534ddc0,
                                               0xdb6295993c439041,
                                               0xfe5163abdebbc561,
                                               0xb7246e3a424dd2e0,
                                               0x06492eea09d1921c,
                                               0xfe1deb1cb129a73e,
                                               0xe88235f52ebb4484,
                                               0xe99c7026b45f7e41,
                                               0x3991d639835339f4,
                                               0x9c845f8bbdf9283b,
                                               0x1ff897ffde05980f,
                                               0xef2f118b5a0a6d1f,
                                               0x6d367ecf27cb09b7,
                                               0x4f463f669e5fea2d,
                                               0x7527bac7ebe5f17b,
                                               0x3d0739f78a5292ea,
                                               0x6bfb5fb11f8d5d08,
                                               0x56033046fc7b6bab,
                                               0xf0cfbc209af4361d,
                                               0xa9e391615ee61b08};

}  // namespace synthgen::elementary::constants
