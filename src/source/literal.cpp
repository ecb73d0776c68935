// Literals of the schema as typed values of one row.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/source/parameter_value.hpp"

namespace synthgen {
namespace {

Diagnostic mismatch(const ParameterValue& value, Type wanted) {
  std::string hint = fmt::format("give a value of type {}, or change \"type\"", type_text(wanted));
  if (wanted.kind == TypeKind::date) hint = "give a date such as \"2024-02-29\"";
  if (wanted.kind == TypeKind::timestamp) hint = "give a timestamp such as \"2024-02-29T10:00:00Z\"";
  if (wanted.kind == TypeKind::string) hint = "put it in quotes";
  return make_error("SG2109",
                    fmt::format("{} does not fit the type {}", json::kind_name(value.json->kind), type_text(wanted)),
                    value.json->place, std::move(hint));
}

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

/// A number of the schema into a numeric type, exactly where the type is exact.
bool number_into(const json::Value& number, Type type, Column& out) {
  if (type.kind == TypeKind::number) {
    out.data<double>()[0] = number.number;
    return true;
  }
  const std::optional<std::int64_t> value =
      exact_scaled(number.text, type.kind == TypeKind::decimal ? type.decimals : 0);
  if (!value.has_value()) return false;
  constexpr std::int64_t kMostDecimal = 999'999'999'999'999'999;
  if (type.kind == TypeKind::decimal && (*value > kMostDecimal || *value < -kMostDecimal)) return false;
  out.data<std::int64_t>()[0] = *value;
  return true;
}

Result<Column> text_into(const ParameterValue& value, Type type) {
  Column out;
  out.reset(type, 1);
  const std::string& text = value.text;
  const auto bad = [&](std::string_view form) {
    return make_error(
        "SG2010",
        fmt::format("\"{}\" is not {} {}", text, type.kind == TypeKind::integer ? "an" : "a", type_name(type.kind)),
        value.json->place, fmt::format("write it as {}", form));
  };
  switch (type.kind) {
    case TypeKind::string:
      out.append_text(text);
      return out;
    case TypeKind::date: {
      const std::optional<std::int32_t> days = parse_date(text);
      if (!days.has_value()) return bad("\"2024-02-29\", a day of the calendar");
      out.data<std::int32_t>()[0] = *days;
      return out;
    }
    case TypeKind::timestamp: {
      const std::optional<std::int64_t> micros = parse_timestamp(text);
      if (!micros.has_value()) return bad("\"2024-02-29T10:00:00Z\", or a date for its midnight");
      out.data<std::int64_t>()[0] = *micros;
      return out;
    }
    case TypeKind::uuid: {
      const std::optional<std::string> bytes = uuid_bytes(text);
      if (!bytes.has_value()) return bad("\"123e4567-e89b-42d3-a456-426614174000\"");
      std::memcpy(out.data<char>(), bytes->data(), 16);
      return out;
    }
    case TypeKind::boolean:
      if (text != "true" && text != "false") return bad("true or false");
      out.data<std::uint8_t>()[0] = text == "true" ? 1 : 0;
      return out;
    case TypeKind::integer:
    case TypeKind::number:
    case TypeKind::decimal: {
      json::Value number;
      number.text = text;
      const std::optional<double> parsed = parse_number(text);
      if (parsed.has_value()) number.number = *parsed;
      if (!parsed.has_value() || !number_into(number, type, out)) {
        return bad(type.kind == TypeKind::decimal ? fmt::format("a number of at most {} decimals", type.decimals)
                                                  : "a number");
      }
      return out;
    }
  }
  return mismatch(value, type);
}

}  // namespace

Result<Column> literal_column(const ParameterValue& value, std::optional<Type> wanted) {
  assert(value.literal());
  const json::Value& json = *value.json;
  Column out;
  switch (json.kind) {
    case json::Kind::null: {
      out.reset(wanted.value_or(Type{TypeKind::string, 0}), 1);
      if (out.type().kind == TypeKind::string) {
        out.append_null();
      } else {
        std::memset(out.data<char>(), 0, value_bytes(out.type().kind));
        out.set_null(0);
      }
      return out;
    }
    case json::Kind::boolean: {
      const Type type = wanted.value_or(Type{TypeKind::boolean, 0});
      if (type.kind != TypeKind::boolean) return mismatch(value, type);
      out.reset(type, 1);
      out.data<std::uint8_t>()[0] = json.boolean ? 1 : 0;
      return out;
    }
    case json::Kind::number: {
      const Type type = wanted.value_or(Type{json.as_int64().has_value() ? TypeKind::integer : TypeKind::number, 0});
      if (!is_numeric(type.kind)) return mismatch(value, type);
      out.reset(type, 1);
      if (!number_into(json, type, out)) {
        return make_error("SG2109", fmt::format("{} does not fit the type {}", json.text, type_text(type)), json.place,
                          type.kind == TypeKind::number ? "give a number that a double holds"
                          : type.kind == TypeKind::integer
                              ? "give a whole number of at most 64 bits, or change \"type\""
                              : "give as many decimals as the column has, and at most 18 digits in all");
      }
      return out;
    }
    case json::Kind::string:
      return text_into(value, wanted.value_or(Type{TypeKind::string, 0}));
    case json::Kind::array:
    case json::Kind::object:
      break;
  }
  return make_error("SG2109", fmt::format("{} is not a value", json::kind_name(json.kind)), json.place,
                    "give a number, a text, true, false or null");
}

}  // namespace synthgen
