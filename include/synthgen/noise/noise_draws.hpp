// Randomness of one hit: as many draws as an operator wants, a pure function of the
// stream, the row and the copy.
//
// Threads: a value. Determinism: Philox words in order (base/stream.hpp), s = 0, c2 = copy, c3 counts blocks.
#pragma once

#include <array>
#include <cstdint>

#include "synthgen/base/stream.hpp"

namespace synthgen {

class NoiseDraws {
 public:
  /// row   number of the row in its table, whatever its place in the file
  /// copy  0 for the row itself, 1, 2 … for copies of it
  NoiseDraws(StreamKey key, std::int64_t row, std::uint32_t copy = 0)
      : key_(key), row_(static_cast<std::uint64_t>(row)), copy_(copy) {}
  /// The same, with the words of its first block, which cost less where they are computed for many rows at once.
  NoiseDraws(StreamKey key, std::int64_t row, const std::uint32_t* first_block)
      : key_(key),
        row_(static_cast<std::uint64_t>(row)),
        copy_(0),
        block_(1),
        words_{first_block[0], first_block[1], first_block[2], first_block[3]},
        used_(0) {}

  std::uint32_t bits32() {
    if (used_ == words_.size()) refill();
    return words_[used_++];
  }
  std::uint64_t bits64() {
    const std::uint64_t low = bits32();
    return low | static_cast<std::uint64_t>(bits32()) << 32;
  }
  /// 0 … n − 1, by multiply and shift of 32 bits: what an operator chooses among is small. REQUIRES: 0 < n < 2³².
  std::uint32_t below(std::size_t n) {
    return static_cast<std::uint32_t>((static_cast<std::uint64_t>(bits32()) * n) >> 32);
  }
  /// In the open interval (0, 1): uniform_from_bits().
  double uniform() { return uniform_from_bits(bits64()); }
  /// True with probability p, to 2⁻³².
  bool chance(double p) { return static_cast<double>(bits32()) * 0x1p-32 < p; }

 private:
  void refill() {
    words_ = philox4x32_10({static_cast<std::uint32_t>(row_), static_cast<std::uint32_t>(row_ >> 32), copy_, block_++},
                           key_);
    used_ = 0;
  }

  StreamKey key_;
  std::uint64_t row_;
  std::uint32_t copy_;
  std::uint32_t block_ = 0;
  std::array<std::uint32_t, 4> words_{};
  std::size_t used_ = 4;
};

}  // namespace synthgen
