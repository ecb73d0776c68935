// Numbers as text and back. Texts of doubles follow Python's repr; numbers read follow
// JSON's grammar.
#include "synthgen/base/number_text.hpp"

#include <bit>
#include <charconv>
#include <cstring>
#include <limits>

#include "synthgen/base/powers_of_ten.hpp"

namespace synthgen {
namespace {

static_assert(std::endian::native == std::endian::little, "digits are stored eight at a time");

/// Digits of a number from 1 to 10^18 − 1.
int digit_count(std::uint64_t number) {
  // 1233/4096 is a little above log10(2); the estimate is at most one too low.
  const int estimate = (static_cast<int>(std::bit_width(number)) * 1233) >> 12;
  return estimate + (number >= static_cast<std::uint64_t>(kPowersOfTen[static_cast<std::size_t>(estimate)]) ? 1 : 0);
}

/// Eight digits of number < 10^8 as eight characters, the first in the lowest byte; each step halves the number of
/// digits per lane.
std::uint64_t eight_digits(std::uint64_t number) {
  const std::uint64_t fours = (number / 10000) | ((number % 10000) << 32);
  const std::uint64_t hundreds = ((fours * 10486) >> 20) & 0x0000007f0000007fULL;
  const std::uint64_t twos = hundreds | ((fours - hundreds * 100) << 16);
  const std::uint64_t tens = ((twos * 103) >> 10) & 0x000f000f000f000fULL;
  const std::uint64_t ones = tens | ((twos - tens * 10) << 8);
  return ones | 0x3030303030303030ULL;
}

/// Seventeen digits in registers, zeros at the end. They are shifted there and only ever stored: reading back bytes
/// that were just stored by several instructions would stall.
struct Digits {
  std::uint64_t first;
  std::uint64_t second;
  char last;

  /// Stores all but the first `skip` digits (0 … 16) at `out`; writes 17 − skip digits and zeros after them, within
  /// 16 bytes, or within 9 where skip ≥ 8.
  void store(int skip, char* out) const {
    if (skip >= 8) {
      const std::uint64_t rest = skip >= 16 ? 0 : second >> (8 * (skip - 8));
      std::memcpy(out, &rest, 8);
    } else {
      const std::uint64_t low = skip == 0 ? first : (first >> (8 * skip)) | (second << (64 - 8 * skip));
      const std::uint64_t high = second >> (8 * skip);
      std::memcpy(out, &low, 8);
      std::memcpy(out + 8, &high, 8);
    }
    out[16 - skip] = last;
  }
};

/// "1.5e+300" from digits of which `count` are significant; point is the exponent plus one.
std::size_t write_scientific(const Digits& digits, int count, int point, char* out) {
  out[0] = static_cast<char>(digits.first & 0xff);
  char* end = out + 1;
  if (count > 1) {
    *end++ = '.';
    digits.store(1, end);
    end += count - 1;
  }
  *end++ = 'e';
  int exponent = point - 1;
  *end++ = exponent < 0 ? '-' : '+';
  if (exponent < 0) exponent = -exponent;
  if (exponent >= 100) *end++ = static_cast<char>('0' + exponent / 100);
  *end++ = static_cast<char>('0' + exponent / 10 % 10);
  *end++ = static_cast<char>('0' + exponent % 10);
  return static_cast<std::size_t>(end - out);
}

/// The length of the JSON number at the start of `text`, 0 where there is none; says whether it is an integer.
std::size_t number_length(std::string_view text, bool& whole) {
  std::size_t i = 0;
  const auto digit_at = [&](std::size_t at) { return at < text.size() && text[at] >= '0' && text[at] <= '9'; };
  whole = true;
  if (i < text.size() && text[i] == '-') ++i;
  if (!digit_at(i)) return 0;
  if (text[i] == '0') {
    ++i;
  } else {
    while (digit_at(i)) ++i;
  }
  if (i < text.size() && text[i] == '.') {
    whole = false;
    if (!digit_at(++i)) return 0;
    while (digit_at(i)) ++i;
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    whole = false;
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (!digit_at(i)) return 0;
    while (digit_at(i)) ++i;
  }
  return i;
}

/// Whether a number that from_chars calls out of range is too small rather than too large: the decimal exponent
/// of its first significant digit is negative.
bool is_tiny(std::string_view text) {
  std::int64_t before_point = 0;
  std::int64_t zeros_after_point = 0;
  bool seen = false;
  bool after_point = false;
  std::int64_t exponent = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == 'e' || c == 'E') {
      const bool negative = text[i + 1] == '-';
      for (std::size_t j = i + 1; j < text.size(); ++j) {
        if (text[j] >= '0' && text[j] <= '9' && exponent < 1'000'000'000) exponent = exponent * 10 + (text[j] - '0');
      }
      if (negative) exponent = -exponent;
      break;
    }
    if (c == '.') {
      after_point = true;
    } else if (c >= '0' && c <= '9') {
      seen = seen || c != '0';
      if (!after_point && seen) ++before_point;
      if (after_point && !seen) ++zeros_after_point;
    }
  }
  return !seen || before_point - zeros_after_point + exponent < 0;
}

}  // namespace

std::size_t encode_shortest(double value, char* out) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const std::uint64_t magnitude = bits & 0x7fffffffffffffffULL;
  constexpr std::uint64_t kInfinityBits = 0x7ff0000000000000ULL;
  if (magnitude > kInfinityBits) {
    std::memcpy(out, "nan", 3);
    return 3;
  }
  const std::size_t sign = bits >> 63;
  out[0] = '-';
  out += sign;
  if (magnitude == kInfinityBits) {
    std::memcpy(out, "inf", 3);
    return sign + 3;
  }
  if (magnitude == 0) {
    std::memcpy(out, "0.0", 3);
    return sign + 3;
  }

  const ShortestDecimal decimal = shortest_decimal(value);
  const int count = digit_count(decimal.digits);
  const int point = count + decimal.exponent;  // digits before the decimal point
  // Always seventeen digits, so that every store below has a fixed size.
  const std::uint64_t padded =
      decimal.digits * static_cast<std::uint64_t>(kPowersOfTen[static_cast<std::size_t>(17 - count)]);
  const std::uint64_t sixteen = padded / 10;
  const Digits digits{eight_digits(sixteen / 100'000'000), eight_digits(sixteen % 100'000'000),
                      static_cast<char>('0' + padded % 10)};

  if (point <= -4 || point > 16) return sign + write_scientific(digits, count, point, out);
  if (point <= 0) {
    std::memcpy(out, "0.000000", 8);
    digits.store(0, out + 2 - point);
    return sign + static_cast<std::size_t>(2 - point + count);
  }
  digits.store(0, out);
  if (point >= count) {
    std::memcpy(out + point, ".0", 2);
    return sign + static_cast<std::size_t>(point) + 2;
  }
  out[point] = '.';
  digits.store(point, out + point + 1);
  return sign + static_cast<std::size_t>(count) + 1;
}

std::string shortest_text(double value) {
  char text[kShortestBytes];
  return std::string(text, encode_shortest(value, text));
}

std::optional<double> parse_number(std::string_view text) {
  bool whole = false;
  if (text.empty() || number_length(text, whole) != text.size()) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) {
    if (!is_tiny(text)) return std::nullopt;
    return text[0] == '-' ? -0.0 : 0.0;
  }
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (value - value != 0) return std::nullopt;
  return value;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  bool whole = false;
  if (text.empty() || number_length(text, whole) != text.size() || !whole) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return std::nullopt;
  return value;
}

std::optional<Scaled> parse_decimal(std::string_view text) {
  bool whole = false;
  if (text.empty() || number_length(text, whole) != text.size()) return std::nullopt;
  const bool negative = text[0] == '-';
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  Scaled result;
  bool after_point = false;
  for (const char c : text.substr(negative ? 1 : 0)) {
    if (c == 'e' || c == 'E') return std::nullopt;
    if (c == '.') {
      after_point = true;
      continue;
    }
    // Gathered as a negative number, which has room for one more than the positive side.
    const int digit = c - '0';
    if (result.value < kLeast / 10) return std::nullopt;
    result.value *= 10;
    if (result.value < kLeast + digit) return std::nullopt;
    result.value -= digit;
    if (after_point && ++result.decimals > 18) return std::nullopt;
  }
  if (!negative) {
    if (result.value == kLeast) return std::nullopt;
    result.value = -result.value;
  }
  return result;
}

std::string decimal_text(std::int64_t scaled, int decimals) {
  std::uint64_t magnitude = static_cast<std::uint64_t>(scaled);
  if (scaled < 0) magnitude = 0 - magnitude;
  char text[48];
  char* const end = text + sizeof text;
  char* start = end;
  for (int written = 0; magnitude != 0 || written <= decimals; ++written) {
    if (written == decimals && decimals > 0) *--start = '.';
    *--start = static_cast<char>('0' + magnitude % 10);
    magnitude /= 10;
  }
  if (scaled < 0) *--start = '-';
  return std::string(start, end);
}

std::string size_text(double bytes) {
  const char* const units[] = {"bytes", "kB", "MB", "GB", "TB", "PB"};
  std::size_t unit = 0;
  while (bytes >= 999.5 && unit + 1 < std::size(units)) {
    bytes /= 1000;
    ++unit;
  }
  char digits[32];
  const int decimals = unit == 0 || bytes >= 99.5 ? 0 : 1;
  const auto written = std::to_chars(digits, digits + sizeof digits, bytes, std::chars_format::fixed, decimals);
  return std::string(digits, written.ptr) + " " + units[unit];
}

std::string grouped_text(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > (number < 0 ? 1 : 0); at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits;
}

}  // namespace synthgen
