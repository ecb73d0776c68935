#include "synthgen/column/row_bits.hpp"

#include <cstdint>
#include <vector>

#include "support/catch.hpp"

using namespace synthgen;

TEST_CASE("row_bits: bytes become bits and come back, and the bits are walked in order") {
  for (const std::uint64_t word : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 63, ~std::uint64_t{0},
                                   std::uint64_t{0x0123456789ABCDEF}, std::uint64_t{0x8040201008040201}}) {
    INFO("word " << word);
    std::uint8_t bytes[64];
    unpack_word(word, bytes);
    std::vector<std::size_t> wanted;
    for (std::size_t i = 0; i < 64; ++i) {
      CHECK(bytes[i] == ((word >> i) & 1));
      if (bytes[i] != 0) wanted.push_back(128 + i);
      bytes[i] |= 0xFE;  // only the lowest bit counts
    }
    CHECK(pack_word(bytes) == word);
    std::vector<std::size_t> rows;
    for_each_row(word, 2, [&](std::size_t row) { rows.push_back(row); });
    CHECK(rows == wanted);
  }
}

TEST_CASE("row_bits: the bits of rows in each word") {
  CHECK(row_words(0) == 0);
  CHECK(row_words(64) == 1);
  CHECK(row_words(65) == 2);
  CHECK(row_word(64, 0) == ~std::uint64_t{0});
  CHECK(row_word(65, 0) == ~std::uint64_t{0});
  CHECK(row_word(65, 1) == 1);
  CHECK(row_word(3, 0) == 7);
}
