// The CSV writer's kernels without vector instructions: what runs where there are none,
// and what the vector kernels must equal.
#include <algorithm>
#include <cstring>

#include "csv_kernels.hpp"
#include "synthgen/base/eight_digits.hpp"

namespace synthgen::csv {
namespace {

/// Sixteen digits as a slot and as a length.
void lay_out(const char* digits, const DigitLayout& layout, char* slot) {
  for (std::size_t k = 0; k < 16; ++k) {
    const std::uint8_t pick = layout.pick[k];
    const int digit = (pick & 0x80) != 0 ? 0 : digits[pick] - '0';
    slot[k] = static_cast<char>(digit | layout.put[k]);
  }
}

/// With its separator; at least the digit before the point and all behind it are written.
std::uint8_t field_length(const char* digits, int decimals) {
  int first = 0;
  while (first < 15 - decimals && digits[first] == '0') ++first;
  return static_cast<std::uint8_t>(16 - first + (decimals > 0 ? 1 : 0) + 1);
}

std::uint64_t magnitude_of(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  return value < 0 ? 0 - bits : bits;
}

void sixteen_digits(const std::int64_t* values, std::size_t rows, const DigitLayout& layout, int decimals, char* slots,
                    std::uint8_t* lengths) {
  constexpr std::uint64_t kEight = 100'000'000;
  for (std::size_t i = 0; i < rows; ++i) {
    const std::uint64_t magnitude = magnitude_of(values[i]);
    char digits[16];
    write_eight_digits(static_cast<std::uint32_t>(magnitude / kEight), digits);
    write_eight_digits(static_cast<std::uint32_t>(magnitude % kEight), digits + 8);
    lay_out(digits, layout, slots + i * 16);
    lengths[i] = field_length(digits, decimals);
  }
}

/// "2024-02-29" from days since 0000-03-01.
void write_date(std::uint32_t days, char* out) {
  const std::uint32_t quarter_days = 4 * days + 3;
  const std::uint32_t century = quarter_days / 146097;
  const std::uint32_t in_century = (quarter_days % 146097) | 3;
  const std::uint32_t year_of_century = in_century / 1461;
  const std::uint32_t day_of_year = in_century % 1461 / 4;
  const std::uint32_t month_and_day = 2141 * day_of_year + 197913;
  const std::uint32_t month = month_and_day >> 16;
  const std::uint32_t day = (month_and_day & 0xFFFF) / 2141 + 1;
  // The years of the algorithm begin in March.
  const std::uint32_t turned = day_of_year >= 306 ? 1 : 0;
  const std::uint32_t year = 100 * century + year_of_century + turned;
  char digits[8];
  write_eight_digits(year * 10000 + (month - 12 * turned) * 100 + day, digits);
  std::memcpy(out, digits, 4);
  out[4] = '-';
  std::memcpy(out + 5, digits + 4, 2);
  out[7] = '-';
  std::memcpy(out + 8, digits + 6, 2);
}

/// Returns the place behind the separator.
char* write_uuid(const std::uint8_t* value, char separator, char* out) {
  constexpr char kHex[] = "0123456789abcdef";
  for (std::size_t k = 0; k < 16; ++k) {
    if (k == 4 || k == 6 || k == 8 || k == 10) *out++ = '-';
    *out++ = kHex[value[k] >> 4];
    *out++ = kHex[value[k] & 15];
  }
  *out++ = separator;
  return out;
}

}  // namespace

namespace scalar {

Survey survey(const std::int64_t* values, std::size_t rows) {
  Survey found;
  for (std::size_t i = 0; i < rows; ++i) {
    found.magnitude_bits |= magnitude_of(values[i]);
    found.negative = found.negative || values[i] < 0;
  }
  return found;
}

void tiny_digits(const std::int64_t* values, std::size_t rows, const DigitLayout& layout, int decimals, char* slots,
                 std::uint8_t* lengths) {
  for (std::size_t i = 0; i < rows; ++i) {
    char digits[16];
    std::memset(digits, '0', 8);
    write_eight_digits(static_cast<std::uint32_t>(magnitude_of(values[i])), digits + 8);
    // The second of the layout's two slots picks from the second eight digits.
    char both[16];
    lay_out(digits, layout, both);
    std::memcpy(slots + i * 8, both + 8, 8);
    lengths[i] = field_length(digits, decimals);
  }
}

void narrow_digits(const std::int64_t* values, std::size_t rows, const DigitLayout& layout, int decimals, char* slots,
                   std::uint8_t* lengths) {
  sixteen_digits(values, rows, layout, decimals, slots, lengths);
}

void medium_digits(const std::int64_t* values, std::size_t rows, const DigitLayout& layout, int decimals, char* slots,
                   std::uint8_t* lengths) {
  sixteen_digits(values, rows, layout, decimals, slots, lengths);
}

void dates(const std::int32_t* days, std::size_t rows, char separator, char* slots) {
  constexpr std::uint32_t kFromMarch0 = 719'468;  // days from 0000-03-01 to 1970-01-01
  for (std::size_t i = 0; i < rows; ++i) {
    write_date(static_cast<std::uint32_t>(days[i]) + kFromMarch0, slots + i * 16 + 5);
    slots[i * 16 + 15] = separator;
  }
}

void uuids(const std::uint8_t* values, std::size_t rows, char separator, char* slots) {
  for (std::size_t i = 0; i < rows; ++i) write_uuid(values + i * 16, separator, slots + i * kUuidStride);
}

void place_uuids(const std::uint8_t* values, std::size_t rows, char separator, bool, char** at) {
  for (std::size_t i = 0; i < rows; ++i) at[i] = write_uuid(values + i * 16, separator, at[i]);
}

bool has_special(const char* bytes, std::size_t size, char delimiter, char quote) {
  return std::any_of(bytes, bytes + size,
                     [=](char c) { return c == delimiter || c == quote || c == '\r' || c == '\n'; });
}

void special_bits(const char* bytes, std::size_t size, char delimiter, char quote, std::uint64_t* bits) {
  for (std::size_t i = 0; i < size; ++i) {
    const bool special = bytes[i] == delimiter || bytes[i] == quote || bytes[i] == '\r' || bytes[i] == '\n';
    if (i % 64 == 0) bits[i / 64] = 0;
    bits[i / 64] |= std::uint64_t{special} << (i % 64);
  }
}

}  // namespace scalar
}  // namespace synthgen::csv
