// Keys of streams, draws by row, and rates. Ranges of rows are served by whole blocks
// in bulk with a partial block at each end; lists of rows block by block.
#include "synthgen/base/stream.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "philox.hpp"
#include "synthgen/base/checksum.hpp"

namespace synthgen {
namespace {

std::array<char, 8> little_endian(std::uint64_t value) {
  std::array<char, 8> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(value >> (8 * i) & 0xFF);
  return bytes;
}

void add_number(Sha256& hash, std::uint64_t value) {
  const std::array<char, 8> bytes = little_endian(value);
  hash.update(std::string_view(bytes.data(), bytes.size()));
}

void add_text(Sha256& hash, std::string_view text) {
  add_number(hash, text.size());
  hash.update(text);
}

// A range of rows with 2^shift rows to a block. `fill(counter, blocks, out)` writes whole blocks.
template <unsigned shift, class T, class Fill>
void draw_range(std::int64_t first, std::size_t count, T* out, Fill fill) {
  constexpr std::size_t kLanes = std::size_t{1} << shift;
  const auto row = static_cast<std::uint64_t>(first);
  std::uint64_t counter = row >> shift;
  const std::size_t skipped = row & (kLanes - 1);
  if (skipped != 0) {
    T lanes[kLanes];
    fill(counter++, 1, lanes);
    const std::size_t taken = std::min(kLanes - skipped, count);
    std::memcpy(out, lanes + skipped, taken * sizeof(T));
    out += taken;
    count -= taken;
  }
  const std::size_t blocks = count >> shift;
  if (blocks != 0) fill(counter, blocks, out);
  if (const std::size_t left = count & (kLanes - 1); left != 0) {
    T lanes[kLanes];
    fill(counter + blocks, 1, lanes);
    std::memcpy(out + (blocks << shift), lanes, left * sizeof(T));
  }
}

// Hits are decided in pieces that stay in the first-level cache.
constexpr std::size_t kPieceRows = 1024;

// Calls piece(rows, begin) for consecutive parts of `rows`, ranges being cut at whole blocks of 8 lanes.
template <class Piece>
void for_each_piece(RowSet rows, Piece piece) {
  for (std::size_t begin = 0; begin < rows.count;) {
    std::size_t most = kPieceRows;
    if (rows.contiguous()) most -= static_cast<std::uint64_t>(rows[begin]) % 8;
    const std::size_t count = std::min(most, rows.count - begin);
    piece(rows.contiguous() ? RowSet::range(rows[begin], count) : RowSet{0, count, rows.list + begin}, begin);
    begin += count;
  }
}

std::uint64_t draw_one64(StreamKey key, std::int64_t row, std::uint32_t attempt) {
  std::uint64_t bits = 0;
  philox::scalar::pick64({key, attempt, 0}, &row, 1, &bits);
  return bits;
}

// frac in [0, 1) as a multiple of 2^-64, to nearest. A fraction of at least 2^-12 has no bits beyond 2^-64.
std::uint64_t to_64_bits(double fraction) {
  const double scaled = fraction * 0x1p64;
  return static_cast<std::uint64_t>(scaled < 0x1p52 ? std::floor(scaled + 0.5) : scaled);
}

}  // namespace

StreamKey make_stream_key(std::uint64_t seed, std::string_view table, std::string_view owner,
                          std::string_view purpose) {
  Sha256 hash;
  hash.update("synthgen stream 1");
  add_number(hash, seed);
  add_text(hash, table);
  add_text(hash, owner);
  add_text(hash, purpose);
  const std::array<std::uint8_t, 32> digest = hash.finish();
  const auto word = [&](std::size_t at) {
    return static_cast<std::uint32_t>(digest[at]) | static_cast<std::uint32_t>(digest[at + 1]) << 8 |
           static_cast<std::uint32_t>(digest[at + 2]) << 16 | static_cast<std::uint32_t>(digest[at + 3]) << 24;
  };
  return {word(0), word(4)};
}

void draw_bits64(StreamKey key, RowSet rows, std::uint32_t attempt, std::uint32_t block, std::uint64_t* out) {
  const philox::Draw draw{key, attempt, block};
  if (!rows.contiguous()) return philox::pick64(draw, rows.list, rows.count, out);
  draw_range<1>(rows.first, rows.count, out, [&](std::uint64_t counter, std::size_t blocks, std::uint64_t* to) {
    blocks == 1 ? philox::scalar::fill(draw, counter, blocks, to) : philox::fill(draw, counter, blocks, to);
  });
}

void draw_bits32(StreamKey key, RowSet rows, std::uint32_t attempt, std::uint32_t block, std::uint32_t* out) {
  const philox::Draw draw{key, attempt, block};
  if (!rows.contiguous()) return philox::pick32(draw, rows.list, rows.count, out);
  draw_range<2>(rows.first, rows.count, out, [&](std::uint64_t counter, std::size_t blocks, std::uint32_t* to) {
    blocks == 1 ? philox::scalar::fill(draw, counter, blocks, to) : philox::fill(draw, counter, blocks, to);
  });
}

void draw_bits16(StreamKey key, RowSet rows, std::uint32_t attempt, std::uint32_t block, std::uint16_t* out) {
  const philox::Draw draw{key, attempt, block};
  if (!rows.contiguous()) return philox::pick16(draw, rows.list, rows.count, out);
  draw_range<3>(rows.first, rows.count, out, [&](std::uint64_t counter, std::size_t blocks, std::uint16_t* to) {
    blocks == 1 ? philox::scalar::fill(draw, counter, blocks, to) : philox::fill(draw, counter, blocks, to);
  });
}

void draw_blocks(StreamKey key, RowSet rows, std::uint32_t attempt, std::uint32_t block, std::uint32_t* out) {
  const philox::Draw draw{key, attempt, block};
  if (!rows.contiguous()) return philox::pick_blocks(draw, rows.list, rows.count, out);
  philox::fill(draw, static_cast<std::uint64_t>(rows.first), rows.count, out);
}

void draw_uniform(StreamKey key, RowSet rows, std::uint32_t attempt, std::uint32_t block, double* out) {
  const philox::Draw draw{key, attempt, block};
  if (!rows.contiguous()) return philox::pick_uniform(draw, rows.list, rows.count, out);
  draw_range<1>(rows.first, rows.count, out, [&](std::uint64_t counter, std::size_t blocks, double* to) {
    blocks == 1 ? philox::scalar::fill_uniform(draw, counter, blocks, to)
                : philox::fill_uniform(draw, counter, blocks, to);
  });
}

Rate::Rate(double probability) {
  if (!(probability > 0)) return;
  never_ = false;
  if (probability >= 1) {
    always_ = true;
    return;
  }
  // Scaling by a power of two, taking the whole part off and the rest are all exact.
  const double scaled16 = probability * 0x1p16;
  const double whole16 = std::floor(scaled16);
  high16_ = static_cast<std::uint16_t>(whole16);
  low16_ = to_64_bits(scaled16 - whole16);
  const double scaled32 = probability * 0x1p32;
  const double whole32 = std::floor(scaled32);
  high32_ = static_cast<std::uint32_t>(whole32);
  low32_ = to_64_bits(scaled32 - whole32);
}

void draw_hits16(StreamKey key16, StreamKey key64, const Rate& rate, RowSet rows, std::uint32_t attempt,
                 std::uint8_t* out) {
  if (rate.never() || rate.always()) {
    std::memset(out, rate.always() ? 1 : 0, rows.count);
    return;
  }
  std::uint16_t bits[kPieceRows];
  for_each_piece(rows, [&](RowSet piece, std::size_t begin) {
    draw_bits16(key16, piece, attempt, 0, bits);
    std::uint8_t* hits = out + begin;
    if (!philox::below16(bits, piece.count, rate.tie16(), hits)) return;
    for (std::size_t i = 0; i < piece.count; ++i) {
      if (bits[i] == rate.tie16()) hits[i] = rate.second_stage16(draw_one64(key64, piece[i], attempt)) ? 1 : 0;
    }
  });
}

void draw_hits16(StreamKey key16, StreamKey key64, const double* rates, RowSet rows, std::uint32_t attempt,
                 std::uint8_t* out) {
  std::uint16_t bits[kPieceRows];
  for_each_piece(rows, [&](RowSet piece, std::size_t begin) {
    draw_bits16(key16, piece, attempt, 0, bits);
    std::uint8_t* hits = out + begin;
    if (!philox::below16(bits, piece.count, rates + begin, hits)) return;
    for (std::size_t i = 0; i < piece.count; ++i) {
      const Rate rate(rates[begin + i]);
      if (rate.first_stage16(bits[i]) == 0) {
        hits[i] = rate.second_stage16(draw_one64(key64, piece[i], attempt)) ? 1 : 0;
      }
    }
  });
}

void draw_hits32(StreamKey key32, StreamKey key64, const double* rates, RowSet rows, std::uint32_t attempt,
                 std::uint8_t* out) {
  std::uint32_t bits[kPieceRows];
  for_each_piece(rows, [&](RowSet piece, std::size_t begin) {
    draw_bits32(key32, piece, attempt, 0, bits);
    std::uint8_t* hits = out + begin;
    if (!philox::below32(bits, piece.count, rates + begin, hits)) return;
    for (std::size_t i = 0; i < piece.count; ++i) {
      const Rate rate(rates[begin + i]);
      if (rate.first_stage32(bits[i]) == 0) {
        hits[i] = rate.second_stage32(draw_one64(key64, piece[i], attempt)) ? 1 : 0;
      }
    }
  });
}

}  // namespace synthgen
