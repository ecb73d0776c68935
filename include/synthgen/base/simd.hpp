// Which vector instructions the kernels in `*_simd.cpp` use. Values do not depend on
// it (each kernel equals its scalar form bit for bit); tests and doubtful machines do.
//
// Threads: reading is free of locks; limit_simd_targets() is for the start of a
// program or for a test, while no kernel runs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace synthgen {

/// The targets that this processor and this build can run, least first: "scalar", then on x86-64
/// "ssse3", "sse4", "avx2", "avx3" (AVX-512 F, VL, DQ and BW), as far as they go; on others "native" at most.
std::vector<std::string_view> simd_targets();

/// From now on kernels use the best target up to and including `name`; empty lifts the limit.
/// False where `name` is none of simd_targets(); nothing changes then.
bool limit_simd_targets(std::string_view name);

/// The target that kernels use now. At the start it is the best one up to the environment variable
/// SYNTHGEN_SIMD, read once; a value that is none of simd_targets() sets no limit.
std::string_view simd_target_in_use();

}  // namespace synthgen
