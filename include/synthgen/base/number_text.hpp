// Numbers as text: the shortest decimal form of a double that reads back (a published
// algorithm of the Schubfach / Dragonbox family), laid out as Python's repr lays it out.
//
// Threads: pure. Determinism: integer arithmetic only; no locale.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace synthgen {

/// Longest text that encode_shortest writes, in bytes; it may write (and overwrite) up to 32.
inline constexpr std::size_t kShortestBytes = 32;

/// Writes `value` as repr(float) does ("0.1", "1e-07", "1e+16", "5.0", "-0.0", "inf", "nan"); returns the length.
std::size_t encode_shortest(double value, char* out);
std::string shortest_text(double value);

/// digits·10^exponent equal to the shortest form; value finite and not zero; sign apart.
struct ShortestDecimal {
  std::uint64_t digits = 0;  ///< no trailing zeros, at most 17 digits
  int exponent = 0;
};
ShortestDecimal shortest_decimal(double magnitude);

/// Correctly rounded; nothing where the whole text is not a JSON-style number (no plus sign, no leading zeros, digits
/// on both sides of a point) or is beyond the largest double. What is too small for a double is a signed zero.
std::optional<double> parse_number(std::string_view text);
/// The same grammar without fraction and exponent; nothing beyond 64 bits.
std::optional<std::int64_t> parse_integer(std::string_view text);
/// "12.340" as {12340, 3}; nothing beyond 18 digits after the point or 64 bits in all, or with an exponent.
struct Scaled {
  std::int64_t value = 0;
  int decimals = 0;
};
std::optional<Scaled> parse_decimal(std::string_view text);
/// Exactly `decimals` digits after the point: (-5, 2) is "-0.05".
std::string decimal_text(std::int64_t scaled, int decimals);
/// 2600 as "2.6 kB", for people.
std::string size_text(double bytes);
/// 1234567 as "1,234,567", for people.
std::string grouped_text(std::int64_t number);

}  // namespace synthgen
