// Random streams: every cell's bits are a pure function of (seed, table, owner,
// purpose, row, attempt). Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel
// random numbers: as easy as 1, 2, 3", SC 2011), keyed by names, counted by row.
//
// Threads: pure functions. Determinism: integer arithmetic only; SIMD equals scalar.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace synthgen {

/// The number in every manifest: same schema, seed and stream version, same values.
inline constexpr int kStreamVersion = 1;

struct StreamKey {
  std::uint32_t k0 = 0;
  std::uint32_t k1 = 0;
  friend bool operator==(StreamKey, StreamKey) = default;
};

/// First 8 bytes of SHA-256("synthgen stream 1", seed as 64-bit little-endian, then
/// table, owner and purpose, each after its length as 64-bit little-endian).
/// owner    the column, or a shared name
/// purpose  as listed in ARCHITECTURE.md, width included: "value/64", "null/16", "call 3/64"
StreamKey make_stream_key(std::uint64_t seed, std::string_view table, std::string_view owner, std::string_view purpose);

/// The rows of one evaluation: `count` rows from `first` on, or those of `list` where it is not null.
struct RowSet {
  std::int64_t first = 0;
  std::size_t count = 0;
  const std::int64_t* list = nullptr;  ///< `count` row numbers, any order, repeats allowed

  static RowSet range(std::int64_t first, std::size_t count) { return {first, count, nullptr}; }
  static RowSet of(std::span<const std::int64_t> rows) { return {0, rows.size(), rows.data()}; }
  bool contiguous() const { return list == nullptr; }
  /// Some of them: `rows` rows from the place `begin` on.
  RowSet part(std::size_t begin, std::size_t rows) const {
    return list != nullptr ? RowSet{0, rows, list + begin}
                           : RowSet{first + static_cast<std::int64_t>(begin), rows, nullptr};
  }
  std::int64_t operator[](std::size_t i) const {
    return list != nullptr ? list[i] : first + static_cast<std::int64_t>(i);
  }
};

/// One Philox4x32-10 block: the reference, used where single blocks are needed.
std::array<std::uint32_t, 4> philox4x32_10(std::array<std::uint32_t, 4> counter, StreamKey key);

/// Counter words: c0, c1 = row >> s, low and high; c2 = attempt; c3 = draw block within the cell.
/// s = 1 for 64-bit draws (lane = row & 1), 2 for 32-bit, 3 for 16-bit, 0 for whole blocks.
/// Each fills `out` (rows.count values, every element written) for the given rows; contiguous rows waste no lane.
void draw_bits64(StreamKey key, RowSet rows, std::uint32_t attempt, std::uint32_t block, std::uint64_t* out);
void draw_bits32(StreamKey key, RowSet rows, std::uint32_t attempt, std::uint32_t block, std::uint32_t* out);
void draw_bits16(StreamKey key, RowSet rows, std::uint32_t attempt, std::uint32_t block, std::uint16_t* out);
/// A whole block for each row: 4 words, little-endian lanes in order, so out has 4·rows.count words.
void draw_blocks(StreamKey key, RowSet rows, std::uint32_t attempt, std::uint32_t block, std::uint32_t* out);

/// u = (2·(x >> 12) + 1)·2⁻⁵³ with x a 64-bit draw: open at both ends, and 1 − u is exact.
void draw_uniform(StreamKey key, RowSet rows, std::uint32_t attempt, std::uint32_t block, double* out);

inline double uniform_from_bits(std::uint64_t bits) { return static_cast<double>(2 * (bits >> 12) + 1) * 0x1p-53; }

/// floor(x·n / 2⁶⁴): 0 … n − 1, monotone in x. n = 0 means 2⁶⁴.
inline std::uint64_t bounded(std::uint64_t x, std::uint64_t n) {
  if (n == 0) return x;
  return static_cast<std::uint64_t>((static_cast<unsigned __int128>(x) * n) >> 64);
}

/// A Bernoulli rate with a first stage of 16 or 32 bits; a tie is decided by a 64-bit draw. So the probability
/// of yes is the given one to the nearest multiple of 2⁻⁸⁰ (2⁻⁹⁶ with 32 bits): exact for any double ≥ 2⁻²⁸.
class Rate {
 public:
  Rate() = default;
  explicit Rate(double probability);  ///< clamped to [0, 1]; NaN counts as 0
  bool never() const { return never_; }
  bool always() const { return always_; }
  /// −1 no, +1 yes, 0 a tie that `second_stage` must decide.
  int first_stage16(std::uint16_t bits) const { return bits < high16_ || always_ ? 1 : bits > high16_ ? -1 : 0; }
  int first_stage32(std::uint32_t bits) const { return bits < high32_ || always_ ? 1 : bits > high32_ ? -1 : 0; }
  bool second_stage16(std::uint64_t bits) const { return bits < low16_; }
  bool second_stage32(std::uint64_t bits) const { return bits < low32_; }
  /// The first-stage value that is a tie (where the rate is neither never() nor always()).
  std::uint16_t tie16() const { return high16_; }

 private:
  std::uint16_t high16_ = 0;
  std::uint32_t high32_ = 0;
  std::uint64_t low16_ = 0;
  std::uint64_t low32_ = 0;
  bool never_ = true;
  bool always_ = false;
};

/// 1 where hit, 0 elsewhere, one byte a row. First stage 16 bits (`key16`), ties by `key64`.
void draw_hits16(StreamKey key16, StreamKey key64, const Rate& rate, RowSet rows, std::uint32_t attempt,
                 std::uint8_t* out);
/// The same with one rate per row.
void draw_hits16(StreamKey key16, StreamKey key64, const double* rates, RowSet rows, std::uint32_t attempt,
                 std::uint8_t* out);
/// First stage 32 bits, for columns (bernoulli, booleans).
void draw_hits32(StreamKey key32, StreamKey key64, const double* rates, RowSet rows, std::uint32_t attempt,
                 std::uint8_t* out);

}  // namespace synthgen
