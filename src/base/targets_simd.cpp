// Chooses the vector instructions, and defines the functions that Highway's
// dynamic dispatch and assertions want from its library. We take Highway's headers only: its library
// calibrates a timer in a static initialiser, 3 ms at every start of the program.
#include <hwy/targets.h>

#if HWY_ARCH_X86
#include <cpuid.h>
#endif

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "synthgen/base/simd.hpp"

namespace synthgen {
namespace {

struct Target {
  std::string_view name;
  std::int64_t bits;  // as in HWY_TARGETS; 0 for none but the fallback, which is always there
};

constexpr Target kTargets[] = {
    {"scalar", 0},
#if HWY_ARCH_X86
    {"ssse3", HWY_SSSE3}, {"sse4", HWY_SSE4}, {"avx2", HWY_AVX2}, {"avx3", HWY_AVX3},
#else
    {"native", HWY_ENABLED_BASELINE & ~(HWY_EMU128 | HWY_SCALAR)},
#endif
};

#if HWY_ARCH_X86
/// Clang's built-in test knows no name for F16C. Its registers are those of AVX2, asked for beside it.
bool has_f16c() {
  unsigned a = 0, b = 0, c = 0, d = 0;
  return __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & bit_F16C) != 0;
}
#endif

// GCC's and Clang's built-in test also asks the operating system whether it saves the wide registers.
// Each line asks for all that Highway lets the compiler use for that target.
bool runs_here(std::int64_t bits) {
  if (bits == 0) return true;
#if HWY_ARCH_X86
  const bool ssse3 = __builtin_cpu_supports("ssse3");
  if (bits == HWY_SSSE3) return ssse3;
  const bool sse4 = ssse3 && __builtin_cpu_supports("sse4.1") && __builtin_cpu_supports("sse4.2") &&
                    __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("aes");
  if (bits == HWY_SSE4) return sse4;
  const bool avx2 = sse4 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                    __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma") && has_f16c();
  if (bits == HWY_AVX2) return avx2;
  return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
#else
  return true;
#endif
}

// All targets up to `name`, as a Highway mask; nothing where `name` is unknown or does not run here.
std::optional<std::int64_t> mask_up_to(std::string_view name) {
  std::int64_t mask = 0;
  for (const Target& target : kTargets) {
    if (!runs_here(target.bits)) break;
    mask |= target.bits;
    if (target.name == name) return mask;
  }
  return std::nullopt;
}

std::int64_t mask_of_all() { return *mask_up_to(simd_targets().back()); }

// Set by limit_simd_targets; the first value comes from the environment.
std::int64_t& allowed_mask() {
  static std::int64_t mask = [] {
    const char* limit = std::getenv("SYNTHGEN_SIMD");
    return mask_up_to(limit != nullptr ? limit : "").value_or(mask_of_all());
  }();
  return mask;
}

}  // namespace

std::vector<std::string_view> simd_targets() {
  std::vector<std::string_view> names;
  for (const Target& target : kTargets) {
    if (!runs_here(target.bits)) break;
    names.push_back(target.name);
  }
  return names;
}

bool limit_simd_targets(std::string_view name) {
  const std::optional<std::int64_t> mask = name.empty() ? mask_of_all() : mask_up_to(name);
  if (!mask) return false;
  allowed_mask() = *mask;
  hwy::GetChosenTarget().Update(*mask);
  return true;
}

std::string_view simd_target_in_use() {
  const std::int64_t mask = allowed_mask();
  std::string_view name = kTargets[0].name;
  for (const Target& target : kTargets) {
    if ((target.bits & mask) != 0) name = target.name;
  }
  return name;
}

}  // namespace synthgen

namespace hwy {

// Declared by hwy/targets.h. Where the mask is empty, dispatch falls back to the emulation of
// 128-bit vectors, which every `*_simd.cpp` replaces by or checks against its scalar form.
int64_t SupportedTargets() {
  const std::int64_t mask = synthgen::allowed_mask();
  return mask != 0 ? mask : HWY_STATIC_TARGET;
}

ChosenTarget& GetChosenTarget() {
  static constinit ChosenTarget chosen;
  return chosen;
}

// What Highway's assertions call; they stand in builds without NDEBUG and under sanitizers only.
void Abort(const char* file, int line, const char* format, ...) {
  std::fprintf(stderr, "%s:%d: Highway: %s\n", file, line, format);
  std::abort();
}

}  // namespace hwy
