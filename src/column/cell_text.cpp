// Text forms of values, digit by digit.
#include "synthgen/column/cell_text.hpp"

#include <cstring>

#include "synthgen/base/civil_time.hpp"
#include "synthgen/base/number_text.hpp"
#include "synthgen/base/powers_of_ten.hpp"

namespace synthgen {
namespace {

char* put_unsigned(std::uint64_t value, char* at) {
  char digits[20];
  std::size_t count = 0;
  do {
    digits[count++] = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  while (count > 0) *at++ = digits[--count];
  return at;
}

char* put_padded(unsigned value, int digits, char* at) {
  for (int i = digits - 1; i >= 0; --i) {
    at[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  return at + digits;
}

char* put_scaled(std::int64_t value, int decimals, char* at) {
  std::uint64_t magnitude = static_cast<std::uint64_t>(value);
  if (value < 0) {
    *at++ = '-';
    magnitude = 0 - magnitude;
  }
  if (decimals == 0) return put_unsigned(magnitude, at);
  const auto power = static_cast<std::uint64_t>(kPowersOfTen[static_cast<std::size_t>(decimals)]);
  at = put_unsigned(magnitude / power, at);
  *at++ = '.';
  std::uint64_t rest = magnitude % power;
  for (int i = decimals - 1; i >= 0; --i) {
    at[i] = static_cast<char>('0' + rest % 10);
    rest /= 10;
  }
  return at + decimals;
}

char* put_date(std::int32_t days, char* at) {
  const CivilDate date = civil_from_days(days);
  at = put_padded(static_cast<unsigned>(date.year), 4, at);
  *at++ = '-';
  at = put_padded(static_cast<unsigned>(date.month), 2, at);
  *at++ = '-';
  return put_padded(static_cast<unsigned>(date.day), 2, at);
}

/// As the CSV writer has it: as many digits of the seconds as the type says.
char* put_clock(std::int64_t of_day, int digits, char* at) {
  const auto seconds = static_cast<unsigned>(of_day / kMicrosPerSecond);
  const auto fraction = static_cast<unsigned>(of_day % kMicrosPerSecond);
  at = put_padded(seconds / 3600, 2, at);
  *at++ = ':';
  at = put_padded(seconds / 60 % 60, 2, at);
  *at++ = ':';
  at = put_padded(seconds % 60, 2, at);
  if (digits == 0) return at;
  *at++ = '.';
  return digits == 3 ? put_padded(fraction / 1000, 3, at) : put_padded(fraction, 6, at);
}

char* put_moment(std::int64_t micros, Type type, char* at) {
  const DayAndTime split = split_micros(micros);
  at = put_date(split.days, at);
  *at++ = 'T';
  at = put_clock(split.micros, type.decimals, at);
  if (type.kind == TypeKind::timestamp) *at++ = 'Z';
  return at;
}

char* put_uuid(const std::uint8_t* bytes, char* at) {
  constexpr char kDigits[] = "0123456789abcdef";
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *at++ = '-';
    *at++ = kDigits[bytes[i] >> 4];
    *at++ = kDigits[bytes[i] & 15];
  }
  return at;
}

/// Of all types but numbers, uuids and texts.
char* put_word(Type type, std::int64_t word, char* at) {
  switch (type.kind) {
    case TypeKind::integer:
    case TypeKind::decimal:
      return put_scaled(word, type.decimals, at);
    case TypeKind::boolean:
      std::memcpy(at, word != 0 ? "true" : "false", 5);
      return at + (word != 0 ? 4 : 5);
    case TypeKind::date:
      return put_date(static_cast<std::int32_t>(word), at);
    case TypeKind::timestamp:
    case TypeKind::datetime:
      return put_moment(word, type, at);
    case TypeKind::time:
      return put_clock(word, type.decimals, at);
    case TypeKind::number:
    case TypeKind::uuid:
    case TypeKind::string:
      break;
  }
  assert(false && "no word");
  return at;
}

TimeFormat read_format(std::string_view pattern) {
  TimeFormat::Fault fault;
  std::optional<TimeFormat> format = TimeFormat::parse(pattern, fault);
  assert(format.has_value());
  return *format;
}

}  // namespace

char* put_cell_text(const Column& column, std::size_t row, char* at) {
  switch (column.type().kind) {
    case TypeKind::number:
      return at + encode_shortest(column.data<double>()[row], at);
    case TypeKind::uuid:
      return put_uuid(column.data<std::uint8_t>() + 16 * row, at);
    default:
      return put_word(column.type(), cell_word(column, row), at);
  }
}

CellText::CellText(Type type, std::string_view format) : type_(type) {
  if (!format.empty()) format_ = read_format(format);
}

void CellText::append(const Column& column, std::size_t row, std::string& out) const {
  switch (type_.kind) {
    case TypeKind::string:
      out += column.text(row);
      return;
    case TypeKind::number:
      return append_number(column.data<double>()[row], out);
    case TypeKind::uuid: {
      char text[kCellTextBytes];
      out.append(text, put_uuid(column.data<std::uint8_t>() + 16 * row, text));
      return;
    }
    default:
      return append_word(cell_word(column, row), out);
  }
}

void CellText::append_word(std::int64_t word, std::string& out) const {
  if (!format_.has_value()) {
    char text[kCellTextBytes];
    out.append(text, put_word(type_, word, text));
    return;
  }
  DayAndTime moment{0, word};
  if (type_.kind == TypeKind::date) moment = {static_cast<std::int32_t>(word), 0};
  if (is_moment(type_.kind)) moment = split_micros(word);
  const std::size_t before = out.size();
  out.resize(before + format_->most_bytes());
  out.resize(static_cast<std::size_t>(format_->write(moment.days, moment.micros, out.data() + before) - out.data()));
}

void CellText::append_number(double number, std::string& out) const {
  char text[kShortestBytes];
  out.append(text, encode_shortest(number, text));
}

}  // namespace synthgen
