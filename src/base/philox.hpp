// The kernels behind stream.hpp: runs of Philox blocks in counter order, and single
// cells at scattered rows. Each has a scalar form, which is the reference.
#pragma once

#include <cstddef>
#include <cstdint>

#include "synthgen/base/stream.hpp"

namespace synthgen::philox {

/// What is equal for all rows of one draw.
struct Draw {
  StreamKey key;
  std::uint32_t attempt = 0;
  std::uint32_t block = 0;
};

/// `blocks` whole blocks with counters first, first + 1, …: 16·blocks bytes, which are 2·blocks words of
/// 64 bits, 4·blocks of 32 or 8·blocks of 16, little-endian. No alignment is asked for.
void fill(const Draw& draw, std::uint64_t first, std::size_t blocks, void* out);
/// The same blocks as uniforms of stream.hpp: 2·blocks doubles.
void fill_uniform(const Draw& draw, std::uint64_t first, std::size_t blocks, double* out);

/// One draw for each of n rows, from the row's lane of its block.
void pick64(const Draw& draw, const std::int64_t* rows, std::size_t n, std::uint64_t* out);
void pick_uniform(const Draw& draw, const std::int64_t* rows, std::size_t n, double* out);
void pick32(const Draw& draw, const std::int64_t* rows, std::size_t n, std::uint32_t* out);
void pick16(const Draw& draw, const std::int64_t* rows, std::size_t n, std::uint16_t* out);
/// The whole block of each row: 16·n bytes.
void pick_blocks(const Draw& draw, const std::int64_t* rows, std::size_t n, void* out);

/// out[i] = bits[i] < limit; true where some bits[i] == limit.
bool below16(const std::uint16_t* bits, std::size_t n, std::uint16_t limit, std::uint8_t* out);
/// With t = rates[i]·2^width: out[i] = bits[i] + 1 <= t; true where some bits[i] <= t < bits[i] + 1 with t > 0.
bool below16(const std::uint16_t* bits, std::size_t n, const double* rates, std::uint8_t* out);
bool below32(const std::uint32_t* bits, std::size_t n, const double* rates, std::uint8_t* out);

/// The scalar forms, for the kernels' ragged ends and for processors without vectors.
namespace scalar {
void fill(const Draw& draw, std::uint64_t first, std::size_t blocks, void* out);
void fill_uniform(const Draw& draw, std::uint64_t first, std::size_t blocks, double* out);
void pick64(const Draw& draw, const std::int64_t* rows, std::size_t n, std::uint64_t* out);
void pick_uniform(const Draw& draw, const std::int64_t* rows, std::size_t n, double* out);
void pick32(const Draw& draw, const std::int64_t* rows, std::size_t n, std::uint32_t* out);
void pick16(const Draw& draw, const std::int64_t* rows, std::size_t n, std::uint16_t* out);
void pick_blocks(const Draw& draw, const std::int64_t* rows, std::size_t n, void* out);
bool below16(const std::uint16_t* bits, std::size_t n, std::uint16_t limit, std::uint8_t* out);
bool below16(const std::uint16_t* bits, std::size_t n, const double* rates, std::uint8_t* out);
bool below32(const std::uint32_t* bits, std::size_t n, const double* rates, std::uint8_t* out);
}  // namespace scalar

}  // namespace synthgen::philox
