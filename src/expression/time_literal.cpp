// A text literal in the place of a date, a time or a uuid.
#include "time_literal.hpp"

#include "synthgen/base/civil_time.hpp"

namespace synthgen::expression {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

StepPtr read_uuid(std::string_view text) {
  if (text.size() != 36) return nullptr;
  std::array<std::uint8_t, 16> bytes{};
  std::size_t at = 0;
  for (std::size_t i = 0; i < 16; ++i) {
    if (at == 8 || at == 13 || at == 18 || at == 23) {
      if (text[at++] != '-') return nullptr;
    }
    const int high = hex_value(text[at]);
    const int low = hex_value(text[at + 1]);
    if (high < 0 || low < 0) return nullptr;
    bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    at += 2;
  }
  return make_uuid(bytes.data());
}

}  // namespace

StepPtr read_time_or_uuid(std::string_view text, Type type) {
  if (type.kind == TypeKind::uuid) return read_uuid(text);
  if (type.kind == TypeKind::date) {
    const auto days = parse_date(text);
    return days.has_value() ? make_integer(type, *days) : nullptr;
  }
  const auto micros = type.kind == TypeKind::timestamp  ? parse_timestamp(text)
                      : type.kind == TypeKind::datetime ? parse_datetime(text)
                                                        : parse_time(text);
  if (!micros.has_value()) return nullptr;
  return make_integer({type.kind, fraction_digits_of(*micros)}, *micros);
}

StepPtr read_time_by_form(std::string_view text) {
  for (const TypeKind kind : {TypeKind::date, TypeKind::datetime, TypeKind::timestamp, TypeKind::time}) {
    if (StepPtr read = read_time_or_uuid(text, {kind}); read != nullptr) return read;
  }
  return nullptr;
}

}  // namespace synthgen::expression
