// Many draws a cell without a buffer that grows: the rows of a batch are taken in pieces, as many rows at once as fit.
//
// Threads: one at a time.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>

#include "synthgen/base/stream.hpp"
#include "synthgen/column/column.hpp"

namespace synthgen {

/// 64 KiB of 64-bit draws, on the stack.
class DrawPieces {
 public:
  static constexpr std::size_t kRoom = 8192;
  /// Most draws a cell.
  static constexpr std::size_t kMostDraws = kRoom / 8;

  /// draws  of a cell, 1 … kMostDraws
  DrawPieces(StreamKey key, RowSet rows, std::uint32_t attempt, std::size_t draws)
      : key_(key), all_(rows), attempt_(attempt), draws_(draws) {
    assert(draws > 0 && draws <= kMostDraws);
    // Eight rows waste no lane of a block.
    stride_ = std::min(kBatchRows, kRoom / draws / 8 * 8);
  }

  /// Draws for the next rows; false where all are done. block(k) is the block of draw k.
  template <class Block>
  bool next(const Block& block) {
    first_ += rows_;
    if (first_ >= all_.count) return false;
    rows_ = std::min(stride_, all_.count - first_);
    const RowSet part = all_.part(first_, rows_);
    for (std::size_t k = 0; k < draws_; ++k) {
      draw_bits64(key_, part, attempt_, static_cast<std::uint32_t>(block(k)), bits_ + k * stride_);
    }
    return true;
  }

  std::size_t first() const { return first_; }  ///< place of the piece's first row in the batch
  std::size_t rows() const { return rows_; }
  std::size_t stride() const { return stride_; }
  /// Draw k of the piece's rows, one after the other.
  const std::uint64_t* draws(std::size_t k) const { return bits_ + k * stride_; }

 private:
  const StreamKey key_;
  const RowSet all_;
  const std::uint32_t attempt_;
  const std::size_t draws_;
  std::size_t stride_ = 0;
  std::size_t first_ = 0;
  std::size_t rows_ = 0;
  std::uint64_t bits_[kRoom];
};

}  // namespace synthgen
