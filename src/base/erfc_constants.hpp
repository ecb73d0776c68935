// Coefficients for the error function, by interpolation at Chebyshev nodes with 60 decimal digits.
#pragma once

namespace synthgen::elementary::constants {

/// erf(x) = x·R(x²), |x| ≤ 0.75.
inline constexpr double kErfOverX[] = {0x1.20dd750429b6dp+0,   -0x1.812746b0379e0p-2,  0x1.ce2f21a0424c3p-4,
                                       -0x1.b82ce31257412p-6,  0x1.565bcd03657c0p-8,   -0x1.c02db1220cfe6p-11,
                                       0x1.f9a2afa3a8f86p-14,  -0x1.f4c5debf1228ap-17, 0x1.b90ecd4aeec12p-20,
                                       -0x1.564f71bbc0d35p-23, 0x1.8a312cb07e6ccp-27};
/// exp(x²)·erfc(x) by powers of x − (middle of the interval), 0.75 ≤ x < 1.25.
inline constexpr double kScaledA[] = {0x1.b5d8780f956b2p-2,   -0x1.17c4e3f17c050p-2,  0x1.3c27283c32cc4p-3,
                                      -0x1.44837f8906f90p-4,  0x1.33cad0ef5e992p-5,   -0x1.10fcf1b563fd3p-6,
                                      0x1.c8cb958c9235bp-8,   -0x1.6af265344a5a6p-9,  0x1.135262d648e98p-10,
                                      -0x1.908242f376148p-12, 0x1.184fd5c9b2e47p-13,  -0x1.7a9d2668ef6f7p-15,
                                      0x1.eef0ac60b21d5p-17,  -0x1.40a233141fe47p-18, 0x1.8a79ebb2de716p-20};
/// exp(x²)·erfc(x) by powers of x − (middle of the interval), 1.25 ≤ x < 2.
inline constexpr double kScaledB[] = {
    0x1.3583f6644327bp-2,  -0x1.2b11e6959934cp-3,  0x1.0a15ac2adab37p-4,  -0x1.ba018e6428105p-6,
    0x1.5a142948a90acp-7,  -0x1.014eae282ff48p-8,  0x1.6d609f6bdc097p-10, -0x1.f1b43d3beaec5p-12,
    0x1.465ecc111e6c3p-13, -0x1.9d622721292a6p-15, 0x1.fafd85cf76e3ap-17, -0x1.2db435d00d39fp-18,
    0x1.5ce2da98c0b5fp-20, -0x1.8941095cdb222p-22, 0x1.c226b408a3ac2p-24, -0x1.e28d533552f33p-26};
/// exp(x²)·erfc(x) by powers of x − (middle of the interval), 2 ≤ x < 3.
inline constexpr double kScaledC[] = {
    0x1.afbb3f3b7343bp-3,  -0x1.3086d7f01ac85p-4,  0x1.98958a7a8e4b2p-6,  -0x1.0632076809e02p-7,
    0x1.435c04e205695p-9,  -0x1.809ce8ab511d7p-11, 0x1.ba8a67d47f1bep-13, -0x1.edd4239d4f7cdp-15,
    0x1.0bcba0cbc77a2p-16, -0x1.1ad10b982cca0p-18, 0x1.23512be3a8587p-20, -0x1.2515bf72e2aefp-22,
    0x1.20001e7e74de6p-24, -0x1.1577396695e75p-26, 0x1.147e262e8c3b4p-28, -0x1.ff38c1d4f39eep-31};
/// exp(x²)·erfc(x) by powers of x − (middle of the interval), 3 ≤ x < 4.5.
inline constexpr double kScaledD[] = {0x1.2a2af19c14930p-3,   -0x1.2aa6503acda11p-5,  0x1.22f0664f3cbf8p-7,
                                      -0x1.1434ae05874bcp-9,  0x1.fff032a0dfa18p-12,  -0x1.cfcdea1aea45cp-14,
                                      0x1.9b50d0d23a191p-16,  -0x1.65778ad238aa2p-18, 0x1.30c2fb5af24b6p-20,
                                      -0x1.fe3e175e55576p-23, 0x1.a3becf1fd62e2p-25,  -0x1.539ac8de010cap-27,
                                      0x1.0e61e0ccd1455p-29,  -0x1.a6968caa2fc63p-32, 0x1.46826a9906362p-34,
                                      -0x1.0f29a1b804b70p-36, 0x1.967dae44d4942p-39};
/// exp(x²)·erfc(x) by powers of x − (middle of the interval), 4.5 ≤ x < 7.
inline constexpr double kScaledE[] = {
    0x1.8c14049cd551ep-4,  -0x1.0bc46cdc18fe6p-6,  0x1.6535040e2c85ap-9,  -0x1.d662fda6d5092p-12,
    0x1.31dddbe436269p-14, -0x1.8900e0bd31a31p-17, 0x1.f31a325ac3ebbp-20, -0x1.395be067b3eaep-22,
    0x1.8530fde744c5cp-25, -0x1.de4257fae305cp-28, 0x1.22d53e98da611p-30, -0x1.5e2c9d34235d8p-33,
    0x1.a185a83bcb44ep-36, -0x1.ed4b3f0c6d7b0p-39, 0x1.20981753cbb84p-41, -0x1.4b010858ceefcp-44,
    0x1.7c919a77ba2c9p-47, -0x1.fc0359ed9d442p-50, 0x1.1e4b68e65178ap-52};
/// x·exp(x²)·erfc(x) by powers of 1/x², x ≥ 7.
inline constexpr double kScaledFar[] = {0x1.20dd750429b6dp-1,   -0x1.20dd750429b4dp-2, 0x1.b14c2f862f4c4p-2,
                                        -0x1.0ecf9da867d9ap+0,  0x1.d9eb4b0fb23b2p+1,  -0x1.0a935b560b417p+4,
                                        0x1.6e66ca3ec6d89p+6,   -0x1.28154ffc77a0ep+9, 0x1.098e174551d1dp+12,
                                        -0x1.c54f6b76f2413p+14, 0x1.f160d3b9c552bp+16};

}  // namespace synthgen::elementary::constants
