// What fuzzers check.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace synthgen::fuzz {

/// assert() is off in a release, and a fuzzer must see every broken promise.
inline void require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

}  // namespace synthgen::fuzz
