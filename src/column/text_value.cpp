#include "synthgen/column/text_value.hpp"

#include <algorithm>
#include <cstring>

#include "synthgen/base/ascii.hpp"
#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/base/powers_of_ten.hpp"

namespace synthgen {
namespace {

/// Without a plus sign and leading zeros, which the grammar of numbers does not have: "+007.50" is "7.50".
std::string plain_number(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  while (text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9') text.remove_prefix(1);
  return (negative ? "-" : "") + std::string(text);
}

bool equal_word(std::string_view text, std::string_view word) {
  return std::equal(text.begin(), text.end(), word.begin(), word.end(),
                    [](char a, char b) { return lower_case(a) == b; });
}

template <class T>
bool put(const std::optional<T>& value, Column& out, std::size_t row) {
  if (value.has_value()) out.data<T>()[row] = *value;
  return value.has_value();
}

bool parse_numeric(std::string_view text, Column& out, std::size_t row) {
  const std::string number = plain_number(text);
  const std::optional<double> value = parse_number(number);
  if (!value.has_value()) return false;
  const Type type = out.type();
  if (type.kind == TypeKind::number) return put(value, out, row);
  const std::optional<std::int64_t> scaled = exact_scaled(number, type.kind == TypeKind::decimal ? type.decimals : 0);
  // A decimal has at most 18 digits.
  if (type.kind == TypeKind::decimal && scaled.has_value() &&
      (*scaled <= -kPowersOfTen[18] || *scaled >= kPowersOfTen[18])) {
    return false;
  }
  return put(scaled, out, row);
}

}  // namespace

std::optional<std::string> uuid_bytes(std::string_view text) {
  std::string bytes;
  unsigned byte = 0;
  std::size_t digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (c != '-') return std::nullopt;
      continue;
    }
    unsigned digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<unsigned>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      digit = static_cast<unsigned>(c - 'a') + 10;
    } else if (c >= 'A' && c <= 'F') {
      digit = static_cast<unsigned>(c - 'A') + 10;
    } else {
      return std::nullopt;
    }
    byte = byte * 16 + digit;
    if (++digits % 2 == 0) {
      bytes.push_back(static_cast<char>(byte));
      byte = 0;
    }
  }
  return text.size() == 36 ? std::optional(bytes) : std::nullopt;
}

/// The number times 10^decimals as an integer; nothing where it has more decimals than that or does not fit.
/// Read from its text, since a double would round it. REQUIRES: text of a JSON number.
std::optional<std::int64_t> exact_scaled(std::string_view text, int decimals) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  // digits · 10^exponent, without zeros at either end.
  std::string digits;
  std::int64_t exponent = 0;
  bool after_point = false;
  std::size_t at = 0;
  for (; at < text.size() && text[at] != 'e' && text[at] != 'E'; ++at) {
    if (text[at] == '.') {
      after_point = true;
      continue;
    }
    if (after_point) --exponent;
    if (text[at] != '0' || !digits.empty()) digits.push_back(text[at]);
  }
  while (digits.ends_with('0')) {
    digits.pop_back();
    ++exponent;
  }
  if (digits.empty()) return 0;
  if (at < text.size()) {
    const bool down = text[at + 1] == '-';
    std::int64_t power = 0;
    for (const char c : text.substr(at + 1)) {
      // Beyond this no digit is left in 64 bits, and a schema's text is not long enough to make up for it.
      if (c >= '0' && c <= '9') power = std::min<std::int64_t>(power * 10 + (c - '0'), 1'000'000'000'000);
    }
    exponent += down ? -power : power;
  }
  const std::int64_t zeros = exponent + decimals;
  if (zeros < 0 || zeros > 18 || digits.size() > 19) return std::nullopt;
  // Gathered as a negative number, which has room for one more than the positive side.
  std::int64_t value = 0;
  for (const char c : digits) {
    if (__builtin_mul_overflow(value, 10, &value) || __builtin_sub_overflow(value, c - '0', &value))
      return std::nullopt;
  }
  for (std::int64_t z = 0; z < zeros; ++z) {
    if (__builtin_mul_overflow(value, 10, &value)) return std::nullopt;
  }
  if (!negative && __builtin_sub_overflow(0, value, &value)) return std::nullopt;
  return value;
}

bool parse_value(std::string_view text, Column& out, std::size_t row) {
  switch (out.type().kind) {
    case TypeKind::integer:
    case TypeKind::number:
    case TypeKind::decimal:
      return parse_numeric(text, out, row);
    case TypeKind::boolean: {
      const bool yes = text == "1" || equal_word(text, "true");
      if (!yes && text != "0" && !equal_word(text, "false")) return false;
      out.data<std::uint8_t>()[row] = yes ? 1 : 0;
      return true;
    }
    case TypeKind::date:
      return put(parse_date(text), out, row);
    case TypeKind::timestamp:
      return put(parse_timestamp(text), out, row);
    case TypeKind::datetime:
      return put(parse_datetime(text), out, row);
    case TypeKind::time:
      return put(parse_time(text), out, row);
    case TypeKind::uuid: {
      const std::optional<std::string> bytes = uuid_bytes(text);
      if (bytes.has_value()) std::memcpy(out.data<char>() + 16 * row, bytes->data(), 16);
      return bytes.has_value();
    }
    case TypeKind::string:
      break;
  }
  assert(false);
  return false;
}

}  // namespace synthgen
