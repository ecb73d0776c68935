// Rows of a table that stand for all of them.
#pragma once

#include <cstdint>
#include <vector>

namespace synthgen {

/// `count` rows at equal distances, from the first on. REQUIRES: no more than there are.
inline std::vector<std::int64_t> spread_rows(std::int64_t rows, std::int64_t count) {
  std::vector<std::int64_t> spread;
  spread.reserve(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) {
    spread.push_back(static_cast<std::int64_t>(static_cast<__int128>(i) * rows / count));
  }
  return spread;
}

}  // namespace synthgen
