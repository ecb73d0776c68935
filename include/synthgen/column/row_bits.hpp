// One bit for each row of a batch: from bytes and back, and walking those that are set.
//
// Threads: pure functions.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "synthgen/column/column.hpp"

namespace synthgen {

static_assert(kBatchRows % 64 == 0);
inline constexpr std::size_t kRowWords = kBatchRows / 64;
/// Bits of rows beyond the last are 0, words of none of them undefined.
using RowBits = std::array<std::uint64_t, kRowWords>;

/// The lowest bits of 64 bytes; the other bits, and bytes beyond the last row, may have any value.
inline std::uint64_t pack_word(const std::uint8_t* bytes) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    std::uint64_t eight;
    std::memcpy(&eight, bytes + 8 * i, 8);
    if constexpr (std::endian::native == std::endian::big) eight = __builtin_bswap64(eight);
    eight &= 0x0101010101010101;
    // Byte k holds bit 8k; the factor moves each to bit 56 + k, and no two sums meet.
    word |= ((eight * 0x0102040810204080) >> 56) << (8 * i);
  }
  return word;
}

/// The reverse: 64 bytes are written, each 0 or 1.
inline void unpack_word(std::uint64_t bits, std::uint8_t* bytes) {
  for (std::size_t i = 0; i < 8; ++i) {
    // Copies the byte eight times, keeps bit k in copy k, and turns "not zero" into 1.
    std::uint64_t eight = ((bits >> (8 * i)) & 0xFF) * 0x0101010101010101;
    eight &= 0x8040201008040201;
    eight = ((eight + 0x7F7F7F7F7F7F7F7F) >> 7) & 0x0101010101010101;
    if constexpr (std::endian::native == std::endian::big) eight = __builtin_bswap64(eight);
    std::memcpy(bytes + 8 * i, &eight, 8);
  }
}

/// The bits of word `w` that stand for rows, of `rows` in all.
inline std::uint64_t row_word(std::size_t rows, std::size_t w) {
  const std::size_t rest = rows - 64 * w;
  return rest >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << rest) - 1;
}

inline std::size_t row_words(std::size_t rows) { return (rows + 63) / 64; }

inline bool has_row(const RowBits& bits, std::size_t row) { return ((bits[row / 64] >> (row % 64)) & 1) != 0; }

/// Calls take(row) for each bit that is set in word `w`, ascending: faster than a branch for each row, which would be
/// guessed wrong too often.
template <class Take>
void for_each_row(std::uint64_t word, std::size_t w, Take take) {
  for (; word != 0; word &= word - 1) take(64 * w + static_cast<std::size_t>(std::countr_zero(word)));
}

}  // namespace synthgen
