// A CSV encoder as plain as can be, which the real one must equal, and the means to drive
// the real one with batches cut anywhere.
#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "synthgen/writer/writer.hpp"

namespace csv_reference {

using namespace synthgen;

inline std::string quoted(std::string_view text) {
  if (!text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

inline std::string scaled_text(std::int64_t value, int decimals) {
  const bool negative = value < 0;
  const std::uint64_t magnitude = negative ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  std::string digits = std::to_string(magnitude);
  if (decimals > 0) {
    if (digits.size() <= static_cast<std::size_t>(decimals)) {
      digits.insert(0, static_cast<std::size_t>(decimals) + 1 - digits.size(), '0');
    }
    digits.insert(digits.size() - static_cast<std::size_t>(decimals), ".");
  }
  return (negative ? "-" : "") + digits;
}

/// Counts through the calendar year by year and month by month.
inline std::string day_text(std::int64_t days) {
  const auto leap = [](int y) { return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0); };
  int year = 1970;
  while (days < 0) {
    --year;
    days += leap(year) ? 366 : 365;
  }
  while (days >= (leap(year) ? 366 : 365)) {
    days -= leap(year) ? 366 : 365;
    ++year;
  }
  const int lengths[] = {31, leap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int month = 0;
  while (days >= lengths[month]) days -= lengths[month++];
  char text[32];
  std::snprintf(text, sizeof(text), "%04d-%02d-%02d", year, month + 1, static_cast<int>(days) + 1);
  return text;
}

inline std::string clock_text(std::int64_t micros, int digits) {
  const auto seconds = static_cast<int>(micros / 1'000'000);
  char text[48];
  std::snprintf(text, sizeof(text), "%02d:%02d:%02d.%06d", seconds / 3600, seconds / 60 % 60, seconds % 60,
                static_cast<int>(micros % 1'000'000));
  return std::string(text).substr(0, digits == 0 ? 8 : static_cast<std::size_t>(9 + digits));
}

inline std::string moment_text(std::int64_t micros, Type type) {
  constexpr std::int64_t kDay = 86'400'000'000;
  std::int64_t day = micros / kDay;
  std::int64_t rest = micros % kDay;
  if (rest < 0) {
    rest += kDay;
    --day;
  }
  return day_text(day) + "T" + clock_text(rest, type.decimals) + (type.kind == TypeKind::timestamp ? "Z" : "");
}

/// As Python's repr: the shortest digits (which std::to_chars gives too), its rules for the exponent.
inline std::string number_text(double value) {
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof(buffer), value, std::chars_format::scientific).ptr;
  std::string text(buffer, end);
  const bool negative = text[0] == '-';
  if (negative) text.erase(0, 1);
  const std::size_t e = text.find('e');
  const int exponent = std::stoi(text.substr(e + 1));
  std::string digits = text.substr(0, e);
  if (digits.size() > 1) digits.erase(1, 1);
  const int count = static_cast<int>(digits.size());
  std::string out;
  if (exponent < -4 || exponent >= 16) {
    out = digits.substr(0, 1) + (count > 1 ? "." + digits.substr(1) : "");
    char tail[16];
    std::snprintf(tail, sizeof(tail), "e%c%02d", exponent < 0 ? '-' : '+', std::abs(exponent));
    out += tail;
  } else if (exponent < 0) {
    out = "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  } else if (exponent >= count - 1) {
    out = digits + std::string(static_cast<std::size_t>(exponent - count + 1), '0') + ".0";
  } else {
    out = digits.substr(0, static_cast<std::size_t>(exponent) + 1) + "." +
          digits.substr(static_cast<std::size_t>(exponent) + 1);
  }
  return (negative ? "-" : "") + out;
}

inline std::string field(const Column& column, std::size_t row) {
  if (column.is_null(row)) return "";
  switch (column.type().kind) {
    case TypeKind::integer:
    case TypeKind::decimal:
      return scaled_text(column.data<std::int64_t>()[row], column.type().decimals);
    case TypeKind::number:
      return number_text(column.data<double>()[row]);
    case TypeKind::boolean:
      return column.data<std::uint8_t>()[row] != 0 ? "true" : "false";
    case TypeKind::date:
      return day_text(column.data<std::int32_t>()[row]);
    case TypeKind::timestamp:
    case TypeKind::datetime:
      return moment_text(column.data<std::int64_t>()[row], column.type());
    case TypeKind::time:
      return clock_text(column.data<std::int64_t>()[row], column.type().decimals);
    case TypeKind::string:
      return quoted(column.text(row));
    case TypeKind::uuid:
      break;
  }
  std::string text;
  for (std::size_t k = 0; k < 16; ++k) {
    if (k == 4 || k == 6 || k == 8 || k == 10) text += '-';
    char hex[8];
    std::snprintf(hex, sizeof(hex), "%02x", static_cast<unsigned>(column.data<std::uint8_t>()[row * 16 + k]));
    text += hex;
  }
  return text;
}

using Columns = std::vector<const Column*>;

inline std::string rows_text(const Columns& columns) {
  std::string text;
  for (std::size_t i = 0; i < columns[0]->rows(); ++i) {
    for (std::size_t k = 0; k < columns.size(); ++k) {
      text += field(*columns[k], i);
      text += k + 1 < columns.size() ? ',' : '\n';
    }
  }
  return text;
}

inline WriterTable table_of(const Columns& columns) {
  WriterTable table{"t", {}};
  for (const Column* column : columns) {
    table.columns.push_back({"c" + std::to_string(table.columns.size()), column->type(), nullptr});
  }
  return table;
}

/// The real encoder's rows, with batches of `batch_rows` or, where that is 0, of random sizes.
inline std::string encoded(const Columns& columns, std::size_t batch_rows, std::uint64_t seed = 1) {
  std::mt19937_64 bits(seed);
  auto writer = find_writer("csv")->make(table_of(columns));
  auto encoder = writer.value()->make_block_encoder();
  const std::size_t rows = columns[0]->rows();
  std::string text;
  std::vector<Column> pieces(columns.size());
  std::vector<std::int64_t> numbers;
  EncodedBlock block;
  for (std::size_t first = 0; first < rows;) {
    const std::size_t wanted = batch_rows != 0 ? batch_rows : 1 + bits() % (bits() % 4 == 0 ? 3 : kBatchRows);
    const std::size_t n = std::min({wanted, kBatchRows, rows - first});
    numbers.resize(n);
    for (std::size_t i = 0; i < n; ++i) numbers[i] = static_cast<std::int64_t>(first + i);
    Columns batch;
    for (std::size_t k = 0; k < columns.size(); ++k) {
      pieces[k].gather(*columns[k], numbers);
      batch.push_back(&pieces[k]);
    }
    encoder->append({static_cast<std::int64_t>(first), n, batch}, block);
    if (bits() % 3 == 0) {
      text += block.bytes.view();
      block.bytes.clear();
      block.rows = 0;
    }
    first += n;
  }
  return text + std::string(block.bytes.view());
}

/// Fails at the first line that differs, and shows it; comparing megabytes in one CHECK would print them.
inline std::string first_difference(std::string_view ours, std::string_view theirs) {
  if (ours == theirs) return "";
  std::size_t at = 0;
  while (at < ours.size() && at < theirs.size() && ours[at] == theirs[at]) ++at;
  const std::size_t from = at < 100 ? 0 : at - 100;
  return "at byte " + std::to_string(at) + ": \"" + std::string(ours.substr(from, 200)) + "\" is not \"" +
         std::string(theirs.substr(from, 200)) + "\"";
}

}  // namespace csv_reference
