#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "every_target.hpp"
#include "support/catch.hpp"
#include "synthgen/base/stream.hpp"

using namespace synthgen;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint64_t kMost64 = ~std::uint64_t{0};

// How many of the 2^16 first-stage values say yes at once, by asking all of them.
std::uint32_t certain16(const Rate& rate) {
  std::uint32_t hits = 0;
  for (std::uint32_t bits = 0; bits < 65'536; ++bits) {
    hits += rate.first_stage16(static_cast<std::uint16_t>(bits)) == 1 ? 1 : 0;
  }
  return hits;
}

// The number of 64-bit values that pass a second stage, by bisection: it is monotone.
template <class Stage>
std::uint64_t passing(Stage stage) {
  std::uint64_t low = 0;
  std::uint64_t high = kMost64;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (stage(middle)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// The decision for one row by definition, in words of the interface of single draws.
bool expected_hit(StreamKey key16, StreamKey key64, double probability, std::int64_t row, std::uint32_t attempt) {
  std::uint16_t bits = 0;
  std::uint64_t wide = 0;
  draw_bits16(key16, RowSet::range(row, 1), attempt, 0, &bits);
  draw_bits64(key64, RowSet::range(row, 1), attempt, 0, &wide);
  if (!(probability > 0)) return false;
  if (probability >= 1) return true;
  // All 80 bits below probability·2^80, in long double, whose 64 bits of mantissa hold what matters:
  // the first 16 bits decide, and where they are equal the other 64.
  const double scaled = probability * 65'536;
  const double whole = std::floor(scaled);
  if (bits != whole) return bits < whole;
  return static_cast<long double>(wide) < static_cast<long double>(scaled - whole) * 0x1p64L;
}

constexpr StreamKey kFirst{11, 22};
constexpr StreamKey kSecond{33, 44};

}  // namespace

TEST_CASE("rate: the two stages together give the probability exactly") {
  for (const double p : {0.5, 0.3, 0.02, 1.0 / 3, 1e-5, 1 - 1e-12, 0x1p-16, 1 - 0x1p-53, 0x1.fffffffffffffp-17}) {
    INFO("p = " << p);
    const Rate rate(p);
    const std::uint64_t low16 = passing([&](std::uint64_t bits) { return rate.second_stage16(bits); });
    // Long double holds 64 bits of mantissa, more than the 53 of p, so equality is exact.
    const long double total16 = (certain16(rate) + static_cast<long double>(low16) * 0x1p-64L) * 0x1p-16L;
    CHECK(total16 == static_cast<long double>(p));

    const auto high32 = static_cast<std::uint64_t>(p * 0x1p32);
    CHECK(rate.first_stage32(static_cast<std::uint32_t>(high32)) == 0);
    if (high32 > 0) CHECK(rate.first_stage32(static_cast<std::uint32_t>(high32 - 1)) == 1);
    if (high32 < 0xFFFFFFFF) CHECK(rate.first_stage32(static_cast<std::uint32_t>(high32 + 1)) == -1);
    const std::uint64_t low32 = passing([&](std::uint64_t bits) { return rate.second_stage32(bits); });
    const long double total32 =
        (static_cast<long double>(high32) + static_cast<long double>(low32) * 0x1p-64L) * 0x1p-32L;
    CHECK(total32 == static_cast<long double>(p));
  }
}

TEST_CASE("rate: tiny probabilities keep their value to 2^-81") {
  for (const double p : {1e-9, 1e-15, 3e-20}) {
    INFO("p = " << p);
    const Rate rate(p);
    CHECK(certain16(rate) == 0);
    CHECK(rate.first_stage16(0) == 0);
    const std::uint64_t low = passing([&](std::uint64_t bits) { return rate.second_stage16(bits); });
    CHECK(std::fabs(static_cast<long double>(low) * 0x1p-80L - static_cast<long double>(p)) <= 0x1p-81L);
  }
}

TEST_CASE("rate: never and always are certain, whatever the bits") {
  for (const double p : {0.0, -1.0, -0.0, kNaN}) {
    const Rate rate(p);
    CHECK(rate.never());
    CHECK_FALSE(rate.always());
    CHECK(certain16(rate) == 0);
    CHECK_FALSE(rate.second_stage16(0));
    CHECK_FALSE(rate.second_stage32(0));
  }
  for (const double p : {1.0, 2.0, std::numeric_limits<double>::infinity()}) {
    const Rate rate(p);
    CHECK(rate.always());
    CHECK_FALSE(rate.never());
    CHECK(certain16(rate) == 65'536);
    CHECK(rate.first_stage32(0xFFFFFFFF) == 1);
  }
}

TEST_CASE("rate: hits are the definition's for every row, on every target, ties included") {
  // 300,000 rows see about five ties; the first row is odd, and the last piece is ragged.
  constexpr std::size_t kRows = 300'001;
  constexpr std::int64_t kStart = 13;
  for (const double p : {0.3, 1.0 / 3}) {
    std::vector<std::uint8_t> expected(kRows);
    const Rate rate(p);
    std::size_t ties = 0;
    std::vector<std::uint16_t> bits(kRows);
    draw_bits16(kFirst, RowSet::range(kStart, kRows), 5, 0, bits.data());
    for (std::size_t i = 0; i < kRows; ++i) {
      ties += rate.first_stage16(bits[i]) == 0 ? 1 : 0;
      expected[i] = expected_hit(kFirst, kSecond, p, kStart + static_cast<std::int64_t>(i), 5) ? 1 : 0;
    }
    REQUIRE(ties > 0);
    on_every_target([&] {
      std::vector<std::uint8_t> hits(kRows, 9);
      draw_hits16(kFirst, kSecond, rate, RowSet::range(kStart, kRows), 5, hits.data());
      CHECK(hits == expected);
      const std::vector<double> rates(kRows, p);
      std::fill(hits.begin(), hits.end(), std::uint8_t{9});
      draw_hits16(kFirst, kSecond, rates.data(), RowSet::range(kStart, kRows), 5, hits.data());
      CHECK(hits == expected);
    });
  }
}

TEST_CASE("rate: a tie is decided by the second stream, on every target") {
  // Rows whose first stage is a tie for their own rate: the rate is made from the row's bits.
  constexpr std::size_t kRows = 2'003;
  std::vector<std::int64_t> rows(kRows);
  for (std::size_t i = 0; i < kRows; ++i) rows[i] = static_cast<std::int64_t>(i * 31 % 10'007);
  std::vector<std::uint16_t> bits(kRows);
  draw_bits16(kFirst, RowSet::of(rows), 0, 0, bits.data());
  std::vector<std::uint32_t> bits32(kRows);
  draw_bits32(kFirst, RowSet::of(rows), 0, 0, bits32.data());
  std::vector<std::uint64_t> wide(kRows);
  draw_bits64(kSecond, RowSet::of(rows), 0, 0, wide.data());
  std::vector<double> rates16(kRows);
  std::vector<double> rates32(kRows);
  std::vector<std::uint8_t> expected(kRows);
  for (std::size_t i = 0; i < kRows; ++i) {
    rates16[i] = (bits[i] + 0.25) * 0x1p-16;
    rates32[i] = (bits32[i] + 0.25) * 0x1p-32;
    expected[i] = wide[i] < std::uint64_t{1} << 62 ? 1 : 0;
  }
  on_every_target([&] {
    std::vector<std::uint8_t> hits(kRows, 9);
    draw_hits16(kFirst, kSecond, rates16.data(), RowSet::of(rows), 0, hits.data());
    CHECK(hits == expected);
    std::fill(hits.begin(), hits.end(), std::uint8_t{9});
    draw_hits32(kFirst, kSecond, rates32.data(), RowSet::of(rows), 0, hits.data());
    CHECK(hits == expected);
  });
}

TEST_CASE("rate: every row may have a rate of its own, odd ones included, on every target") {
  constexpr std::size_t kRows = 3'001;
  std::vector<double> rates(kRows);
  for (std::size_t i = 0; i < kRows; ++i) {
    const double odd[] = {0.0, 1.0, kNaN, -3.0, 7.0, 1e-9, 1 - 1e-12};
    rates[i] = i % 2 == 0 ? odd[i / 2 % 7] : static_cast<double>(i) / kRows;
  }
  std::vector<std::uint8_t> expected16(kRows);
  std::vector<std::uint8_t> expected32(kRows);
  for (std::size_t i = 0; i < kRows; ++i) {
    const auto row = static_cast<std::int64_t>(i) + 7;
    expected16[i] = expected_hit(kFirst, kSecond, rates[i], row, 3) ? 1 : 0;
    std::uint32_t bits = 0;
    draw_bits32(kFirst, RowSet::range(row, 1), 3, 0, &bits);
    // A tie of 32 bits does not come up in so few rows; the case above makes them.
    const double threshold = rates[i] * 0x1p32;
    expected32[i] = bits < threshold && threshold > 0 ? 1 : 0;
  }
  on_every_target([&] {
    std::vector<std::uint8_t> hits(kRows + 1, 9);
    draw_hits16(kFirst, kSecond, rates.data(), RowSet::range(7, kRows), 3, hits.data());
    CHECK(hits.back() == 9);
    hits.resize(kRows);
    CHECK(hits == expected16);
    draw_hits32(kFirst, kSecond, rates.data(), RowSet::range(7, kRows), 3, hits.data());
    CHECK(hits == expected32);
  });
}

TEST_CASE("rate: the share of hits in a million rows is the probability") {
  for (const double p : {0.5, 0.02, 0.0003}) {
    std::vector<std::uint8_t> hits(1'000'000);
    draw_hits16(kFirst, kSecond, Rate(p), RowSet::range(0, hits.size()), 0, hits.data());
    double count = 0;
    for (const std::uint8_t hit : hits) count += hit;
    INFO("p = " << p);
    // Five standard errors of a binomial share.
    CHECK(count / 1e6 == Approx(p).margin(5 * std::sqrt(p * (1 - p) / 1e6)));
  }
}
