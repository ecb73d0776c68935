#include "csv_kernels.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "csv_days.hpp"
#include "csv_field.hpp"
#include "support/catch.hpp"
#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/eight_digits.hpp"
#include "synthgen/base/simd.hpp"

using namespace synthgen;
using namespace synthgen::csv;

namespace {

using Digits = void (*)(const std::int64_t*, std::size_t, const DigitLayout&, int, char*, std::uint8_t*);

/// Restores the best target at its end.
struct EachTarget {
  ~EachTarget() { limit_simd_targets(""); }
  const std::vector<std::string_view> names = simd_targets();
};

std::size_t wrong_fields(Digits kernel, Digits scalar, const DigitLayout& layout, int decimals, std::size_t slot_bytes,
                         const std::vector<std::int64_t>& values) {
  std::vector<char> ours(kRunRows * 16 + kOverrunRows * 16);
  std::vector<char> theirs = ours;
  std::vector<std::uint8_t> our_lengths(kRunRows + kOverrunRows);
  std::vector<std::uint8_t> their_lengths = our_lengths;
  std::size_t wrong = 0;
  for (std::size_t first = 0; first + kOverrunRows < values.size(); first += kRunRows) {
    const std::size_t rows = std::min(kRunRows, values.size() - kOverrunRows - first);
    kernel(values.data() + first, rows, layout, decimals, ours.data(), our_lengths.data());
    scalar(values.data() + first, rows, layout, decimals, theirs.data(), their_lengths.data());
    wrong += std::memcmp(ours.data(), theirs.data(), rows * slot_bytes) != 0 ? 1 : 0;
    wrong += std::memcmp(our_lengths.data(), their_lengths.data(), rows) != 0 ? 1 : 0;
  }
  return wrong;
}

}  // namespace

TEST_CASE("csv kernels: eight digits of any number below a hundred million") {
  // Every value of each half with a fixed other half: the halves do not touch each other.
  std::size_t wrong = 0;
  for (std::uint32_t half = 0; half < 10'000; ++half) {
    for (std::uint32_t x : {half, half * 10'000, half * 10'000 + 9'999, 99'990'000 + half}) {
      char digits[8];
      write_eight_digits(x, digits);
      char expected[16];
      std::snprintf(expected, sizeof(expected), "%08u", x);
      wrong += std::memcmp(digits, expected, 8) != 0 ? 1 : 0;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("csv kernels: digits of every target equal the scalar ones, slots and lengths") {
  std::mt19937_64 bits(4);
  EachTarget targets;
  for (std::string_view target : targets.names) {
    REQUIRE(limit_simd_targets(target));
    INFO("target " << target);
    const auto values_below = [&](int most_bits) {
      std::vector<std::int64_t> values;
      // All four-digit groups in turn, then numbers of any size.
      for (std::int64_t k = 0; k < 20'000; ++k) values.push_back(k % (std::int64_t{1} << most_bits));
      for (int k = 0; k < 50'000; ++k) {
        const auto x = static_cast<std::int64_t>(bits() >> (64 - 1 - bits() % static_cast<std::uint64_t>(most_bits)));
        values.push_back(bits() % 2 == 0 ? x : -x);
      }
      values.push_back((std::int64_t{1} << most_bits) - 1);
      values.resize(values.size() + kOverrunRows);
      return values;
    };
    for (int decimals = 0; decimals <= kMediumDecimals; ++decimals) {
      INFO("decimals " << decimals);
      if (decimals <= kTinyDecimals) {
        CHECK(wrong_fields(&tiny_digits, &scalar::tiny_digits, tiny_layout(decimals, ','), decimals, 8,
                           values_below(tiny_bits(decimals, false))) == 0);
      }
      if (decimals <= kNarrowDecimals) {
        CHECK(wrong_fields(&narrow_digits, &scalar::narrow_digits, narrow_layout(decimals, ','), decimals, 16,
                           values_below(kNarrowBits)) == 0);
      }
      CHECK(wrong_fields(&medium_digits, &scalar::medium_digits, medium_layout(decimals, ','), decimals, 16,
                         values_below(kMediumBits)) == 0);
    }
  }
}

TEST_CASE("csv kernels: what fits a tiny slot leaves room for separator, point and sign") {
  for (int decimals = 0; decimals <= kTinyDecimals; ++decimals) {
    for (bool negative : {false, true}) {
      const std::uint64_t largest = (std::uint64_t{1} << tiny_bits(decimals, negative)) - 1;
      const std::size_t digits = std::max(std::to_string(largest).size(), static_cast<std::size_t>(decimals) + 1);
      CHECK(digits + (decimals > 0 ? 1 : 0) + (negative ? 1 : 0) + 1 <= 8);
    }
  }
}

TEST_CASE("csv kernels: a survey sees the largest magnitude and any sign, wherever they stand") {
  EachTarget targets;
  for (std::string_view target : targets.names) {
    REQUIRE(limit_simd_targets(target));
    for (std::size_t rows = 1; rows <= 40; ++rows) {
      for (std::size_t at = 0; at < rows; ++at) {
        std::vector<std::int64_t> values(rows, 3);
        values[at] = INT64_MIN;
        const Survey lowest = survey(values.data(), rows);
        values[at] = std::int64_t{1} << 40;
        const Survey high = survey(values.data(), rows);
        if (!lowest.negative || lowest.magnitude_bits < (std::uint64_t{1} << 63)) FAIL(target << ", row " << at);
        if (high.negative || high.magnitude_bits < (std::uint64_t{1} << 40)) FAIL(target << ", row " << at);
      }
    }
  }
}

TEST_CASE("csv kernels: dates of every target, over the whole calendar") {
  std::vector<std::int32_t> days;
  for (std::int32_t day = kFirstDay; day <= kLastDay; ++day) days.push_back(day);
  const std::size_t rows = days.size();
  days.resize(rows + kOverrunRows, 0);
  std::vector<char> slots((rows + kOverrunRows) * 16);
  EachTarget targets;
  for (std::string_view target : targets.names) {
    REQUIRE(limit_simd_targets(target));
    dates(days.data(), rows, ';', slots.data());
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      wrong += std::string_view(slots.data() + i * 16 + 5, kDateBytes) == date_text(days[i]) + ";" ? 0 : 1;
    }
    INFO("target " << target);
    CHECK(wrong == 0);
  }
}

TEST_CASE("csv kernels: uuids of every target equal the scalar ones") {
  std::mt19937_64 bits(8);
  constexpr std::size_t kRows = 300;
  std::vector<std::uint8_t> values(kRows * 16);
  for (std::uint8_t& value : values) value = static_cast<std::uint8_t>(bits());
  for (std::size_t k = 0; k < 256; ++k) values[k] = static_cast<std::uint8_t>(k);
  std::vector<char> expected(kRows * kUuidStride + 64);
  scalar::uuids(values.data(), kRows, ',', expected.data());
  EachTarget targets;
  for (std::string_view target : targets.names) {
    REQUIRE(limit_simd_targets(target));
    std::vector<char> slots(expected.size());
    uuids(values.data(), kRows, ',', slots.data());
    std::vector<char> placed(kRows * kUuidStride + 64, '#');
    std::vector<char*> at(kRows);
    for (std::size_t i = 0; i < kRows; ++i) at[i] = placed.data() + i * kUuidStride;
    place_uuids(values.data(), kRows, ',', true, at.data());
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < kRows; ++i) {
      const char* theirs = expected.data() + i * kUuidStride;
      wrong += std::memcmp(slots.data() + i * kUuidStride, theirs, kUuidBytes) != 0 ? 1 : 0;
      wrong += std::memcmp(placed.data() + i * kUuidStride, theirs, kUuidBytes) != 0 ? 1 : 0;
      // Guarded: the bytes between two texts are as they were.
      wrong += placed[i * kUuidStride + kUuidBytes] != '#' ? 1 : 0;
      wrong += at[i] != placed.data() + i * kUuidStride + kUuidBytes ? 1 : 0;
    }
    INFO("target " << target);
    CHECK(wrong == 0);
  }
}

TEST_CASE("csv kernels: the search for special characters stops at the end of the text") {
  EachTarget targets;
  for (std::string_view target : targets.names) {
    REQUIRE(limit_simd_targets(target));
    for (std::size_t size = 0; size <= 150; ++size) {
      std::string text(size, 'x');
      text += ",\"\r\n";
      if (has_special(text.data(), size, ',', '"')) FAIL(target << " looks beyond " << size);
      if (!has_special(text.data(), size + 1, ',', '"')) FAIL(target << " misses the comma after " << size);
    }
  }
}

TEST_CASE("csv kernels: the bits of special characters are those of each character, on every target") {
  std::mt19937_64 bits(8);
  constexpr char kAlphabet[] = {'a', ',', '"', '\r', '\n', '\0', 'z', ';'};
  EachTarget targets;
  for (std::string_view target : targets.names) {
    REQUIRE(limit_simd_targets(target));
    for (std::size_t size = 0; size <= 300; ++size) {
      std::string text(size, 'x');
      for (char& c : text) c = bits() % 3 == 0 ? kAlphabet[bits() % 8] : 'x';
      for (const char delimiter : {',', ';', '\0'}) {
        std::vector<std::uint64_t> found((size + 63) / 64 + 1, ~std::uint64_t{0});
        special_bits(text.data(), size, delimiter, '"', found.data());
        for (std::size_t i = 0; i < (size + 63) / 64 * 64; ++i) {
          const char c = i < size ? text[i] : 'x';
          const bool wanted = c == delimiter || c == '"' || c == '\r' || c == '\n';
          if (((found[i / 64] >> (i % 64)) & 1) != (wanted ? 1 : 0)) FAIL(target << " byte " << i << " of " << size);
        }
        if (found.back() != ~std::uint64_t{0}) FAIL(target << " writes beyond " << size);
      }
    }
  }
}

TEST_CASE("csv days: texts stay right while the table grows, moves and gives up") {
  std::mt19937_64 bits(6);
  DayTexts texts(',');
  std::vector<std::int32_t> days(kRunRows + kOverrunRows);
  std::size_t wrong = 0;
  for (int run = 0; run < 3000; ++run) {
    // Near, drifting, far away, and all over the calendar.
    const auto span = static_cast<std::uint64_t>(run % 4 == 3 ? kLastDay - kFirstDay : 1 + 500 * (run % 7));
    const std::int64_t base = run % 4 == 3 ? kFirstDay : run % 4 == 2 ? -300'000 + run : 10'000 + run * 13;
    const std::size_t rows = 1 + bits() % kRunRows;
    for (std::size_t i = 0; i < rows; ++i)
      days[i] = static_cast<std::int32_t>(base + static_cast<std::int64_t>(bits() % span));
    const DayTexts::Found found = texts.find(days.data(), rows);
    for (std::size_t i = 0; i < rows; ++i) {
      const char* text = found.ends + static_cast<std::size_t>(found.codes[i]) * DayTexts::kStride - kDateBytes;
      wrong += std::string_view(text, kDateBytes) == date_text(days[i]) + "," ? 0 : 1;
    }
  }
  CHECK(wrong == 0);
}
