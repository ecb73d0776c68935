// The types of columns and how each lies in memory.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace synthgen {

enum class TypeKind : std::uint8_t {
  integer,    ///< int64
  number,     ///< double
  decimal,    ///< int64, scaled by 10^decimals
  string,     ///< offsets and bytes, or int32 codes into a Dictionary
  boolean,    ///< uint8, 0 or 1 (bits only at Arrow's door: byte lanes keep logic and comparisons vectorisable)
  date,       ///< int32, days since 1970-01-01
  timestamp,  ///< int64, microseconds since 1970-01-01T00:00:00Z
  datetime,   ///< int64, microseconds since 1970-01-01T00:00:00 on a wall clock, in no zone
  time,       ///< int64, microseconds since midnight, below 24 hours
  uuid,       ///< 16 bytes, in the order in which they are written
};

struct Type {
  TypeKind kind = TypeKind::integer;
  /// Digits after the point: of a decimal, 0 … 18; of the seconds of a timestamp, datetime or time, 0, 3 or 6 (its
  /// values are whole multiples of the last one); 0 for the others.
  int decimals = 0;

  static Type decimal(int decimals) { return {TypeKind::decimal, decimals}; }
  friend bool operator==(const Type&, const Type&) = default;
};

std::string_view type_name(TypeKind kind);  ///< as written in a schema
std::string type_text(const Type& type);    ///< "decimal(2)", "integer"
std::optional<TypeKind> type_from_name(std::string_view name);
std::size_t value_bytes(TypeKind kind);  ///< width of one value in memory; 4 for string (a code or an offset)
inline bool is_numeric(TypeKind kind) {
  return kind == TypeKind::integer || kind == TypeKind::number || kind == TypeKind::decimal;
}
/// A point on a line of microseconds: an instant or a wall time with its day.
inline bool is_moment(TypeKind kind) { return kind == TypeKind::timestamp || kind == TypeKind::datetime; }
/// Kept as int64 microseconds.
inline bool is_micros(TypeKind kind) { return is_moment(kind) || kind == TypeKind::time; }
/// The unit of the last digit of such a type's seconds, in microseconds. REQUIRES: is_micros(type.kind).
inline std::int64_t step_micros(const Type& type) {
  return type.decimals == 0 ? 1'000'000 : type.decimals == 3 ? 1'000 : 1;
}
/// What has a date, a time of day, or both.
inline bool is_time(TypeKind kind) { return kind == TypeKind::date || is_micros(kind); }

}  // namespace synthgen
