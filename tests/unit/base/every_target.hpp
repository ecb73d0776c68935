// Runs a test once for each SIMD target of this machine.
#pragma once

#include "support/catch.hpp"
#include "synthgen/base/simd.hpp"

namespace synthgen {

/// Calls `test` with the kernels limited to each target in turn, and lifts the limit in the end.
template <class Test>
void on_every_target(Test test) {
  for (const std::string_view target : simd_targets()) {
    REQUIRE(limit_simd_targets(target));
    INFO("target " << target);
    test();
  }
  limit_simd_targets("");
}

}  // namespace synthgen
