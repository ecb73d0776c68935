// Philox4x32-10 one block at a time: the reference that the vector kernels must equal.
// Constants and rounds from Salmon, Moraes, Dror, Shaw (SC 2011), section 3.3 and table 2.
#include <array>
#include <bit>
#include <cstring>

#include "philox.hpp"

static_assert(std::endian::native == std::endian::little, "lanes of a block are laid out for little-endian machines");

namespace synthgen {

std::array<std::uint32_t, 4> philox4x32_10(std::array<std::uint32_t, 4> counter, StreamKey key) {
  constexpr std::uint64_t kMultiplier0 = 0xD2511F53;
  constexpr std::uint64_t kMultiplier1 = 0xCD9E8D57;
  constexpr std::uint32_t kWeyl0 = 0x9E3779B9;  // the golden ratio
  constexpr std::uint32_t kWeyl1 = 0xBB67AE85;  // sqrt(3) - 1
  auto [c0, c1, c2, c3] = counter;
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product0 = kMultiplier0 * c0;
    const std::uint64_t product1 = kMultiplier1 * c2;
    c0 = static_cast<std::uint32_t>(product1 >> 32) ^ c1 ^ key.k0;
    c1 = static_cast<std::uint32_t>(product1);
    c2 = static_cast<std::uint32_t>(product0 >> 32) ^ c3 ^ key.k1;
    c3 = static_cast<std::uint32_t>(product0);
    key.k0 += kWeyl0;
    key.k1 += kWeyl1;
  }
  return {c0, c1, c2, c3};
}

namespace philox::scalar {
namespace {

struct Words {
  std::uint64_t lane[2];
};

Words block_at(const Draw& draw, std::uint64_t counter) {
  const std::array<std::uint32_t, 4> words = philox4x32_10(
      {static_cast<std::uint32_t>(counter), static_cast<std::uint32_t>(counter >> 32), draw.attempt, draw.block},
      draw.key);
  return {{words[0] | std::uint64_t{words[1]} << 32, words[2] | std::uint64_t{words[3]} << 32}};
}

// The row's lane among the 2^shift of its block, in the low bits of the result.
template <unsigned shift>
std::uint64_t lane_of(const Draw& draw, std::int64_t row) {
  const auto position = static_cast<std::uint64_t>(row);
  const Words words = block_at(draw, position >> shift);
  const std::uint64_t lane = position & ((1U << shift) - 1);
  const std::uint64_t half = words.lane[lane >> (shift - 1)];
  constexpr unsigned kWidth = 128U >> shift;
  return half >> (lane * kWidth % 64);
}

}  // namespace

void fill(const Draw& draw, std::uint64_t first, std::size_t blocks, void* out) {
  auto* to = static_cast<std::byte*>(out);
  for (std::size_t i = 0; i < blocks; ++i) {
    const Words words = block_at(draw, first + i);
    std::memcpy(to + sizeof words * i, &words, sizeof words);
  }
}

void fill_uniform(const Draw& draw, std::uint64_t first, std::size_t blocks, double* out) {
  for (std::size_t i = 0; i < blocks; ++i) {
    const Words words = block_at(draw, first + i);
    out[2 * i] = uniform_from_bits(words.lane[0]);
    out[2 * i + 1] = uniform_from_bits(words.lane[1]);
  }
}

void pick64(const Draw& draw, const std::int64_t* rows, std::size_t n, std::uint64_t* out) {
  for (std::size_t i = 0; i < n; ++i) out[i] = lane_of<1>(draw, rows[i]);
}

void pick_uniform(const Draw& draw, const std::int64_t* rows, std::size_t n, double* out) {
  for (std::size_t i = 0; i < n; ++i) out[i] = uniform_from_bits(lane_of<1>(draw, rows[i]));
}

void pick32(const Draw& draw, const std::int64_t* rows, std::size_t n, std::uint32_t* out) {
  for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<std::uint32_t>(lane_of<2>(draw, rows[i]));
}

void pick16(const Draw& draw, const std::int64_t* rows, std::size_t n, std::uint16_t* out) {
  for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<std::uint16_t>(lane_of<3>(draw, rows[i]));
}

void pick_blocks(const Draw& draw, const std::int64_t* rows, std::size_t n, void* out) {
  auto* to = static_cast<std::byte*>(out);
  for (std::size_t i = 0; i < n; ++i) {
    const Words words = block_at(draw, static_cast<std::uint64_t>(rows[i]));
    std::memcpy(to + sizeof words * i, &words, sizeof words);
  }
}

bool below16(const std::uint16_t* bits, std::size_t n, std::uint16_t limit, std::uint8_t* out) {
  bool tie = false;
  for (std::size_t i = 0; i < n; ++i) {
    out[i] = bits[i] < limit ? 1 : 0;
    tie |= bits[i] == limit;
  }
  return tie;
}

bool below16(const std::uint16_t* bits, std::size_t n, const double* rates, std::uint8_t* out) {
  bool tie = false;
  for (std::size_t i = 0; i < n; ++i) {
    const double threshold = rates[i] * 0x1p16;
    const double value = bits[i];
    const bool hit = threshold >= value + 1;
    out[i] = hit ? 1 : 0;
    tie |= threshold >= value && !hit;
  }
  return tie;
}

bool below32(const std::uint32_t* bits, std::size_t n, const double* rates, std::uint8_t* out) {
  bool tie = false;
  for (std::size_t i = 0; i < n; ++i) {
    const double threshold = rates[i] * 0x1p32;
    const double value = bits[i];
    const bool hit = threshold >= value + 1;
    out[i] = hit ? 1 : 0;
    tie |= threshold >= value && !hit;
  }
  return tie;
}

}  // namespace philox::scalar
}  // namespace synthgen
