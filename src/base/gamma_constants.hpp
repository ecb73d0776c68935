// Coefficients for the gamma functions, computed from their definitions with 60 decimal digits.
#pragma once

namespace synthgen::elementary::constants {

/// (−1)^k (ζ(k) − 1)/k for k = 2, 3, …: log Γ(2 + z) = (1 − γ)·z + Σ of these times z^k.
inline constexpr double kZetaTail[] = {
    0x1.4a34cc4a60fa6p-2,  -0x1.13e001a557607p-4,  0x1.51322ac7d8483p-6,  -0x1.e404fc218f5f2p-8,
    0x1.7add6eadb6c30p-9,  -0x1.38ac5c2bf8e08p-10, 0x1.0b36af86396e9p-11, -0x1.d3fd4c76d2fc8p-13,
    0x1.a127b0f17d65ap-14, -0x1.78de5bd7c81efp-15, 0x1.580dcee66eb02p-16, -0x1.3cbc963ce2243p-17,
    0x1.2597a39f34aacp-18, -0x1.11b2eb7679541p-19, 0x1.0064cdeb22f0fp-20, -0x1.e2600d93cfd2fp-22,
    0x1.c76bbb3f07a4dp-23, -0x1.af5a6cbbf8a97p-24, 0x1.99b93c2070b0fp-25, -0x1.862c734df3eacp-26,
    0x1.7469daccfadcdp-27, -0x1.6434a8447aeadp-28, 0x1.555a877ffd2c3p-29, -0x1.47b1679258d0ep-30,
    0x1.3b15d2b2fc10cp-31, -0x1.2f69a9fabe3e0p-32, 0x1.24932a337434cp-33, -0x1.1a7c26ec2523cp-34};
/// 1 − γ, Euler's constant.
inline constexpr double kOneMinusEuler = 0x1.b0ee6072093cep-2;
/// B_2k/(2k(2k − 1)), k = 1, 2, …: Stirling's series for log Γ.
inline constexpr double kStirling[] = {0x1.5555555555555p-4,   -0x1.6c16c16c16c17p-9, 0x1.a01a01a01a01ap-11,
                                       -0x1.3813813813814p-11, 0x1.b951e2b18ff23p-11, -0x1.f6ab0d9993c7dp-10,
                                       0x1.a41a41a41a41ap-8,   -0x1.e4286cb0f5398p-6, 0x1.6fe96381e0680p-3,
                                       -0x1.6476701181f3ap+0};
/// Temme's uniform expansion: row k holds the powers of eta in C_k. With C_0 = 1/(lambda − 1) − 1/eta and
/// eta·C_k = C'_{k−1} + g_k·(1 + eta·C_0), g_k such that C_k is regular at 0; exact rationals, then rounded.
inline constexpr double kTemme0[] = {
    -0x1.5555555555555p-2,  0x1.5555555555555p-4,   -0x1.e573ac901e574p-7,  0x1.2f684bda12f68p-10,
    0x1.71de3a556c734p-12,  -0x1.76e06fec7273bp-13, 0x1.48c5892f7cd83p-15,  -0x1.255370652afc1p-19,
    -0x1.f1b22f594c6b5p-20, 0x1.bd6d21e4b4109p-21,  -0x1.7b5f9a2d0465cp-23, 0x1.ccf5ceb7f0d9fp-28,
    0x1.6097d55c37c1cp-27,  -0x1.2d2197c7a2faap-28, 0x1.f6e66d24d5c8ap-31,  -0x1.c0d9b6edf2b0bp-36,
    -0x1.0070a87340428p-34, 0x1.ac9475c463659p-36,  -0x1.61ca701fd754ap-38, 0x1.ef98008f5eec2p-44,
    0x1.7ba0759769d7cp-42,  -0x1.3989bebb193c0p-43, 0x1.0104fc4369a3cp-45,  -0x1.283fe7950ad7bp-51,
    -0x1.1ca914d71a27cp-49, 0x1.d2e7d5ca48b90p-51};
inline constexpr double kTemme1[] = {
    -0x1.e573ac901e574p-10, -0x1.c71c71c71c71cp-9,  0x1.5ac056b015ac0p-9,   -0x1.0394f6f09e723p-10,
    0x1.af83440e53dbcp-13,  -0x1.af83440e53dbcp-22, -0x1.2fa4ae89e5af0p-16, 0x1.00a9cabd6b83ep-17,
    -0x1.b0bdfcc629cbap-20, 0x1.3f59230a8357cp-28,  0x1.280f2cde3f847p-23,  -0x1.ee23d0cba8aeep-25,
    0x1.9aa7a30de114cp-27,  -0x1.349fbca3a377bp-36, -0x1.1564ecff73d58p-30, 0x1.c9b434bf3c34ep-32,
    -0x1.78a5056f8ce45p-34, 0x1.113e3a466db9ep-44,  0x1.f8041c5540ea2p-38,  -0x1.9ccf2fab4608bp-39,
    0x1.519580a10cd82p-41,  -0x1.f3b7a5dcd1851p-53, -0x1.c068b448455eap-45, 0x1.6d8a9ef5c1827p-46};
inline constexpr double kTemme2[] = {
    0x1.0ee643b990ee6p-8,   -0x1.5f7268edab4c8p-9,  0x1.948b0fcd6e9e0p-11,  0x1.0db20a88f4696p-19,
    -0x1.c253efaa1a932p-14, 0x1.bbf43daf4fe53p-15,  -0x1.ac2d05890f2c3p-17, 0x1.26154ae39151dp-25,
    0x1.7058929663937p-20,  -0x1.522cb05171911p-21, 0x1.32ac81c15d3d7p-23,  -0x1.c24bd0e740a6cp-33,
    -0x1.e437343a46f5dp-27, 0x1.ac0d455e25360p-28,  -0x1.77c5829460139p-30, 0x1.0962774f638bbp-40,
    0x1.1b1056c188672p-33,  -0x1.e9778dbc61371p-35, 0x1.a55da34225759p-37,  -0x1.2c681309d6007p-48,
    -0x1.33f39f65c6eeep-40, 0x1.0675f56b95f3bp-41};
inline constexpr double kTemme3[] = {
    0x1.547d93b34e2b6p-11,  0x1.e13ce465fa859p-13,  -0x1.ebfb188b7ca00p-12, 0x1.18b9b5bf2d984p-12,
    -0x1.3d2a3a29b5d9dp-14, -0x1.0152a1871f27ap-22, 0x1.73df462204ef4p-17,  -0x1.7cd6f27b3f020p-18,
    0x1.7e0201539310ep-20,  -0x1.ea23269c140a7p-36, -0x1.6c2dcffbefeefp-23, 0x1.5bde8ef4c4dc7p-24,
    -0x1.4853ced169327p-26, 0x1.50c3f0dd501ebp-39,  0x1.1b66a39794ba9p-29,  -0x1.040c53b2491f0p-30,
    0x1.d9b15465daec1p-33,  -0x1.f46057e1c9d1fp-47, -0x1.812d3d94d533bp-36, 0x1.587d7a7c1a668p-37};
inline constexpr double kTemme4[] = {-0x1.c3e0b02da7bf9p-11, 0x1.9b0ff6874f2c4p-11,  -0x1.3999a85a4237ap-12,
                                     -0x1.88f2ae1def9d0p-20, 0x1.16908b48ce058p-14,  -0x1.4ce3fd902bcadp-15,
                                     0x1.7db4c02846e81p-17,  0x1.13b3c5b7cb45ep-32,  -0x1.c71c074985d3fp-20,
                                     0x1.de37d9f09164cp-21,  -0x1.ec676cf33153cp-23, 0x1.041515bab6adap-35,
                                     0x1.efe94304ac16bp-26,  -0x1.e78e449f4e3bep-27, 0x1.d9a9f1a8b7696p-29,
                                     -0x1.033ba70791e5ep-42, -0x1.b14f212618752p-32, 0x1.9911dbca7ce93p-33};
inline constexpr double kTemme5[] = {
    -0x1.6128ac5a4fa71p-12, -0x1.247604839c038p-14, 0x1.22be87360ef1fp-12,  -0x1.a2042c5148e27p-13,
    0x1.1d1e9cb24760bp-14,  0x1.30bdcf208080ep-23,  -0x1.c823fc1b3cc36p-17, 0x1.0d0e229150428p-17,
    -0x1.338eb19652fd9p-19, -0x1.659cfde0bb2ebp-32, 0x1.741504e5c87c2p-22,  -0x1.8c267becd0c0fp-23,
    0x1.9e630225a095bp-25,  -0x1.4411c5ac40e35p-46, -0x1.b15bbf334c8c3p-28, 0x1.b2a3adb58623dp-29};
inline constexpr double kTemme6[] = {0x1.168ef1b0931c8p-11,  -0x1.36773bdb97b48p-11, 0x1.1c0950d3ecb9dp-12,
                                     0x1.a8411da6cab49p-21,  -0x1.5600945495b37p-14, 0x1.d6bdf83130dc1p-15,
                                     -0x1.3382f4cf48618p-16, -0x1.a74243fa27729p-29, 0x1.d115d4f5dcc68p-19,
                                     -0x1.10587854fcb37p-19, 0x1.36c8903447d35p-21,  0x1.074e709bf4b8bp-42,
                                     -0x1.7b2f7de505322p-24, 0x1.9778c6d79bcc1p-25};
inline constexpr double kTemme7[] = {0x1.691879c01efb4p-12, 0x1.b1d75d3346711p-15,  -0x1.5f3385098cebfp-12,
                                     0x1.26eeb5ece1d9fp-12, -0x1.cc642787368cep-14, -0x1.119c70312e0a2p-23,
                                     0x1.d179830b113abp-16, -0x1.3269164e3e304p-16, 0x1.8467d794bd7f2p-18,
                                     0x1.0f82da50cdaeep-31, -0x1.1c6acec59f442p-20, 0x1.4b12ad51452d5p-21};
inline constexpr double kTemme8[] = {-0x1.5629b3187b744p-11, 0x1.b8239c670e690p-11, -0x1.cb967b4446107p-12,
                                     -0x1.762676b30cfd6p-21, 0x1.5d1157082916dp-13, -0x1.0c16fcea7ddb2p-13,
                                     0x1.84637d3f583cdp-15,  0x1.3937992ec9b02p-28, -0x1.6384af9ac219dp-17,
                                     0x1.c738f198ab550p-18};
inline constexpr double kTemme9[] = {-0x1.38dff1cc96982p-11, -0x1.2e31f9b7913eap-14, 0x1.63969bb825829p-11,
                                     -0x1.4f9f2582dd0a5p-11, 0x1.22fb20c28e8a0p-12,  0x1.86c71c8cebf16p-23,
                                     -0x1.63a803aebc9b7p-14, 0x1.00120036172b0p-14};

}  // namespace synthgen::elementary::constants
