// Cells as texts in the output's own form, as CSV writes them.
//
// Threads: immutable. Determinism: integer arithmetic; no locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "synthgen/base/time_format.hpp"
#include "synthgen/column/column.hpp"

namespace synthgen {

/// Room for the longest text form of a value that is no text.
inline constexpr std::size_t kCellTextBytes = 48;
/// Writes the text form of a value, which is not null, and returns its end; dates and times as ISO 8601 has them.
/// REQUIRES: not of type string.
char* put_cell_text(const Column& column, std::size_t row, char* at);
/// The value of an integer, a decimal (units of the last digit), a boolean, a date (days) or a time (microseconds).
inline std::int64_t cell_word(const Column& column, std::size_t row) {
  if (column.type().kind == TypeKind::boolean) return column.data<std::uint8_t>()[row];
  if (column.type().kind == TypeKind::date) return column.data<std::int32_t>()[row];
  return column.data<std::int64_t>()[row];
}

class CellText {
 public:
  /// format  of dates and times, as WriterColumn::format; empty: ISO 8601. REQUIRES: it can be read.
  explicit CellText(Type type, std::string_view format = {});

  const Type& type() const { return type_; }
  /// Whether dates or times have a format of their own, which may show less than the value.
  bool has_format() const { return format_.has_value(); }
  /// Appends the text of a row. REQUIRES: the type given, and a row that is not null.
  void append(const Column& column, std::size_t row, std::string& out) const;
  /// The same for a value apart from a column: see cell_word().
  void append_word(std::int64_t word, std::string& out) const;
  void append_number(double number, std::string& out) const;

 private:
  Type type_;
  std::optional<TimeFormat> format_;
};

}  // namespace synthgen
