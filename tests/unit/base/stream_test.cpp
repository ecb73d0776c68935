#include "synthgen/base/stream.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "every_target.hpp"
#include "support/catch.hpp"
#include "synthgen/base/checksum.hpp"

using namespace synthgen;

namespace {

using Block = std::array<std::uint32_t, 4>;

// The layout of engine.md, written down a second time and one cell at a time.
Block block_of(StreamKey key, std::int64_t row, int shift, std::uint32_t attempt, std::uint32_t block) {
  const std::uint64_t counter = static_cast<std::uint64_t>(row) >> shift;
  return philox4x32_10({static_cast<std::uint32_t>(counter), static_cast<std::uint32_t>(counter >> 32), attempt, block},
                       key);
}
std::uint64_t cell64(StreamKey key, std::int64_t row, std::uint32_t attempt, std::uint32_t block) {
  const Block words = block_of(key, row, 1, attempt, block);
  const std::size_t at = (row & 1) != 0 ? 2 : 0;
  return words[at] | std::uint64_t{words[at + 1]} << 32;
}
std::uint32_t cell32(StreamKey key, std::int64_t row, std::uint32_t attempt, std::uint32_t block) {
  return block_of(key, row, 2, attempt, block)[static_cast<std::size_t>(row & 3)];
}
std::uint16_t cell16(StreamKey key, std::int64_t row, std::uint32_t attempt, std::uint32_t block) {
  const std::uint32_t word = block_of(key, row, 3, attempt, block)[static_cast<std::size_t>(row & 7) / 2];
  return static_cast<std::uint16_t>((row & 1) != 0 ? word >> 16 : word);
}

constexpr StreamKey kKey{0x12345678, 0x9ABCDEF0};
constexpr std::uint32_t kAttempt = 0x300007;
constexpr std::uint32_t kBlock = 2;

// Draws everything for the rows and compares each cell; written past the end, a guard value changes.
void check_all_draws(RowSet rows) {
  const std::size_t n = rows.count;
  std::vector<std::uint64_t> bits64(n + 1, 77);
  std::vector<std::uint32_t> bits32(n + 1, 77);
  std::vector<std::uint16_t> bits16(n + 1, 77);
  std::vector<std::uint32_t> blocks(4 * n + 1, 77);
  std::vector<double> uniforms(n + 1, 77);
  draw_bits64(kKey, rows, kAttempt, kBlock, bits64.data());
  draw_bits32(kKey, rows, kAttempt, kBlock, bits32.data());
  draw_bits16(kKey, rows, kAttempt, kBlock, bits16.data());
  draw_blocks(kKey, rows, kAttempt, kBlock, blocks.data());
  draw_uniform(kKey, rows, kAttempt, kBlock, uniforms.data());
  bool good = bits64[n] == 77 && bits32[n] == 77 && bits16[n] == 77 && blocks[4 * n] == 77 && uniforms[n] == 77;
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint64_t expected = cell64(kKey, rows[i], kAttempt, kBlock);
    const Block words = block_of(kKey, rows[i], 0, kAttempt, kBlock);
    good = good && bits64[i] == expected && uniforms[i] == uniform_from_bits(expected);
    good = good && bits32[i] == cell32(kKey, rows[i], kAttempt, kBlock);
    good = good && bits16[i] == cell16(kKey, rows[i], kAttempt, kBlock);
    for (std::size_t word = 0; word < 4; ++word) good = good && blocks[4 * i + word] == words[word];
  }
  INFO("target " << simd_target_in_use() << ", " << n << " rows from " << (n > 0 ? rows[0] : -1)
                 << (rows.contiguous() ? " on" : ", a list"));
  CHECK(good);
}

std::string bytes_of(const auto& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof values[0]};
}

}  // namespace

TEST_CASE("stream: Philox4x32-10 gives the known answers of Random123") {
  CHECK(philox4x32_10({0, 0, 0, 0}, {0, 0}) == Block{0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8});
  constexpr std::uint32_t kOnes = 0xFFFFFFFF;
  CHECK(philox4x32_10({kOnes, kOnes, kOnes, kOnes}, {kOnes, kOnes}) ==
        Block{0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD});
  CHECK(philox4x32_10({0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344}, {0xA4093822, 0x299F31D0}) ==
        Block{0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1});
}

TEST_CASE("stream: every target gives the scalar bits for ranges that begin and end within a block") {
  on_every_target([] {
    for (const std::int64_t first : {0L, 1L, 2L, 3L, 5L, 7L, 8L, 1'000'003L}) {
      for (std::size_t count = 0; count <= 40; ++count) check_all_draws(RowSet::range(first, count));
      // Enough for full groups of the widest vectors, their remainder and the partial blocks.
      for (const std::size_t count : {255UL, 256UL, 257UL, 1'023UL, 1'024UL, 1'037UL}) {
        check_all_draws(RowSet::range(first, count));
      }
    }
  });
}

TEST_CASE("stream: every target carries into the upper counter word in the middle of a range") {
  on_every_target([] {
    for (const int shift : {0, 1, 2, 3}) {
      const std::int64_t carry = std::int64_t{1} << (32 + shift);
      for (const std::int64_t before : {1L, 8L, 100L, 333L}) check_all_draws(RowSet::range(carry - before, 517));
      check_all_draws(RowSet::range(carry * 5 - 3, 77));
    }
    check_all_draws(RowSet::range((std::int64_t{1} << 62) - 5, 100));
  });
}

TEST_CASE("stream: every target gives the scalar bits for lists of rows in any order, with repeats") {
  std::vector<std::int64_t> rows;
  for (std::int64_t i = 0; i < 300; ++i) rows.push_back(i * i * 7'919 % 100'003 + (i % 5 == 0 ? (1LL << 34) : 0));
  rows[17] = rows[16];
  rows[299] = (std::int64_t{1} << 62) + 3;
  on_every_target([&] {
    for (std::size_t begin = 0; begin < 3; ++begin) {
      for (std::size_t count = 0; count <= 70; ++count) {
        check_all_draws(RowSet::of(std::span(rows).subspan(begin, count)));
      }
    }
    check_all_draws(RowSet::of(rows));
  });
}

TEST_CASE("stream: a cell is the same whatever rows are drawn with it") {
  std::vector<double> all(5'000);
  draw_uniform(kKey, RowSet::range(0, all.size()), 0, 0, all.data());
  for (std::size_t step : {1UL, 7UL, 100UL, 1'001UL}) {
    std::vector<double> pieces(all.size());
    for (std::size_t begin = 0; begin < all.size(); begin += step) {
      draw_uniform(kKey, RowSet::range(static_cast<std::int64_t>(begin), std::min(step, all.size() - begin)), 0, 0,
                   pieces.data() + begin);
    }
    INFO("pieces of " << step);
    CHECK(pieces == all);
  }
}

TEST_CASE("stream: attempts, blocks and keys give streams that have nothing in common") {
  const auto draws = [](StreamKey key, std::uint32_t attempt, std::uint32_t block) {
    std::vector<std::uint64_t> bits(1'000);
    draw_bits64(key, RowSet::range(0, bits.size()), attempt, block, bits.data());
    return bits;
  };
  const std::vector<std::uint64_t> plain = draws({1, 2}, 0, 0);
  for (const auto& other : {draws({1, 2}, 1, 0), draws({1, 2}, 0, 1), draws({2, 2}, 0, 0), draws({1, 3}, 0, 0)}) {
    std::size_t equal = 0;
    int differing_bits = 0;
    for (std::size_t i = 0; i < plain.size(); ++i) {
      equal += plain[i] == other[i] ? 1 : 0;
      differing_bits += __builtin_popcountll(plain[i] ^ other[i]);
    }
    CHECK(equal == 0);
    // 64,000 fair coins: half differ, give or take five standard deviations of 126.
    CHECK(std::abs(differing_bits - 32'000) < 5 * 127);
  }
}

TEST_CASE("stream: uniforms are open at both ends and symmetric") {
  CHECK(uniform_from_bits(0) == 0x1p-53);
  CHECK(uniform_from_bits(~std::uint64_t{0}) == 1 - 0x1p-53);
  CHECK(1 - uniform_from_bits(0) == uniform_from_bits(~std::uint64_t{0}));
  std::vector<double> uniforms(1'000'000);
  draw_uniform(kKey, RowSet::range(0, uniforms.size()), 0, 0, uniforms.data());
  double sum = 0;
  std::array<int, 64> counts{};
  for (const double u : uniforms) {
    sum += u;
    ++counts[static_cast<std::size_t>(u * 64)];
  }
  // The standard error of the mean is 1 / sqrt(12 · 10^6); five of them.
  CHECK(sum / 1e6 == Approx(0.5).margin(5 * 0.000289));
  double chi_square = 0;
  for (const int count : counts) chi_square += (count - 15'625.0) * (count - 15'625.0) / 15'625.0;
  // 63 degrees of freedom: mean 63, standard deviation 11.2; five of them above.
  CHECK(chi_square < 119);
}

TEST_CASE("stream: bounded integers reach both ends and never leave them") {
  CHECK(bounded(0, 10) == 0);
  CHECK(bounded(~std::uint64_t{0}, 10) == 9);
  CHECK(bounded(std::uint64_t{1} << 63, 10) == 5);
  CHECK(bounded(12345, 1) == 0);
  CHECK(bounded(12345, 0) == 12345);
  CHECK(bounded(~std::uint64_t{0}, ~std::uint64_t{0}) == ~std::uint64_t{0} - 1);
}

// Frozen: these values are stream version 1, computed by an independent program in Python from the text of
// stream.hpp. A change here is a change of every user's data.
TEST_CASE("stream: golden keys") {
  const StreamKey key = make_stream_key(42, "orders", "price", "value/64");
  // From Python's hashlib over the bytes that stream.hpp describes.
  CHECK(key == StreamKey{0x3F2B9424, 0xA4EFBA63});
  CHECK(make_stream_key(0, "", "", "") == StreamKey{0x3E322A81, 0x007EE144});
  CHECK(make_stream_key(~std::uint64_t{0}, "orders", "Größe", "null/16") == StreamKey{0xC4882C65, 0xE4C4E7DC});
}

TEST_CASE("stream: names cannot run into each other, and each part of a key counts") {
  const StreamKey key = make_stream_key(1, "ab", "c", "value/64");
  CHECK(key != make_stream_key(1, "a", "bc", "value/64"));
  CHECK(key != make_stream_key(1, "ab", "cvalue", "/64"));
  CHECK(key != make_stream_key(2, "ab", "c", "value/64"));
  CHECK(key != make_stream_key(1, "ab", "c", "value/32"));
}

TEST_CASE("stream: golden draws, on every target") {
  const StreamKey key = make_stream_key(42, "orders", "price", "value/64");
  on_every_target([&] {
    std::vector<double> uniforms(1'000);
    draw_uniform(key, RowSet::range(3, uniforms.size()), 0, 0, uniforms.data());
    CHECK(uniforms[0] == 0x1.7502888559badp-1);
    CHECK(uniforms[1] == 0x1.69ecc38cd4368p-4);
    CHECK(crc64_hex(crc64(bytes_of(uniforms))) == "70d0508d9cdb7d13");
    std::vector<std::uint32_t> words(1'000);
    draw_bits32(key, RowSet::range(3, words.size()), 1, 0, words.data());
    CHECK(crc64_hex(crc64(bytes_of(words))) == "2f11720ad4063b69");
    std::vector<std::uint16_t> shorts(1'000);
    draw_bits16(key, RowSet::range(3, shorts.size()), 0, 1, shorts.data());
    CHECK(crc64_hex(crc64(bytes_of(shorts))) == "aba6b8534c087aff");
    std::vector<std::uint8_t> hits(100'000);
    draw_hits16(key, kKey, Rate(0.3), RowSet::range(3, hits.size()), 0, hits.data());
    CHECK(crc64_hex(crc64(bytes_of(hits))) == "9b6fb3e6e8cd2c5d");
  });
}
