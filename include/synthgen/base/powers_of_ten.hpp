// 10^0 … 10^18: the scales of decimals, all that a 64-bit integer holds.
//
// Threads: constant data.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace synthgen {

inline constexpr std::array<std::int64_t, 19> kPowersOfTen = [] {
  std::array<std::int64_t, 19> powers{};
  std::int64_t power = 1;
  for (std::size_t i = 0; i < powers.size(); ++i) {
    powers[i] = power;
    if (i + 1 < powers.size()) power *= 10;
  }
  return powers;
}();

}  // namespace synthgen
