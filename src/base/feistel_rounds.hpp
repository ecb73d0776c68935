// Rounds of a Feistel network over many places with the same keys.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "synthgen/base/stream.hpp"

namespace synthgen {

/// after_round() with each key in turn, on the left halves and on the right ones alternately. Sizes: 1 … 2^31. The
/// same on every target.
///
/// keys  REQUIRES: an even number of them
void feistel_rounds(std::span<const StreamKey> keys, std::uint32_t left_size, std::uint32_t right_size, std::size_t n,
                    std::uint32_t* left, std::uint32_t* right);

}  // namespace synthgen
